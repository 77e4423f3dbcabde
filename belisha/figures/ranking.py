"""Who has most: places with ties, and a range of places where a small number isn't told."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import Final, TypeAlias

from belisha.figures.amounts import Amount
from belisha.figures.cannot import CannotSay, Missing
from belisha.figures.caveats import about
from belisha.figures.cell import Cell
from belisha.figures.counting import first_series, incomplete, members_in, nobody
from belisha.figures.lookup import Lookup, Topic, members_of
from belisha.figures.pairs import Years, in_order, made, pairs_of, without_breaks
from belisha.figures.places import Area
from belisha.figures.rates import rate_of
from belisha.figures.results import Place, Ranking
from belisha.figures.words import counted

CHANGES: Final = ("per_cent", "difference", "times")
BY: Final = (*CHANGES, "total", "rate")
Row: TypeAlias = tuple[Area, Amount, tuple[Cell, ...]]


def ranking(
    lookup: Lookup,
    area: Area,
    first: str,
    last: str | None,
    topic: Topic,
    *,
    by: str,
    among_answered: bool = False,
    lowest_first: bool = False,
) -> Ranking:
    """The members of an area in order; refused where some are missing, unless `among_answered`."""
    if by not in BY or (by in CHANGES) != (last is not None):
        raise ValueError(f"A ranking is by {', '.join(BY)}; a change needs two years, the others one.")

    def ask(series: str) -> Ranking:
        rows, missing = _rows(lookup, area, first, last, series, topic, by)
        of = len(rows) + len({one.area for one in missing})
        if not of:
            raise nobody(area, first)
        if missing and not (among_answered and rows):
            raise incomplete(area, f"{first} and {last}" if last else first, missing, of=of)
        cells = tuple(cell for _, _, used in rows for cell in used)
        said = f"Among the {len(rows)} of {counted(of, 'force')} that can be placed."
        return Ranking(
            area=area,
            series=series,
            first=first,
            last=last,
            by=by,
            lowest_first=lowest_first,
            places=places([(member, amount) for member, amount, _ in rows], lowest_first=lowest_first),
            of=of,
            missing=missing,
            cells=cells,
            caveats=(*([said] if missing else []), *about(lookup, cells)),
        )

    return first_series(lookup, topic, ask)


def places(rows: Sequence[tuple[Area, Amount]], *, lowest_first: bool = False) -> tuple[Place, ...]:
    """The places of amounts: 1, 2=, 2=, 4; and from best to worst where their ranges overlap."""
    # By counting in sorted bounds: comparing each with each takes too long for many areas.
    lows = sorted(amount.low for _, amount in rows)
    highs = sorted(amount.high for _, amount in rows if amount.high is not None)
    alike = Counter(amount for _, amount in rows if amount.exact)
    made_places = []
    for area, amount in rows:
        itself = not amount.exact
        above = 0 if amount.high is None else len(lows) - bisect_right(lows, amount.high)
        below = bisect_left(highs, amount.low)
        perhaps_above = len(rows) - bisect_right(highs, amount.low) - itself
        perhaps_below = (len(lows) if amount.high is None else bisect_left(lows, amount.high)) - itself
        first, last = (below, perhaps_below) if lowest_first else (above, perhaps_above)
        tied = alike[amount] > 1
        made_places.append(Place(area=area, best=1 + first, worst=1 + last, tied=tied, value=amount))
    sign = 1 if lowest_first else -1
    return tuple(sorted(made_places, key=lambda place: (place.best, place.worst, sign * place.value.low)))


def _rows(
    lookup: Lookup, area: Area, first: str, last: str | None, series: str, topic: Topic, by: str
) -> tuple[list[Row], tuple[Missing, ...]]:
    if last is not None:
        return _changes(lookup, area, Years(first, last), series, topic, by)
    cells, missing = members_in(lookup, members_of(lookup, area, first), first, series, topic)
    if by == "total":
        return [(lookup.areas[cell.area], _amount(cell), (cell,)) for cell in cells], missing
    rows: list[Row] = []
    lacking = list(missing)
    for cell in cells:
        member = lookup.areas[cell.area]
        try:
            found = rate_of(lookup, member, first, _amount(cell), (cell,), series)
            rows.append((member, found.rate, (cell,)))
        except CannotSay as refusal:
            lacking += refusal.missing
    return rows, tuple(lacking)


def _changes(
    lookup: Lookup, area: Area, years: Years, series: str, topic: Topic, by: str
) -> tuple[list[Row], tuple[Missing, ...]]:
    in_order(years)
    members = members_of(lookup, area, *years)
    pairs = without_breaks(lookup, pairs_of(lookup, members, years, series, topic), years, series)
    rows: list[Row] = []
    missing = list(pairs.missing)
    for old, new in zip(pairs.before, pairs.after, strict=True):
        member = lookup.areas[old.area]
        one = made(lookup, member, years, series, pairs._replace(before=(old,), after=(new,)), how="answered")
        amount: Amount | None = getattr(one, by)
        if amount is None:
            missing.append(Missing(area=member.id, name=member.name, year=years.first, why="from zero"))
        else:
            rows.append((member, amount, (old, new)))
    return rows, tuple(missing)


def _amount(cell: Cell) -> Amount:
    return cell.amount or Amount.at_least(0)
