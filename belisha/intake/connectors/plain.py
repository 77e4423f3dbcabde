"""HTML reduced to its words: no address is followed, nothing is loaded, nothing in it is run.

Strangers write it, so it is read once from its beginning to its end: the standard library's parser takes
minutes for some pages of a few kilobytes, and gives up at others.
"""

import re
from collections.abc import Iterator
from html import unescape
from re import Match

LONGEST = 400_000  # characters that are looked at
MOST_ODD = 100  # marks that never end: beyond them a page is made to take for ever
_SILENT = frozenset({"script", "style", "head", "template", "svg", "noscript"})
_BREAKS = frozenset({"p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre"})
_RAW = frozenset({"script", "style"})
"""What is in them isn't markup, up to their own end."""

# Possessive throughout: what doesn't fit is given up at once, and never tried in another way.
_MARK = re.compile(
    r"""<(?:!--.*?-->|(?!!--)[!?][^<>]*+>|/(?![a-z])[^<>]*+>
    |(?P<end>/?)(?P<name>[a-z][^\s/<>]*+)(?P<told>(?:[^<>=]++|=\s*+"[^"]*+"|=\s*+'[^']*+'|=)*+)>)""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_BEGINS = re.compile(r"<(?=[a-z!?/])", re.IGNORECASE)
_CRUDE = re.compile(r"<[^<>]*+>")
_ALT = re.compile(r"""(?<![^\s"'])alt\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"']++))""", re.IGNORECASE)
# Python refuses to read a number of thousands of digits.
_NO_LETTER = re.compile(r"&#(?:\d{8,}+|x[0-9a-f]{8,}+);?", re.IGNORECASE)


def plain(html: str) -> str:
    """The words of a page or a post, a line for each paragraph. Never raises."""
    lines = (" ".join(line.split()) for line in "".join(_words(html[:LONGEST])).split("\n"))
    return "\n".join(line for line in lines if line)


def _words(html: str) -> Iterator[str]:
    silent, at, odd = 0, 0, 0
    while begins := _BEGINS.search(html, at):
        if odd > MOST_ODD:
            break
        mark = _MARK.match(html, begins.start())
        odd += mark is None
        before, at = html[at : begins.start()], mark.end() if mark else begins.end()
        if not silent:
            # What never ends are words, whatever it was meant to be.
            yield _letters(before if mark else f"{before}<")
        if mark is None:
            continue
        silent = max(0, silent + _silence(mark))
        if not silent:
            yield _shown(mark)
        if _name(mark) in _RAW and not mark["end"]:
            at = _end_of_raw(html, at, _name(mark))
    if not silent:
        yield _letters(_CRUDE.sub(" ", html[at:]) if odd > MOST_ODD else html[at:])


def _silence(mark: Match[str]) -> int:
    if _name(mark) not in _SILENT or mark["told"].endswith("/"):
        return 0
    return -1 if mark["end"] else 1


def _shown(mark: Match[str]) -> str:
    name = _name(mark)
    if name == "img" and not mark["end"]:
        # Its own words may say what it showed; where it lies is nobody's to load.
        alt = _ALT.search(mark["told"])
        described = _letters(next(filter(None, alt.groups()), "")) if alt else ""
        return f"[picture: {described}]" if described else "[picture]"
    return "\n" if name in _BREAKS else ""


def _end_of_raw(html: str, at: int, name: str) -> int:
    end = re.compile(rf"</{name}\b", re.IGNORECASE).search(html, at)
    return end.start() if end else len(html)


def _name(mark: Match[str]) -> str:
    return (mark["name"] or "").lower()


def _letters(text: str) -> str:
    return unescape(_NO_LETTER.sub("\N{REPLACEMENT CHARACTER}", text))
