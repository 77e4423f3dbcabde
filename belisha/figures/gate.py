"""The arithmetic gate: what looks wrong in figures before they are taken in, in words, to be confirmed."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import polars as pl

from belisha.figures.cells import current
from belisha.figures.finding import Finding
from belisha.figures.gates import changed, copied, given, older, parts, scope, steps, units
from belisha.figures.gates.looking import Looking
from belisha.figures.places import Area, areas
from belisha.figures.sources import Source

__all__ = ["MOST", "Finding", "findings"]

MOST = 40
"""So many of one kind are told one by one; the others in one sentence that names each."""
_CHECKS: tuple[Callable[[Looking], list[Finding]], ...] = (
    given.findings,
    parts.findings,
    changed.findings,
    units.findings,
    steps.findings,
    copied.findings,
    scope.findings,
)


def findings(
    new: pl.DataFrame,
    old: pl.DataFrame,
    *,
    given_totals: pl.DataFrame | None = None,
    known: Mapping[str, Area] | None = None,
    received: date | None = None,
    sources: Sequence[Source] = (),
) -> list[Finding]:
    """What the new cells (cells.SCHEMA) say that doesn't fit: with themselves, the old ones, the totals.

    `given_totals`: what an answer's own totals say, beside what they add up to (collate.applied.GIVEN).
    `known`: the areas by their ids, where there are more than those that are shipped. `received`: the day of
    the new answer, and `sources` those of the old figures, to see whether it is older than they.
    """
    if new.is_empty() and (given_totals is None or given_totals.is_empty()):
        return []
    looking = Looking(new=_latest(new), old=_latest(old), given=given_totals, areas=known or areas())
    late = older.findings(looking, received=received, sources=sources)
    return _named([*late, *(one for check in _CHECKS for one in _few(check(looking)))])


def _latest(cells: pl.DataFrame) -> pl.DataFrame:
    return current(cells).drop("corrected")


def _few(found: list[Finding]) -> list[Finding]:
    kinds: dict[tuple[str, bool], list[Finding]] = {}
    for one in found:
        kinds.setdefault((one.code.partition(":")[0], one.needs_confirming), []).append(one)
    return [told for same in kinds.values() for told in [*same[:MOST], *_rest(same[MOST:])]]


def _rest(more: list[Finding]) -> list[Finding]:
    if not more:
        return []
    first = more[0]
    kind = first.code.partition(":")[0]
    weight = "" if first.needs_confirming else "-noted"
    return [
        Finding(
            code=f"{kind}:more{weight}",
            sentence=f"There {'is 1' if len(more) == 1 else f'are {len(more):,}'} more like these.",
            where="; ".join(one.where for one in more),
            innocent=first.innocent,
            needs_confirming=first.needs_confirming,
        )
    ]


def _named(found: list[Finding]) -> list[Finding]:
    """Each under a code of its own."""
    seen: dict[str, int] = {}
    named = []
    for one in found:
        seen[one.code] = times = seen.get(one.code, 0) + 1
        named.append(one if times == 1 else _renamed(one, f"{one.code}:{times}"))
    return named


def _renamed(one: Finding, code: str) -> Finding:
    return Finding(
        code=code,
        sentence=one.sentence,
        where=one.where,
        innocent=one.innocent,
        needs_confirming=one.needs_confirming,
    )
