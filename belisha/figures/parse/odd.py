"""Texts that look like a number and may not be one: each is a doubt, with what it probably says."""

import re
from collections.abc import Callable
from typing import Final

from belisha.figures.parse.reading import COUNT, Read, doubtful, exactly, hidden, whole

_Match = re.Match[str]


def _glued(found: _Match) -> Read:
    count = int(found[1].replace(",", ""))
    return doubtful(
        f"“{found[0]}” isn't written as a number is: {count:,}, and a footnote {found[2]} glued to it?",
        exactly(count, f"footnote {found[2]}"),
    )


def _spaced(found: _Match) -> Read | None:
    count = whole(found[1])
    guess = None if count is None else exactly(count, f"footnote {found[2]}")
    return doubtful(f"“{found[0]}” may be {found[1]} with a footnote, or two numbers.", guess)


def _lettered(found: _Match) -> Read | None:
    count = whole(found[1])
    guess = None if count is None else exactly(count, f"footnote {found[2]}")
    return doubtful(f"“{found[0]}” may be {found[1]} with a footnote {found[2]}.", guess)


def _bracketed(found: _Match) -> Read | None:
    count = whole(found[1])
    guess = None if count is None else exactly(count, "in brackets")
    return doubtful(f"“{found[0]}” is in brackets: a part of another figure, or below nought?", guess)


def _points(found: _Match) -> Read:
    count = int(found[0].replace(".", ""))
    return doubtful(f"“{found[0]}” may be {count:,} with a point for the thousands.", exactly(count))


def _about(found: _Match) -> Read | None:
    count = whole(found[1] or found[2])
    guess = None if count is None else exactly(count, "approximate")
    return doubtful(f"“{found[0]}” is a number of which nobody says how exact it is.", guess)


def _thousands(found: _Match) -> Read:
    return doubtful(f"“{found[0]}” is rounded: the exact number isn't told.")


def _date(found: _Match) -> Read:
    _, month, day = (int(part) for part in found.groups())
    guess = hidden(day, month, f"{day}-{month}") if day < month else None
    return doubtful(f"“{found[0]}” is a date. A spreadsheet may have made it of “{day}-{month}”.", guess)


def _because(words: str) -> Callable[[_Match], Read]:
    return lambda found: doubtful(f"“{found[0]}” {words}")


_ABOUT: Final = (
    r"(?:approx(?:imately|\.)?|about|around|circa|c\.|roughly|some|nearly|almost|est(?:imated|imate|\.)?|~)"
)
_ODD: Final[tuple[tuple[re.Pattern[str], Callable[[_Match], Read | None]], ...]] = tuple(
    (re.compile(pattern, re.I), make)
    for pattern, make in (
        (r"([1-9]\d{0,2}(?:,\d{3})+)(\d{1,2})", _glued),
        (r"(\d{4})-(\d\d)-(\d\d)(?:[T ].*)?", _date),
        (rf"({COUNT}) (?:\(|\[)?(?:note ?)?(\d{{1,2}})(?:\)|\])?", _spaced),
        (rf"({COUNT})\(?(\d{{1,2}})\)", _spaced),
        (rf"({COUNT}) ?\(?([a-z])\)?", _lettered),
        (rf"\(({COUNT})\)", _bracketed),
        (r"[1-9]\d{0,2}(?:\.\d{3})+", _points),
        (rf"{_ABOUT} ?({COUNT})|({COUNT}) ?\(?{_ABOUT}\)?", _about),
        (rf"{COUNT}(?:\.\d+)? ?(?:k|m|thousand|million)", _thousands),
        (r"[-+]?[\d,. ]+ ?(?:%|per ?cent|pc)", _because("is a per cent, not a count.")),
        (r"[£$€] ?[\d,. ]+|[\d,. ]+ ?(?:p|pounds)", _because("is money, not a count.")),
        (r"[-–—] ?\d[\d,. ]*", _because("is below nought; a count can't be.")),
        (r"\d+[/]\d+", _because("may be a year or a part of a number, not a count.")),
        (r"\d[\d,]*\.\d+", _because("isn't a whole number.")),
        (r"[+-]?\d+(?:\.\d+)?e[+-]?\d+", _because("has lost digits in a spreadsheet.")),
        (r"0\d+", _because("begins with a nought, as codes do.")),
        (r"\d{10,}", _because("is too long for a count.")),
        (r"[\d,. ']+", _because("isn't written as a number is.")),
        (
            rf"{COUNT} (?:offenders?|suspects?|people|persons?|children|victims?|images?|pictures?|videos?|"
            r"files?|devices?|incidents?|arrests?|charges?|reports?|cases?|convictions?)(?: \w+)*",
            _because("counts something other than offences."),
        ),
        (
            r"#(?:ref!?|n/?a|value!?|div/0!?|name\??|num!?|null!?|#+)|#+|nan|null",
            _because("is an error of a spreadsheet."),
        ),
    )
)


def read_odd(text: str) -> Read | None:
    """The doubt about a text that looks like a number; None where it doesn't even look like one."""
    for pattern, make in _ODD:
        if found := pattern.fullmatch(text):
            return make(found)
    return None
