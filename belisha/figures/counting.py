"""How many: one area in one year; a total that was given beside the sum of the members, never added to it."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from belisha.figures.amounts import Amount
from belisha.figures.area_words import capital, where
from belisha.figures.cannot import CannotSay, Missing
from belisha.figures.caveats import about, also_told
from belisha.figures.cell import Cell
from belisha.figures.lookup import Lookup, Topic, members_of
from belisha.figures.places import Area
from belisha.figures.results import Total, Value
from belisha.figures.words import who_is_missing, why_missing

T = TypeVar("T")


def value(lookup: Lookup, area: Area, year: str, topic: Topic) -> Value:
    """The figure of an area: as it was answered or given, else the sum of all its members."""
    return first_series(lookup, topic, lambda series: _value(lookup, area, year, series, topic))


def _value(lookup: Lookup, area: Area, year: str, series: str, topic: Topic) -> Value:
    cell = lookup.cell(series, area, year, topic)
    if cell is not None and cell.amount is not None:
        return Value(
            area=area,
            series=series,
            year=year,
            amount=cell.amount,
            how="answered" if area.kind == "force" else "given",
            cells=(cell,),
            caveats=(*about(lookup, [cell]), *also_told(lookup, area, year, series, topic)),
        )
    if area.kind == "force":
        raise not_told(area, year, cell)
    total_of = total_in(lookup, area, year, series, topic)
    if not total_of.complete or total_of.summed is None:
        raise incomplete(area, year, total_of.missing, of=len(total_of.answered) + len(total_of.missing))
    return Value(
        area=area,
        series=series,
        year=year,
        amount=total_of.summed,
        how="sum",
        cells=total_of.cells,
        caveats=total_of.caveats,
    )


def total(lookup: Lookup, area: Area, year: str, topic: Topic) -> Total:
    """A group: what was given for it, what its members sum to, and who of them is missing."""

    def answer(series: str) -> Total:
        found = total_in(lookup, area, year, series, topic)
        if found.given is None and found.summed is None:
            raise incomplete(area, year, found.missing, of=len(found.missing))
        return found

    return first_series(lookup, topic, answer)


def total_in(lookup: Lookup, area: Area, year: str, series: str, topic: Topic) -> Total:
    """The same in one series; nothing at all is a total of nobody."""
    given = lookup.cell(series, area, year, topic) if area.kind != "force" else None
    members = members_of(lookup, area, year)
    if given is None and not members:
        raise nobody(area, year)
    cells, missing = members_in(lookup, members, year, series, topic)
    used = (*([given] if given and given.amount else []), *cells)
    return Total(
        area=area,
        series=series,
        year=year,
        given=given.amount if given else None,
        summed=summed(cells) if cells else None,
        answered=tuple(cell.area for cell in cells),
        missing=missing,
        cells=used,
        caveats=about(lookup, used),
    )


def members_in(
    lookup: Lookup, members: Iterable[Area], year: str, series: str, topic: Topic
) -> tuple[tuple[Cell, ...], tuple[Missing, ...]]:
    """The figures of the members that have one for all that was asked, and why the others haven't."""
    cells, missing = [], []
    for member in members:
        cell = lookup.cell(series, member, year, topic)
        if cell is not None and cell.usable:
            cells.append(cell)
        else:
            missing.append(missing_of(member, year, cell))
    return tuple(cells), tuple(missing)


def missing_of(area: Area, year: str, cell: Cell | None) -> Missing:
    """Why there is no number to compare."""
    why, note = (cell.state, cell.note) if cell is not None else ("absent", "")
    return Missing(area=area.id, name=area.name, year=year, why=why, note=note)


def summed(cells: Iterable[Cell]) -> Amount:
    """The sum of figures, their bounds with it."""
    told = [(cell.low or 0, cell.high) for cell in cells]
    highs = [high for _, high in told if high is not None]
    low = sum(low for low, _ in told)
    return Amount.of(low, sum(highs)) if len(highs) == len(told) else Amount.at_least(low)


def not_told(area: Area, year: str, cell: Cell | None) -> CannotSay:
    """There is no number of one force."""
    missing = missing_of(area, year, cell)
    return CannotSay(
        f"{capital(where(area))} has no figure for {year}: {why_missing(missing)}.", missing=[missing]
    )


def incomplete(
    area: Area, year: str, missing: tuple[Missing, ...], *, of: int, given: tuple[Missing, ...] = ()
) -> CannotSay:
    """A group lacks some of its forces; and its own totals, where there are any, are of a part."""
    lacking = len({one.area for one in missing})
    partly = [
        f" The total given for {one.year} is of a part only ({one.note})."
        for one in given
        if one.why == "partial"
    ]
    return CannotSay(
        f"There is no whole figure for {where(area)} in {year}: {lacking} of its {of} forces "
        f"{'is' if lacking == 1 else 'are'} missing ({who_is_missing(missing)})." + "".join(partly),
        missing=missing,
    )


def nobody(area: Area, year: str) -> CannotSay:
    """A region that isn't drawn in the year."""
    return CannotSay(
        f"No force belongs to {where(area)} in {year}: it is drawn for other years.", reason="membership"
    )


def first_series(lookup: Lookup, topic: Topic, ask: Callable[[str], T]) -> T:
    """The answer of the first series that has one; else the refusal of that which came nearest to it."""
    refusals: list[CannotSay] = []
    for series in lookup.series(topic):
        try:
            return ask(series)
        except CannotSay as refusal:
            refusals.append(refusal)
    if not refusals:
        raise CannotSay("There are no figures at all.", reason="missing")
    raise min(refusals, key=_absent)


def _absent(refusal: CannotSay) -> tuple[int, int]:
    """How far a refusal is from an answer: a state that an answer told is nearer than none at all."""
    absent = sum(one.why == "absent" for one in refusal.missing)
    return absent, len(refusal.missing)
