"""The verdict on a statement: what it leaves open is found or asked for, then each kind has its judge."""

from dataclasses import replace
from typing import Final

from belisha.figures.cannot import CannotSay
from belisha.figures.claims.asking import Asking
from belisha.figures.claims.found import Judged, best_of, cannot
from belisha.figures.claims.judge_changes import judge_change
from belisha.figures.claims.judge_counts import judge_count
from belisha.figures.claims.judge_ranks import judge_rank, without_years
from belisha.figures.claims.judge_rest import (
    judge_compare,
    judge_every,
    judge_part,
    judge_rate,
    judge_survey,
    judge_trend,
)
from belisha.figures.claims.judge_shares import judge_share
from belisha.figures.claims.statements import (
    AnyStatement,
    ChangeOf,
    CompareOf,
    CountOf,
    EveryOf,
    PartOf,
    RankOf,
    RateOf,
    ShareOf,
    SurveyOf,
    TrendOf,
    Unclear,
)
from belisha.figures.claims.verdict import Verdict
from belisha.figures.claims.wording import named
from belisha.figures.places import Area
from belisha.figures.years import year_of

_OTHER: Final = {"supported": "contradicted", "contradicted": "supported"}


def verdict_on(asking: Asking, claim: AnyStatement) -> Verdict:
    """The verdict on a statement."""
    if not (claim.areas or claim.doubts or isinstance(claim, SurveyOf | Unclear)):
        claim = _anchored(asking, claim)
    judged = _judged(asking, claim)
    if claim.denied:
        judged = _denied(claim, judged)
    return Verdict(
        claim=claim.text,
        verdict=judged.verdict,
        computed=judged.computed,
        formula=judged.formula,
        because=" ".join(filter(None, (judged.because, *claim.notes))),
        mistake=judged.mistake,
        missing=judged.missing,
        caveats=judged.caveats,
        line=claim.line,
    )


def _judged(asking: Asking, claim: AnyStatement) -> Judged:
    if isinstance(claim, SurveyOf):
        return judge_survey(claim)
    if claim.doubts or isinstance(claim, Unclear):
        return cannot(" ".join(claim.doubts), *claim.missing)
    if not claim.areas:
        return cannot(
            "It doesn't say of which force, region or country.", "which force or area", *claim.missing
        )
    judged = [_of_area(asking, claim, area) for area in claim.areas]
    return best_of(judged, [f"{area.name} ({_kind(area)})" for area in claim.areas])


def _kind(area: Area) -> str:
    return f"the region as {area.publisher} draws it" if area.publisher else f"the {area.kind}"


def _denied(claim: AnyStatement, judged: Judged) -> Judged:
    """Said in the negative: the other way round where that is plain, else it can't be said."""
    if claim.denied != "plainly" or isinstance(claim, CountOf):
        return cannot(
            f"“{claim.denied}”: it is said in the negative, and can be read in more than one way.",
            computed=judged.computed,
        )
    if judged.verdict == "supported":
        return replace(
            judged, verdict="contradicted", because=f"It says that it is not so, but it is. {judged.because}"
        )
    if judged.verdict == "contradicted":
        return replace(
            judged, verdict="supported", mistake="", because=f"It says that it is not so. {judged.because}"
        )
    return judged


def _anchored(asking: Asking, claim: AnyStatement) -> AnyStatement:
    """Where no area is named, the one in which all its numbers stand; a survey of shares is of the UK."""
    if claim.strange:
        return claim
    if isinstance(claim, ShareOf):
        areas = [area for area in asking.areas if _has_platforms(asking, area)]
        if len(areas) == 1:
            note = f"It names no area; only {areas[0].name} has shares of platforms."
            return replace(claim, areas=(areas[0],), notes=(*claim.notes, note))
        return claim
    numbers = _standing(asking, claim)
    found = asking.anchor(numbers)
    if found is None:
        return claim
    area = asking.figures.dataset.areas[found]
    shown = " and ".join(f"{number:,}" for number, _ in numbers)
    verb = "stand" if " and " in shown else "stands"
    note = f"It names no area; {shown} {verb} in the figures of {area.name} alone."
    return replace(claim, areas=(area,), notes=(*claim.notes, note))


def _standing(asking: Asking, claim: AnyStatement) -> list[tuple[int, str]]:
    """The numbers by which an area can be found: those with a year, else all that stand somewhere."""
    told = [(int(stated.value), year) for stated, year in claim.counts if stated.value.denominator == 1]
    dated = [one for one in told if one[1]]
    numbers = dated if len(dated) > 1 else told
    return list(dict.fromkeys(one for one in numbers if asking.stands(one[0])))


def _has_platforms(asking: Asking, area: Area) -> bool:
    shares = asking.figures.dataset.shares
    cells = asking.figures.current
    return (
        area.id in shares["area"].to_list()
        or not cells.filter(
            (cells["area"].cast(str) == area.id) & (cells["platform"].cast(str) == "known")
        ).is_empty()
    )


def _of_area(asking: Asking, claim: AnyStatement, area: Area) -> Judged:
    if isinstance(claim, ChangeOf):
        return _change(asking, claim, area)
    if isinstance(claim, ShareOf):
        return judge_share(asking, claim, area)
    dated = _dated(asking, claim, area)
    judged = _of_a_year(asking, dated, area)
    # What was taken for granted on the way is said, too.
    return replace(judged, because=" ".join((judged.because, *dated.notes[len(claim.notes) :])))


def _of_a_year(asking: Asking, claim: AnyStatement, area: Area) -> Judged:
    if isinstance(claim, RankOf) and not claim.first:
        return without_years(asking, claim, area)
    if claim.missing:
        return cannot(
            f"It doesn't say {' or '.join(claim.missing)}.{_hint(asking, claim, area)}", *claim.missing
        )
    if isinstance(claim, CountOf):
        return judge_count(asking, claim, area)
    if isinstance(claim, RankOf):
        return judge_rank(asking, claim, area)
    if isinstance(claim, TrendOf):
        return judge_trend(asking, claim, area)
    return _with_year(asking, claim, area)


def _with_year(asking: Asking, claim: AnyStatement, area: Area) -> Judged:
    if not isinstance(claim, EveryOf | RateOf | PartOf | CompareOf):
        return cannot("It isn't clear what is claimed.")
    if not claim.year:
        return cannot("It doesn't say the year.", "the year")
    if isinstance(claim, EveryOf):
        return judge_every(asking, claim, area)
    if isinstance(claim, RateOf):
        return judge_rate(asking, claim, area)
    return (
        judge_part(asking, claim, area) if isinstance(claim, PartOf) else judge_compare(asking, claim, area)
    )


def _dated(asking: Asking, claim: AnyStatement, area: Area) -> AnyStatement:
    """The year of a claim that names none, from a number that stands in one year alone beside it."""
    if isinstance(claim, EveryOf | CountOf) and not (
        claim.year if isinstance(claim, EveryOf) else claim.years
    ):
        standing = [int(stated.value) for stated, year in claim.counts if not year]
        years = {asking.year_of_number(area, number) for number in standing} - {""}
        named = any("names no area" in note for note in claim.notes)
        if len(years) == 1 and (isinstance(claim, EveryOf) or named):
            year = next(iter(years))
            note = f"It names no year; the number is that of {year}."
            if isinstance(claim, EveryOf):
                return replace(claim, year=year, missing=(), notes=(*claim.notes, note))
            return replace(claim, years=(year,), missing=(), notes=(*claim.notes, note))
    return claim


def _hint(asking: Asking, claim: AnyStatement, area: Area) -> str:
    if isinstance(claim, CountOf) and claim.stated.value.denominator == 1:
        year = asking.year_of_number(area, int(claim.stated.value))
        return f" {int(claim.stated.value):,} is the figure of {area.name} for {year}." if year else ""
    return ""


def _change(asking: Asking, claim: ChangeOf, area: Area) -> Judged:
    first, last = claim.first, claim.last
    note = ""
    if not first and claim.base is not None:
        first = asking.year_of_number(area, int(claim.base.value))
    if not last and claim.end is not None:
        last = asking.year_of_number(area, int(claim.end.value))
    if first and not last and claim.since:
        last, note = _newest(asking, area, first)
    if not (first and last):
        return cannot(
            f"It doesn't say {' or '.join(claim.missing) or 'which years'}.",
            *(claim.missing or ("the years",)),
        )
    if (first, last) != (claim.first, claim.last) and not note:
        note = f"It doesn't name both years; the numbers are those of {first} and {last}."
    if year_of(first).begins >= year_of(last).begins:
        return _reversed(claim, area, first, last)
    judged = judge_change(asking, replace(claim, first=first, last=last, missing=()), area)
    return replace(judged, because=" ".join(filter(None, (judged.because, note))))


def _reversed(claim: ChangeOf, area: Area, first: str, last: str) -> Judged:
    """The later number told as the earlier one."""
    if first == last or claim.first or claim.last or claim.base is None or claim.end is None:
        return cannot(f"{last} is not after {first}.")
    base, end = claim.base.text, claim.end.text
    return Judged(
        verdict="contradicted",
        computed=f"{end} to {base}",
        formula=f"{end} in {last}, {base} in {first}",
        because=f"{named(area)} recorded {end} in {last}, and {base} in {first}.",
        mistake="The wrong way: the two numbers have changed places.",
    )


def _newest(asking: Asking, area: Area, first: str) -> tuple[str, str]:
    """The newest year that can be compared with the first."""
    for year in reversed(asking.years(area)):
        if year_of(year).begins <= year_of(first).begins:
            break
        try:
            asking.figures.change(area, first, year)
        except CannotSay:
            continue
        return year, f"It doesn't say until when; {year} is the newest year that can be compared."
    return "", ""
