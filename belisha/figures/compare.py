"""Change between two years: of a force, of given totals, of all members, or of those who answered twice."""

from collections.abc import Sequence

from belisha.figures.area_words import capital, where
from belisha.figures.breaks import Break, breaks_between
from belisha.figures.cannot import CannotSay, Missing
from belisha.figures.caveats import also_told
from belisha.figures.counting import first_series, incomplete, nobody
from belisha.figures.lookup import Lookup, Topic, members_of
from belisha.figures.pairs import Pairs, Years, in_order, made, pairs_of, without_breaks
from belisha.figures.places import Area
from belisha.figures.results import Change, Panel
from belisha.figures.series_words import title
from belisha.figures.words import counted, why_missing
from belisha.figures.years import year_of


def change(lookup: Lookup, area: Area, years: Years, topic: Topic, *, across_breaks: bool = False) -> Change:
    """The change of an area; refused where its forces aren't the same, or its series breaks in between."""
    in_order(years)

    def ask(series: str) -> Change:
        return _change(lookup, area, years, series, topic, across_breaks=across_breaks)

    try:
        return first_series(lookup, topic, ask)
    except CannotSay as refusal:
        joined = _two_series(lookup, area, years, topic)
        if not joined:
            raise
        if not across_breaks:
            raise _series_break(area, years, joined) from refusal
        return _joined(lookup, area, years, joined)


def panel(lookup: Lookup, area: Area, years: Years, topic: Topic) -> Change:
    """The change in the forces that answered for both years, with their number and who is missing."""
    in_order(years)
    return first_series(lookup, topic, lambda series: _panel(lookup, area, years, series, topic))


def _change(
    lookup: Lookup, area: Area, years: Years, series: str, topic: Topic, *, across_breaks: bool
) -> Change:
    own = pairs_of(lookup, [area], years, series, topic)
    how = "answered" if area.kind == "force" else "given"
    if own.missing and area.kind == "force":
        raise _not_both(area, own)
    if own.missing:
        how, own = "sum", _of_all(lookup, area, years, series, topic, given=own.missing)
    inside = (area, *(lookup.areas[cell.area] for cell in own.before if cell.area in lookup.areas))
    broken = breaks_between(series, inside, *years)
    if not across_breaks and any(not one.possible for one in broken):
        raise _recording_break(area, years, broken)
    said = (*(one.sentence for one in broken), *_others(lookup, area, years, series, topic))
    return made(lookup, area, years, series, own, how=how, caveats=said)


def _panel(lookup: Lookup, area: Area, years: Years, series: str, topic: Topic) -> Change:
    members = members_of(lookup, area, *years)
    if not members:
        raise nobody(area, str(years))
    pairs = without_breaks(lookup, pairs_of(lookup, members, years, series, topic), years, series)
    if not pairs.before:
        raise incomplete(area, str(years), pairs.missing, of=len(members))
    matched = Panel(forces=tuple(cell.area for cell in pairs.before), of=len(members), missing=pairs.missing)
    forces = counted(len(members), "force")
    said = f"Only the {matched.size} of {forces} {matched.who} are compared."
    caveats = [said] if pairs.missing else []
    inside = tuple(lookup.areas[cell.area] for cell in pairs.before)
    caveats += [one.sentence for one in breaks_between(series, inside, *years)]
    return made(lookup, area, years, series, pairs, how="panel", caveats=caveats, panel=matched)


def _of_all(
    lookup: Lookup, area: Area, years: Years, series: str, topic: Topic, *, given: tuple[Missing, ...]
) -> Pairs:
    """The figures of every member in both years; who belongs to it must be the same.

    `given`: why the totals that were given for it can't be compared.
    """
    members = members_of(lookup, area, *years)
    if not members:
        raise nobody(area, str(years))
    if any(len(area.members(year_of(year))) != len(members) for year in years):
        raise CannotSay(f"{capital(where(area))} has not the same forces in {years}.", reason="membership")
    pairs = pairs_of(lookup, members, years, series, topic)
    if pairs.missing:
        raise incomplete(area, str(years), pairs.missing, of=len(members), given=given)
    return pairs


def _not_both(area: Area, pairs: Pairs) -> CannotSay:
    said = "; ".join(f"{one.year}: {why_missing(one)}" for one in pairs.missing)
    return CannotSay(f"{capital(where(area))} has no figures to compare for {said}.", missing=pairs.missing)


def _others(lookup: Lookup, area: Area, years: Years, series: str, topic: Topic) -> list[str]:
    return [said for year in years for said in also_told(lookup, area, year, series, topic)]


def _two_series(lookup: Lookup, area: Area, years: Years, topic: Topic) -> Pairs | None:
    """A figure of each year, each of a series of its own: what joining them would take."""
    found = []
    for year in years:
        cells = (lookup.cell(series, area, year, topic) for series in lookup.series(topic))
        found.append(next((cell for cell in cells if cell is not None and cell.usable), None))
    before, after = found
    if before is None or after is None or before.series == after.series:
        return None
    return Pairs((before,), (after,), ())


def _joined(lookup: Lookup, area: Area, years: Years, pairs: Pairs) -> Change:
    said = _series_break(area, years, pairs).sentence
    made_of = f"{pairs.before[0].series}, {pairs.after[0].series}"
    return made(lookup, area, years, made_of, pairs, how="joined", caveats=[said])


def _series_break(area: Area, years: Years, pairs: Pairs) -> CannotSay:
    old, new = pairs.before[0].series, pairs.after[0].series
    return CannotSay(
        f"{capital(where(area))} can't be compared between {years}: the figures are of two series, which "
        f"count by other rules ({title(old)}; {title(new)}). A rise or fall between them may be of the rules "
        "alone.",
        reason="break",
        missing=[
            Missing(area=area.id, name=area.name, year=years.first, why="break", note=new),
            Missing(area=area.id, name=area.name, year=years.last, why="break", note=old),
        ],
    )


def _recording_break(area: Area, years: Years, broken: Sequence[Break]) -> CannotSay:
    said = " ".join(one.sentence for one in broken)
    return CannotSay(f"{capital(where(area))} can't be compared between {years}. {said}", reason="break")
