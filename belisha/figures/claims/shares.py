"""Claims of a part: of the cases with a known platform, or of a larger area's offences."""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from belisha.figures.claims.clause import Found
from belisha.figures.claims.statements import AnyStatement, PartOf, ShareOf, Unclear
from belisha.figures.claims.tokens import Stated

if TYPE_CHECKING:
    from belisha.figures.claims.reader import Reader

_KNOWN: Final = re.compile(
    r"\b(?:platforms?|services?|apps?|sites?|websites?|social media|method"
    r"|provider)\b[^.;]{0,40}\b(?:recorded|known|named|identified|stated|given|specified|provided|noted"
    r"|logged|used)\b"
    r"|\b(?:known|recorded|named|identified|knew|recording)\b[^.;]{0,20}\b(?:platforms?|services?|apps?)\b",
    re.I,
)
_ALL: Final = re.compile(
    r"\bof (?:all|the total|every|total|the \d[\d,]*|\d[\d,]*|the)? ?(?:\w+ ){0,5}(?:offences|crimes"
    r"|cases)\b",
    re.I,
)
_PART: Final = re.compile(
    r"\b(?:account(?:s|ed|ing)? for|ma(?:de|kes?|king) up|shares? of|represent(?:s|ed|ing)?|of all|of the"
    r"|constitut\w+|responsible for)\b",
    re.I,
)


def shares_of(reader: "Reader") -> Iterator[AnyStatement]:
    """The parts that a clause claims."""
    sizes = [one for one in reader.open() if one.kind in ("per_cent", "part", "one_in")]
    if not sizes or _is_a_change(reader):
        return
    if reader.clause.has("platform"):
        yield from _of_platforms(reader, sizes)
    elif _areas(reader) == 2 and (_PART.search(reader.clause.text) or reader.clause.has("one_in")):
        yield from _of_areas(reader, sizes)


def _is_a_change(reader: "Reader") -> bool:
    return reader.clause.has("up", "down", "same", "best")


def _of_platforms(reader: "Reader", sizes: list[Found]) -> Iterator[AnyStatement]:
    names = tuple(dict.fromkeys(token.value for token in reader.clause.tokens if token.kind == "platform"))
    known = next((one for one in reader.open() if one.kind == "count" and _is_of_cases(reader, one)), None)
    if known is not None:
        known.role = "used"
    said_known = _KNOWN.search(reader.clause.text) or reader.context.platforms
    year = reader.year()
    pairs = _in_turn(reader, sizes)
    for name, one in pairs:
        one.role = "used"
        facts = reader.facts() | {"text": f"{name}: {one.stated.text}"}
        label = year.label if year else ""
        of_all = not said_known and _ALL.search(reader.clause.text) is not None
        yield ShareOf(**facts, stated=_stated(one), platforms=(name,), year=label, of_all=of_all)
    if pairs:
        return
    if len(names) > 1 and len(sizes) > 1:
        for one in sizes:
            one.role = "used"
        yield Unclear(**reader.facts(doubts=("It isn't clear which part is of which platform.",)))
        return
    for one in sizes:
        one.role = "used"
        yield ShareOf(
            **reader.facts(),
            stated=_stated(one),
            platforms=names,
            year=year.label if year else "",
            of_all=not said_known and _ALL.search(reader.clause.text) is not None,
            known=known.stated if known else None,
        )


def _in_turn(reader: "Reader", sizes: list[Found]) -> list[tuple[str, Found]]:
    """ "Snapchat (44%) and Instagram (15%)": each platform with its size, always in the same order."""
    at = {one.at: one for one in sizes}
    places = [
        index for index, token in enumerate(reader.clause.tokens) if token.kind == "platform" or index in at
    ]
    kinds = [index in at for index in places]
    half = len(places) // 2
    if half < 2 or kinds not in ([False, True] * half, [True, False] * half):
        return []
    pairs = []
    for one, other in zip(places[::2], places[1::2], strict=True):
        size, name = (other, one) if other in at else (one, other)
        pairs.append((str(reader.clause.tokens[name].value), at[size]))
    return pairs


def _is_of_cases(reader: "Reader", one: Found) -> bool:
    """ "of the 7,338 cases"."""
    back = one.at - 1
    while reader.clause.is_word(back, "the") or (
        (token := reader.clause.at(back)) is not None and token.kind == "word_of_size"
    ):
        back -= 1
    return reader.clause.is_word(back, "of")


def _areas(reader: "Reader") -> int:
    return sum(token.kind == "area" for token in reader.clause.tokens)


def _of_areas(reader: "Reader", sizes: list[Found]) -> Iterator[PartOf]:
    areas = [tuple(token.value) for token in reader.clause.tokens if token.kind == "area"]
    small, large = areas if len(areas[0][0].members()) < len(areas[1][0].members()) else (areas[1], areas[0])
    year = reader.year()
    for one in sizes:
        one.role = "used"
        facts = reader.facts() | {"areas": small}
        facts["doubts"] = tuple(
            doubt for doubt in facts["doubts"] if not doubt.startswith("It isn't clear what is said of which")
        )
        yield PartOf(**facts, stated=_stated(one), whole=large, year=year.label if year else "")


def _stated(one: Found) -> Stated:
    """In per cent."""
    if one.kind != "one_in" or not one.stated.value:
        return one.stated
    step = Fraction(100) / one.stated.value - Fraction(100) / (one.stated.value + 1)
    return Stated(
        text=one.stated.text, value=Fraction(100) / one.stated.value, step=step, wording=one.stated.wording
    )
