"""Wordings that make something else of a number beside them: a part of it, more than before, by the year."""

import re
from typing import TYPE_CHECKING, Final

from belisha.figures.claims.counted import not_offences
from belisha.figures.claims.strangers import strangers

if TYPE_CHECKING:
    from belisha.figures.claims.reader import Reader

_EXTRA: Final = re.compile(
    r"\b(?:extra|further|additional|another) (?:[\d,]*\d\b)|\b\d[\d,]* (?:extra|further|additional)\b", re.I
)
_PART_OF: Final = re.compile(
    r"\b(?:half|third|thirds|quarter|quarters|fifth|fifths|tenth)(?: of)?(?: the)? \d[\d,]*(?![\d/])"
    r"|\b\d[\d,]* (?:out )?of the \d[\d,]*(?! of )(?![\d/])",
    re.I,
)
_A_SHARE: Final = re.compile(
    r"\b(?:account(?:s|ed|ing)? for|ma(?:de|kes?|king) up|represent(?:s|ed|ing)?)\b", re.I
)
_ANOTHER_BODY: Final = re.compile(
    r"\b(?:charity|charities|nspcc)(?: in| for)?(?: \w+)?"
    r" (?:recorded|dealt|logged|handled|received|saw|had)\b|\brequests? (?:to|in|for)\b",
    re.I,
)
_COUNTED: Final = re.compile(r"\b(?:offen[cs]es?|offending|crimes|cases)\b", re.I)
_IMAGE: Final = re.compile(r"\b(?:images?|imagery|indecent|pictures?|photographs?)\b", re.I)


def twists_in(reader: "Reader") -> list[str]:
    """Why a number may not be what it seems."""
    text = reader.clause.text
    found = []
    if extra := _EXTRA.search(text):
        found.append(f"“{extra[0]}” may be how many more, or how many.")
    shared = reader.clause.has("platform") or _A_SHARE.search(text) is not None
    if not shared and (part := _PART_OF.search(text)):
        found.append(f"“{part[0]}” is a part of a number; it isn't clear of what.")
    if body := _ANOTHER_BODY.search(text):
        found.append(f"“{body[0]}” seems to speak of another body than the police.")
    if any(
        token.kind == "date" and reader.clause.is_word(index - 1, "by", "until", "till")
        for index, token in enumerate(reader.clause.tokens)
    ):
        found.append("It speaks of a part of a year.")
    return [*found, *_by_the_year(reader), *_carried(reader)]


def _by_the_year(reader: "Reader") -> list[str]:
    """ "Up 92 per cent in a year", of years that are further apart; "by 92 per cent a year"."""
    said = next((token.text for token in reader.clause.tokens if token.kind == "a_year"), "")
    if not said or not any(one.kind == "per_cent" for one in reader.sizes):
        return []
    if not said.lower().startswith(("in ", "over ", "within ")):
        plain = reader.clause.has("up", "down") and not reader.clause.has("average", "interval")
        return (
            [f"“{said}”: a rate of growth isn't the change from the first year to the last."] if plain else []
        )
    years = sorted({one.year for one in reader.sizes if one.year} | set(reader.period.pair or ()))
    apart = years[-1].begins.year - years[0].begins.year if years else 1
    return [f"“{said}”, and years that are {apart} apart."] if apart > 1 else []


def _carried(reader: "Reader") -> list[str]:
    """What the part before spoke of, where it was something else and this part names nothing of its own."""
    before = goes_on_about(reader)
    own = not_offences(reader.clause.words)
    return (
        [f"It seems to go on about what was said before: {before.rstrip('.')}."] if before and not own else []
    )


def goes_on_about(reader: "Reader") -> str:
    """The other thing that the part before spoke of, if this part doesn't name offences with images."""
    context = reader.context
    if _IMAGE.search(reader.clause.text):
        return ""
    if context.heading and context.heading.other:
        return context.heading.other
    if not (context.same_sentence or context.follows):
        return ""
    return context.other or ("" if _names_its_own(reader) else context.unknown)


def subject_unknown(reader: "Reader") -> str:
    """Why it isn't sure what a part speaks of; "" where it names offences with images."""
    if _IMAGE.search(reader.clause.text):
        return ""
    return next(iter(strangers(reader.clause.tokens, reader.clause.sentence)), "")


def may_be_found_by_numbers(reader: "Reader") -> bool:
    """Whether nothing that was said before names another thing than the numbers of an area."""
    context = reader.context
    if _IMAGE.search(reader.clause.text):
        return True
    return not (context.other or (context.unknown and not _COUNTED.search(reader.clause.text)))


def _names_its_own(reader: "Reader") -> bool:
    """Whether a part has an area and a noun of its own, so that it needn't go on about what was before."""
    named = any(token.kind == "area" for token in reader.clause.tokens)
    return named and _COUNTED.search(reader.clause.text) is not None
