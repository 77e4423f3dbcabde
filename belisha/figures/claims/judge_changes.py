"""Judge a change: its numbers, its years, its size."""

from dataclasses import replace
from fractions import Fraction

from belisha.figures.amounts import Amount
from belisha.figures.bands import Band, multiple
from belisha.figures.cannot import CannotSay
from belisha.figures.claims.asking import Asking
from belisha.figures.claims.found import Judged, all_of, cannot, from_refusal, word_for
from belisha.figures.claims.mistakes import mistake_of_change, of_changing_forces, of_unlike_totals
from belisha.figures.claims.statements import ChangeOf, Size
from belisha.figures.claims.tokens import Stated
from belisha.figures.claims.wording import named
from belisha.figures.places import Area
from belisha.figures.results import Change
from belisha.figures.words import amount_in_words, decimal

_NO_POINTS = "A number of offences has no percentage points: it rises or falls by per cent."


def judge_change(asking: Asking, claim: ChangeOf, area: Area) -> Judged:
    """Compare a change with the figures."""
    if any(size.kind == "points" for size in claim.sizes):
        return cannot(_NO_POINTS)
    first, last = claim.first, claim.last
    try:
        changes = list(asking.changes(area, first, last, matched=claim.matched is not None))
    except CannotSay as refusal:
        return _refused(asking, claim, area, refusal)
    judged = [_one(asking, claim, change) for change in changes]
    return next((one for one in judged if one.verdict == "supported"), judged[0])


def _refused(asking: Asking, claim: ChangeOf, area: Area, refusal: CannotSay) -> Judged:
    if area.kind != "force" and (wrong := of_changing_forces(asking, claim, area)):
        return wrong
    return replace(from_refusal(refusal), mistake=of_unlike_totals(asking, claim, area))


def _one(asking: Asking, claim: ChangeOf, change: Change) -> Judged:
    checks: list[tuple[bool | None, str]] = []
    corrected = _base_corrected(asking, claim, change)
    if claim.base is not None and not corrected:
        checks.append((claim.base.holds(change.before, counted=True), _was(change.before, change.first)))
    if claim.end is not None:
        checks.append((claim.end.holds(change.after, counted=True), _was(change.after, change.last)))
    if claim.span is not None and claim.span != change.years:
        checks.append((False, f"{change.first} to {change.last} are {change.years} years apart"))
    if claim.matched is not None:
        checks += _panel_checks(claim, change)
    for size in claim.sizes:
        checks.append((size_holds(size, change), ""))
    holds = all_of(one for one, _ in checks)
    wrong = [words for one, words in checks if one is False and words]
    because = _because(change, wrong, holds)
    mistake = mistake_of_change(asking, claim, change) if holds is False else ""
    caveats = (*((corrected,) if corrected else ()), *change.caveats)
    if corrected and holds and claim.base is not None:
        change = _with_base(change, claim.base.value)
        because = f"{because} {corrected}"
    ambiguous = _ambiguous(claim, change) if holds is False else ""
    if ambiguous:
        return cannot(ambiguous, computed=computed(change), formula=formula(change))
    return Judged(
        verdict=word_for(holds),
        computed=computed(change),
        formula=formula(change),
        because=because,
        mistake=mistake,
        caveats=caveats,
    )


def _panel_checks(claim: ChangeOf, change: Change) -> list[tuple[bool | None, str]]:
    count, of = claim.matched or (None, None)
    panel = change.panel
    if panel is None:
        return []
    said = f"{panel.size} of {panel.of} forces answered for both years"
    checks: list[tuple[bool | None, str]] = []
    if count is not None:
        checks.append((count == panel.size, said))
    if of is not None:
        checks.append((of == panel.of, said))
    return checks


def _was(amount: Amount, year: str) -> str:
    return f"the figure of {year} is {amount_in_words(amount)}"


def _because(change: Change, wrong: list[str], holds: bool | None) -> str:
    before, after = amount_in_words(change.before), amount_in_words(change.after)
    said = f"{named(change.area)} recorded {before} in {change.first} and {after} in {change.last}"
    if change.panel is not None:
        said = f"The {change.panel.size} of {change.panel.of} forces that answered for both years recorded "
        said += f"{before} in {change.first} and {after} in {change.last}"
    if holds is None:
        return f"{said}: the figures don't tell it more closely."
    extra = f" But {'; '.join(wrong)}." if wrong else ""
    return f"{said}: {way(change)}.{extra}"


def way(change: Change) -> str:
    """ "up 343.29 per cent", "down 46"."""
    low, high = change.difference.low, change.difference.high
    if low == high == 0:
        return "no change"
    if change.per_cent is None or not change.per_cent.exact:
        return computed(change)
    per_cent = change.per_cent.low
    return f"{'up' if per_cent > 0 else 'down'} {decimal(abs(per_cent), 2)} per cent"


def computed(change: Change) -> str:
    """The right figure: "343.29 per cent"."""
    if change.per_cent is None:
        return f"{amount_in_words(change.before)} to {amount_in_words(change.after)}"
    if change.per_cent.exact:
        return f"{decimal(change.per_cent.low, 2)} per cent"
    high = "more" if change.per_cent.high is None else f"{decimal(change.per_cent.high, 2)} per cent"
    return f"{decimal(change.per_cent.low, 2)} to {high}"


def formula(change: Change) -> str:
    """ "(727 - 164) / 164 = 343.29 per cent; 727 / 164 = 4.43"."""
    before, after = amount_in_words(change.before), amount_in_words(change.after)
    if change.per_cent is None or not (change.before.exact and change.after.exact):
        return f"from {before} to {after}"
    times = f"; {after} / {before} = {decimal(change.times.low, 2)}" if change.times else ""
    return f"({after} - {before}) / {before} = {decimal(change.per_cent.low, 2)} per cent{times}"


def size_holds(size: Size, change: Change) -> bool | None:
    """Whether a change is as large as it is said to be, and goes that way."""
    if size.sign == 0:
        return Band(Fraction(0), Fraction(0)).holds(change.difference)
    direction = _direction(size.sign, change.difference)
    if size.kind == "none" or size.stated is None:
        return direction
    return all_of([direction, _amount_holds(size, size.stated, change)])


def _direction(sign: int | None, difference: Amount) -> bool | None:
    if sign is None:
        return True
    band = Band(low=Fraction(0), low_open=True) if sign > 0 else Band(high=Fraction(0), high_open=True)
    return band.holds(difference)


def _amount_holds(size: Size, stated: Stated, change: Change) -> bool | None:
    if size.kind == "difference":
        return stated.holds(_signed(change.difference, size.sign), counted=True)
    if size.kind == "per_cent":
        return None if change.per_cent is None else stated.holds(_signed(change.per_cent, size.sign))
    if change.times is None:
        return None
    if stated.value < 1:
        return _halved(stated, change.times)
    if size.sign == -1:
        return _signed_fold(stated, change.times)
    return stated.holds(change.times)


def _signed_fold(stated: Stated, times: Amount) -> bool | None:
    """ "Fell fourfold": to a quarter."""
    if times.low <= 0 or times.high is None:
        return None
    return stated.holds(Amount(1 / times.high, 1 / times.low))


def _halved(stated: Stated, times: Amount) -> bool | None:
    if stated.wording == "above":
        return Band(high=stated.value, high_open=True).holds(times)
    if stated.wording == "almost":
        return Band(stated.value, stated.value * Fraction(11, 10), low_open=True).holds(times)
    return multiple(stated.value, "plain").holds(times)


def _signed(amount: Amount, sign: int | None) -> Amount:
    if sign != -1 or amount.high is None:
        return amount
    return Amount(-amount.high, -amount.low)


def _base_corrected(asking: Asking, claim: ChangeOf, change: Change) -> str:
    """That the number it began with was corrected since, where all that is said holds with both."""
    base = claim.base
    if base is None or base.wording or base.holds(change.before, counted=True) or not claim.sizes:
        return ""
    if base.value not in asking.earlier(change.area, change.first) or not change.after.exact:
        return ""
    old = _with_base(change, base.value)
    if not all(size_holds(size, one) for size in claim.sizes for one in (old, change)):
        return ""
    return (
        f"{int(base.value):,} for {change.first} was corrected to {amount_in_words(change.before)} since; "
        f"with the earlier figure it is {computed(old)}, with the later {computed(change)}."
    )


def _with_base(change: Change, base: Fraction) -> Change:
    after = change.after.low
    times = after / base
    return replace(
        change,
        before=Amount.of(base),
        difference=Amount.of(after - base),
        times=Amount.of(times),
        per_cent=Amount.of((times - 1) * 100),
    )


def _ambiguous(claim: ChangeOf, change: Change) -> str:
    """ "3.4 times higher" can be read in two ways; the one that fits isn't the usual one."""
    for size in claim.sizes:
        if size.kind != "times" or size.direct or size.how in ("as", "the") or size.stated is None:
            continue
        if change.times is None or not change.times.exact:
            continue
        others = [one for one in claim.sizes if one is not size]
        if size.stated.holds(Amount.of(change.times.low - 1)) and all(
            size_holds(one, change) for one in others
        ):
            times = decimal(change.times.low, 1)
            return (
                f"“{size.stated.text}” can be read in two ways. It is {times} times as many as before, "
                f"which is {decimal(change.times.low - 1, 1)} times more."
            )
    return ""
