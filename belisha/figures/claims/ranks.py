"""Claims of a place among others: the second-highest rise of the six East of England forces."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from belisha.figures.claims.statements import RankOf
from belisha.figures.claims.tokens import Token
from belisha.figures.places import UK, Area, areas

if TYPE_CHECKING:
    from belisha.figures.claims.reader import Reader

_LOW: Final = frozenset({"lowest", "smallest", "fewest"})
_AFTER: Final = 5
_EVERYWHERE: Final = re.compile(
    r"\b(?:in the (?:country|uk|nation)|nationally|nationwide|of all (?:uk )?forces"
    r"|any (?:other )?(?:uk )?force|of any force)\b",
    re.I,
)


def rank_of(reader: "Reader") -> Iterator[RankOf]:
    """The place that a clause claims."""
    tokens = reader.clause.tokens
    best = next((index for index, token in enumerate(tokens) if token.kind == "best"), None)
    if best is None:
        return
    place, how, ever = tokens[best].value
    by, sign = _by(tokens, best, reader.clause.text)
    scope, notes = _scope(reader)
    first, last, missing = _years(reader, by)
    if not scope:
        missing = (*missing, "among which forces")
    doubts = (f"“{tokens[best].text}” needs every year there ever was.",) if ever else ()
    if reader.context.same_sentence and reader.context.bare:
        doubts = (*doubts, "It may speak of several areas together.")
    yield RankOf(
        **reader.facts(doubts=doubts, notes=notes),
        missing=missing,
        place=place,
        lowest=how in _LOW,
        by=by,
        scope=scope,
        count=forces_counted(tokens),
        joint=any(token.is_word("joint", "equal", "joint-highest") for token in tokens),
        first=first,
        last=last,
        sign=sign,
    )


def _by(tokens: list[Token], best: int, text: str) -> tuple[tuple[str, ...], int]:
    after = tokens[best + 1 : best + 1 + _AFTER]
    way = next((token.kind for token in after if token.kind in ("up", "down")), None)
    if way is None and not any(token.is_word("number", "total", "figure", "count") for token in after):
        # "The rise of 105 per cent was the highest": what is ranked stands before.
        way = next((token.kind for token in reversed(tokens[:best]) if token.kind in ("up", "down")), None)
    if way is None:
        rate = any(token.is_word("rate") for token in after) or any(token.kind == "rate" for token in tokens)
        return (("rate",) if rate else ("total",)), 1
    sign = 1 if way == "up" else -1
    relative = re.search(r"\b(?:percentage|proportional|proportionate|relative|per cent)\b|%", text, re.I)
    return (("per_cent",) if relative else ("per_cent", "difference")), sign


def _scope(reader: "Reader") -> tuple[tuple[Area, ...], tuple[str, ...]]:
    if reader.subject.scope:
        return reader.subject.scope, ()
    if re.search(r"\b(?:the|that) region\b", reader.clause.text, re.I) and reader.context.region:
        return reader.context.region, (
            f"“The region” is taken to be {reader.context.region[0].name}, named before.",
        )
    if _EVERYWHERE.search(reader.clause.text):
        return (areas()[UK],), ("The whole UK is meant, as it seems.",)
    return (), ()


def _years(reader: "Reader", by: tuple[str, ...]) -> tuple[str, str, tuple[str, ...]]:
    period = reader.period
    if by[0] in ("total", "rate"):
        year = reader.year()
        return (year.label, "", ()) if year else ("", "", ("the year",))
    dated = sorted({one.year for one in reader.sizes if one.year is not None})
    pair = period.pair or (tuple(dated) if len(dated) == 2 else None)
    if pair is None and period.base is not None and (period.year or dated):
        pair = (period.base, period.year or dated[-1])
    last = period.year or (dated[-1] if dated else None)
    if pair is None and last is not None and (period.span or period.back or period.a_year):
        pair = (last.after(-(period.span or 1)), last)
    if pair is not None:
        return pair[0].label, pair[1].label, ()
    return "", "", ("the two years that are compared",)


def forces_counted(tokens: list[Token]) -> int | None:
    """How many forces it speaks of: "the six East of England forces"."""
    for index, token in enumerate(tokens):
        if token.kind == "forces":
            return int(token.value)
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        of_forces = any(one.is_word("forces", "areas") for one in tokens[index + 2 : index + 4])
        if of_forces and token.kind == "number" and following is not None and following.kind == "area":
            return int(token.value.value)
    return None
