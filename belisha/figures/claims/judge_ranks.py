"""Judge a place among others: sure, impossible, or open while some have not answered."""

from dataclasses import replace
from fractions import Fraction

from belisha.figures.cannot import CannotSay
from belisha.figures.claims.asking import Asking
from belisha.figures.claims.found import Judged, cannot, from_refusal
from belisha.figures.claims.statements import RankOf
from belisha.figures.claims.wording import within
from belisha.figures.places import Area
from belisha.figures.results import Place, Ranking
from belisha.figures.words import amount_in_words, counted, decimal, who_is_missing
from belisha.figures.years import year_of


def judge_rank(asking: Asking, claim: RankOf, area: Area) -> Judged:
    """Compare a place with the order; a claim that doesn't say by what is tried by each measure."""
    scopes = _scopes(asking, claim, area)
    if not scopes:
        count = f" of {counted(claim.count or 0, 'force')}" if claim.count else ""
        return cannot(
            f"There is no group{count} by that name to which {area.name} belongs.", "among which forces"
        )
    scope = scopes[0]
    judged = [_by(asking, claim, area, scope, by) for by in claim.by]
    if len({one.verdict for one in judged}) == 1:
        return judged[0]
    if any(one.verdict == "cannot_say" for one in judged):
        return next(one for one in judged if one.verdict == "cannot_say")
    return cannot(
        f"It is so by one measure and not by another: {judged[0].because} {judged[1].because}",
        "whether per cent or numbers are meant",
        computed=judged[0].computed,
    )


def without_years(asking: Asking, claim: RankOf, area: Area) -> Judged:
    """A place needs its years; and which forces would be missing all the same is said at once."""
    years = asking.years(area)
    said = f"It doesn't say {' or '.join(claim.missing)}."
    if not claim.scope or not years:
        return cannot(said, *claim.missing)
    first, last = (years[0], years[-1]) if "years" in claim.missing[0] else (years[-1], "")
    judged = judge_rank(asking, replace(claim, first=first, last=last if last != first else ""), area)
    if not judged.missing:
        return cannot(said, *claim.missing)
    span = f"from {first} to {last}" if last else f"in {first}"
    return cannot(f"{said} Even {span}: {judged.because}", *claim.missing, *judged.missing)


def _scopes(asking: Asking, claim: RankOf, area: Area) -> list[Area]:
    """The groups that the name can mean: with the force in them, and with as many as are counted."""
    year = year_of(claim.first)
    named = [one for one in claim.scope if set(area.members()) < set(one.members(year))]
    if claim.count is None:
        return named
    fitting = [one for one in named if len(one.members(year)) == claim.count]
    if fitting:
        return fitting
    wider = [
        one
        for one in asking.figures.dataset.areas.values()
        if one.kind == "region"
        and len(one.members(year)) == claim.count
        and set(area.members()) < set(one.members(year))
    ]
    return [one for one in wider if any(set(name.members(year)) <= set(one.members(year)) for name in named)]


def _by(asking: Asking, claim: RankOf, area: Area, scope: Area, by: str) -> Judged:
    lowest_first = claim.lowest != (claim.sign == -1)
    try:
        ranking = asking.figures.rank(
            scope, claim.first, claim.last or None, by=by, among_answered=True, lowest_first=lowest_first
        )
    except CannotSay as refusal:
        return from_refusal(refusal)
    place = next((one for one in ranking.places if one.area.id == area.id), None)
    if place is None:
        return replace(
            from_refusal(CannotSay(f"{area.name} can't be placed.", missing=ranking.missing)),
            because=_lacking(ranking),
        )
    return _placed(claim, ranking, place)


def _placed(claim: RankOf, ranking: Ranking, place: Place) -> Judged:
    absent = len({one.area for one in ranking.missing})
    best, worst = place.best, place.worst + absent
    order = _order(ranking)
    right_way = not claim.last or _went(claim, place)
    sure = best == worst == claim.place and (claim.joint == place.tied)
    if right_way and sure:
        return Judged(
            verdict="supported",
            computed=place.label,
            formula=order,
            because=_because(ranking, place),
            caveats=ranking.caveats,
        )
    tied = place.tied and not claim.joint and place.best == claim.place and not absent
    if not right_way or tied or claim.place < best or claim.place > worst or (best == worst and not absent):
        return Judged(
            verdict="contradicted",
            computed=place.label,
            formula=order,
            because=_because(ranking, place),
            mistake="It shares that place with another." if tied else "",
            caveats=ranking.caveats,
        )
    missing = tuple(f"{one.name}, {one.year}" for one in ranking.missing)
    return cannot(_lacking(ranking), *missing, computed=_range(best, worst), formula=order)


def _went(claim: RankOf, place: Place) -> bool:
    """Whether it rose where a rise is ranked, and fell where a fall is."""
    if claim.sign == -1:
        return place.value.high is not None and place.value.high < 0
    return place.value.low > Fraction(0)


def _range(best: int, worst: int) -> str:
    return str(best) if best == worst else f"{best} to {worst}"


def _order(ranking: Ranking) -> str:
    return ", ".join(f"{one.label} {one.area.name} {_value(ranking, one)}" for one in ranking.places[:12])


def _value(ranking: Ranking, place: Place) -> str:
    if ranking.by in ("total", "difference"):
        return amount_in_words(place.value)
    return decimal(place.value.low, 2) if place.value.exact else amount_in_words(place.value)


def _because(ranking: Ranking, place: Place) -> str:
    what = {
        "per_cent": "the change in per cent",
        "difference": "the change in numbers",
        "total": "the number",
        "rate": "the rate",
    }
    of = f"the {counted(ranking.of, 'force')} in {within(ranking.area)}"
    return f"By {what.get(ranking.by, ranking.by)}, {place.area.name} is {place.label} of {of}."


def _lacking(ranking: Ranking) -> str:
    lacking = len({one.area for one in ranking.missing})
    return (
        f"The place needs all {ranking.of} forces in {within(ranking.area)}; {lacking} of them "
        f"{'is' if lacking == 1 else 'are'} missing: {who_is_missing(ranking.missing)}."
    )
