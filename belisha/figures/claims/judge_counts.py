"""Judge a number: of one year, of several together, on average."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from belisha.figures.amounts import Amount
from belisha.figures.cannot import CannotSay
from belisha.figures.cells import ALL
from belisha.figures.claims.asking import Asking
from belisha.figures.claims.found import Judged, cannot, from_refusal, word_for
from belisha.figures.claims.statements import CountOf
from belisha.figures.claims.wording import named
from belisha.figures.places import Area
from belisha.figures.results import Value
from belisha.figures.words import amount_in_words, counted, decimal, listed, whole
from belisha.figures.years import Year, year_of


def judge_count(asking: Asking, claim: CountOf, area: Area) -> Judged:
    """Compare a number with the figures."""
    try:
        if len(claim.years) == 1:
            return _of_one_year(asking, claim, area)
        return _of_a_span(asking, claim, area) or _of_several(asking, claim, area)
    except CannotSay as refusal:
        judged = from_refusal(refusal)
        on = f"It is counted on {claim.platform} alone. " if claim.platform else ""
        return replace(judged, because=f"{on}{judged.because}")


def _of_one_year(asking: Asking, claim: CountOf, area: Area) -> Judged:
    year, stated = claim.years[0], claim.stated
    values = list(asking.values(area, year, claim.platform or ALL))
    for value in values:
        if stated.holds(value.amount, counted=True):
            other = f"It stands in another series ({value.series}). " if value is not values[0] else ""
            return _judged("supported", value, f"{other}{_because(claim, value)}")
    value = values[0]
    holds = stated.holds(value.amount, counted=True)
    if holds is None:
        return cannot(_between(value), computed=amount_in_words(value.amount), formula=_formula(value))
    found = _judged("contradicted", value, _because(claim, value))
    return _with_mistake(found, mistake_of_count(asking, claim, area, value))


def _judged(word: str, value: Value, because: str) -> Judged:
    return Judged(
        verdict="supported" if word == "supported" else "contradicted",
        computed=amount_in_words(value.amount),
        formula=_formula(value),
        because=because,
        caveats=value.caveats,
    )


def _formula(value: Value) -> str:
    if value.how == "sum":
        return f"the sum of {counted(len(value.cells), 'force')} in {value.year}"
    how = "as given for" if value.how == "given" else "as answered by"
    return f"{how} {value.area.name}, {value.year}"


def _because(claim: CountOf, value: Value) -> str:
    said = f"{named(value.area)} recorded {amount_in_words(value.amount)} in {value.year}"
    return f"{said}{_worded(claim)}."


def _worded(claim: CountOf) -> str:
    words = {
        "almost": "; “almost” is up to a tenth below",
        "about": "; “about” is within a twentieth, or the same once rounded",
        "just_over": "; “just over” is up to a tenth above",
        "just_under": "; “just under” is up to a tenth below",
    }
    return words.get(claim.stated.wording, "")


def _between(value: Value) -> str:
    said = amount_in_words(value.amount)
    return f"{named(value.area)} recorded {said} in {value.year}: the figures don't tell it more closely."


def _with_mistake(found: Judged, mistake: str) -> Judged:
    return Judged(
        verdict=found.verdict,
        computed=found.computed,
        formula=found.formula,
        because=found.because,
        mistake=mistake,
        caveats=found.caveats,
    )


def mistake_of_count(asking: Asking, claim: CountOf, area: Area, value: Value) -> str:
    """Where a wrong number may come from."""
    stated, year = claim.stated, value.year
    if stated.wording:
        return ""
    number = stated.value
    if number in asking.earlier(area, year):
        return f"An earlier figure: it was corrected to {amount_in_words(value.amount)} since."
    if value.amount.exact and stated.step == 1 and _is_rounded(int(number), value.amount.whole):
        return f"A rounded number, told as if it were exact: say “about {int(number):,}”."
    if value.amount.exact and _are_swapped(str(number), str(value.amount.whole)):
        return "Two digits have changed places."
    stands = asking.stands(int(number)) if number.denominator == 1 else []
    own = sorted({stand.year for stand in stands if stand.area == area.id})
    if own:
        return f"Another year's figure: {int(number):,} is that of {listed(own)}."
    names = [asking.figures.dataset.areas[stand.area].name for stand in stands if stand.year == year]
    if names:
        return f"Another area's figure: {int(number):,} is that of {listed(sorted(set(names)))}."
    return ""


def _are_swapped(one: str, other: str) -> bool:
    unlike = [index for index, (a, b) in enumerate(zip(one, other, strict=False)) if a != b]
    return (
        len(one) == len(other)
        and len(unlike) == 2
        and unlike[1] == unlike[0] + 1
        and one[unlike[0]] == other[unlike[1]]
        and one[unlike[1]] == other[unlike[0]]
    )


def _is_rounded(number: int, right: int) -> bool:
    return any(number % step == 0 and round_half_up(right, step) == number for step in (10, 100, 1000, 10000))


def round_half_up(number: int, step: int) -> int:
    """To the nearest ten, hundred and so on."""
    return (number + step // 2) // step * step


def _of_a_span(asking: Asking, claim: CountOf, area: Area) -> Judged | None:
    """Years that an answer tells together, and not one by one."""
    years = [year_of(label) for label in claim.years]
    if claim.average or any(one.ends != two.begins for one, two in pairwise(years)):
        return None
    label = Year(years[0].begins, years[-1].ends).label
    if label not in asking.years(area):
        return None
    return _of_one_year(asking, replace(claim, years=(label,)), area)


def _of_several(asking: Asking, claim: CountOf, area: Area) -> Judged:
    values = [next(asking.values(area, year, claim.platform or ALL)) for year in claim.years]
    if len({value.series for value in values}) > 1:
        return cannot(
            f"The years {claim.years[0]} to {claim.years[-1]} are of two series, which count by other rules: "
            "they can't be added."
        )
    whole_sum = sum((value.amount for value in values), Amount.of(0))
    formula = " + ".join(amount_in_words(value.amount) for value in values)
    amount = whole_sum
    if claim.average:
        amount = whole_sum.scaled(Fraction(1, len(values)))
        formula = f"({formula}) / {len(values)}"
    holds = claim.stated.holds(amount, counted=not claim.average)
    said = _told(amount)
    what = "on average in each of" if claim.average else "in"
    because = (
        f"{named(area)} recorded {said} {what} the {len(values)} years {claim.years[0]} to {claim.years[-1]}."
    )
    return Judged(
        verdict=word_for(holds),
        computed=said,
        formula=f"{formula} = {said}",
        because=because,
        mistake=_mistake_of_several(claim, values) if holds is False else "",
        caveats=tuple(dict.fromkeys(caveat for value in values for caveat in value.caveats)),
    )


def _told(amount: Amount) -> str:
    if amount.exact and amount.low.denominator != 1:
        return decimal(amount.low, 1)
    return whole(amount.low) if amount.exact else amount_in_words(amount)


def _mistake_of_several(claim: CountOf, values: list[Value]) -> str:
    last = values[-1]
    if claim.stated.holds(last.amount, counted=True) and claim.average:
        number = amount_in_words(last.amount)
        return f"The last year's figure called an average: {number} is that of {last.year} alone."
    for value in values:
        if claim.stated.holds(value.amount, counted=True):
            return f"One year's figure: it is that of {value.year} alone."
    return ""
