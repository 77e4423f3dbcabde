"""How a wrong number may have come about: the usual slips with changes."""

from collections.abc import Iterator
from fractions import Fraction
from math import floor

from belisha.figures.amounts import Amount
from belisha.figures.cannot import CannotSay
from belisha.figures.claims.asking import Asking
from belisha.figures.claims.found import Judged
from belisha.figures.claims.statements import ChangeOf, Size
from belisha.figures.claims.tokens import Stated
from belisha.figures.places import Area
from belisha.figures.results import Change
from belisha.figures.words import amount_in_words, decimal, half_up
from belisha.figures.years import year_of


def mistake_of_change(asking: Asking, claim: ChangeOf, change: Change) -> str:
    """The first slip that explains what is said; "" where none does."""
    return next(_mistakes(asking, claim, change), "")


def _mistakes(asking: Asking, claim: ChangeOf, change: Change) -> Iterator[str]:
    if claim.span is not None and claim.span == change.years + 1:
        yield (
            f"{change.years} intervals called {claim.span} years: {change.first} to {change.last} are "
            f"{change.years} years apart, though figures of {claim.span} years stand between them."
        )
    before, after = change.before, change.after
    if before.exact and after.exact and before.low > 0:
        for size in claim.sizes:
            yield from _of_size(size, before.low, after.low)
    yield from _of_numbers(asking, claim, change)
    yield from _of_years(asking, claim, change)
    yield from _of_areas(asking, claim, change)


def _of_size(size: Size, before: Fraction, after: Fraction) -> Iterator[str]:
    stated, difference = size.stated, abs(after - before)
    if size.sign is not None and size.sign * (after - before) < 0:
        went = "rose" if after > before else "fell"
        yield f"The wrong way: it {went}, from {int(before):,} to {int(after):,}."
    if size.kind != "per_cent" or stated is None:
        return
    right = 100 * difference / before
    if _is(stated, 100 * after / before):
        yield (
            f"The ratio told as a change: {int(after):,} are {decimal(100 * after / before, 0)} per cent of "
            f"{int(before):,}, which is {decimal(right, 0)} per cent more."
        )
    if after and _is(stated, 100 * difference / after):
        of_later = decimal(100 * difference / after, 0)
        yield f"The wrong base: {int(difference):,} are {of_later} per cent of the later figure."
    if _is(stated, difference):
        yield f"The difference ({int(difference):,} offences) told as per cent."
    yield from _of_rounding(stated, right)


def _of_rounding(stated: Stated, right: Fraction) -> Iterator[str]:
    if stated.step != 1 or stated.wording or stated.part:
        return
    for places in (10, 100):
        once = Fraction(half_up(right * places), places)
        if half_up(once) == stated.value != half_up(right):
            yield f"Rounded twice: {decimal(right, 3)} is {half_up(right)}, not {int(stated.value)}."
    if floor(right) == stated.value != half_up(right):
        yield f"Cut off, not rounded: {decimal(right, 2)} is {half_up(right)}."


def _is(stated: Stated, value: Fraction) -> bool:
    return stated.holds(Amount.of(value)) is True


def _of_numbers(asking: Asking, claim: ChangeOf, change: Change) -> Iterator[str]:
    for stated, amount, year in (
        (claim.base, change.before, change.first),
        (claim.end, change.after, change.last),
    ):
        if stated is None or stated.wording or stated.holds(amount, counted=True):
            continue
        if stated.value in asking.earlier(change.area, year):
            now = amount_in_words(amount)
            yield f"An earlier figure: {stated.text} for {year} was corrected to {now} since."
        own = asking.year_of_number(change.area, int(stated.value))
        if own:
            yield f"Another year's figure: {stated.text} is that of {own}, not of {year}."


def _of_years(asking: Asking, claim: ChangeOf, change: Change) -> Iterator[str]:
    """Another pair of years of the same area."""
    if not claim.sizes or all(size.stated is None for size in claim.sizes):
        return
    years = asking.years(change.area)[:40]
    for first in years:
        for last in years:
            if (first, last) == (change.first, change.last) or year_of(last).begins <= year_of(first).begins:
                continue
            if fits(asking, claim, change.area, first, last):
                yield f"Other years: that is the change from {first} to {last}."
                return


def _of_areas(asking: Asking, claim: ChangeOf, change: Change) -> Iterator[str]:
    if not claim.sizes or all(size.stated is None for size in claim.sizes):
        return
    for area in asking.areas:
        if area.id != change.area.id and fits(asking, claim, area, change.first, change.last):
            yield f"Another area: that is the change of {area.name}."
            return


def fits(asking: Asking, claim: ChangeOf, area: Area, first: str, last: str) -> bool:
    """Whether another area or pair of years is as the claim says."""
    from belisha.figures.claims.judge_changes import size_holds

    change = asking.change_if_any(area, first, last)
    return change is not None and all(size_holds(size, change) for size in claim.sizes)


def of_changing_forces(asking: Asking, claim: ChangeOf, area: Area) -> Judged | None:
    """The change of totals over a changing set of forces, told as if it were one."""
    from belisha.figures.claims.judge_changes import computed, formula, size_holds

    try:
        panel = asking.figures.panel(area, claim.first, claim.last)
        totals = [asking.figures.total(area, year) for year in (claim.first, claim.last)]
    except CannotSay:
        return None
    sums = [one.summed for one in totals]
    if panel.panel is None or any(one is None or not one.exact or one.low <= 0 for one in sums):
        return None
    before, after = (one.low for one in sums if one is not None)
    if totals[0].answered == totals[1].answered or not claim.sizes:
        return None
    raw = _change(panel, before, after)
    if not all(size_holds(size, raw) for size in claim.sizes) or all(
        size_holds(size, panel) for size in claim.sizes
    ):
        return None
    return Judged(
        verdict="contradicted",
        computed=computed(panel),
        formula=formula(panel),
        because=(
            f"The {panel.panel.size} of {panel.panel.of} forces that answered for both years recorded "
            f"{amount_in_words(panel.before)} in {claim.first} and {amount_in_words(panel.after)} "
            f"in {claim.last}."
        ),
        mistake=(
            f"A changed panel: {int(before):,} and {int(after):,} are the sums of different forces "
            f"({len(totals[0].answered)} in {claim.first}, {len(totals[1].answered)} in {claim.last})."
        ),
        caveats=panel.caveats,
    )


def of_unlike_totals(asking: Asking, claim: ChangeOf, area: Area) -> str:
    """That two totals give what is said, but one of them is of a part of the forces."""
    if not claim.sizes or area.kind == "force":
        return ""
    try:
        before, after = (next(asking.values(area, year)) for year in (claim.first, claim.last))
    except CannotSay:
        return ""
    if before.amount.low <= 0 or (before.amount.exact and after.amount.exact):
        return ""
    per_cent = Amount.of((after.amount.low / before.amount.low - 1) * 100)
    if not all(
        size.kind == "per_cent" and size.stated and size.stated.holds(per_cent) for size in claim.sizes
    ):
        return ""
    return (
        f"A changed panel: {decimal(per_cent.low, 0)} per cent is what the two totals give, "
        "but they aren't of the same forces."
    )


def _change(panel: Change, before: Fraction, after: Fraction) -> Change:
    from dataclasses import replace

    times = after / before
    return replace(
        panel,
        before=Amount.of(before),
        after=Amount.of(after),
        difference=Amount.of(after - before),
        times=Amount.of(times),
        per_cent=Amount.of((times - 1) * 100),
    )
