"""Judge the share of a platform: of the cases in which one was recorded, never silently of all."""

from fractions import Fraction
from typing import Final

from belisha.figures.amounts import Amount
from belisha.figures.cannot import CannotSay
from belisha.figures.claims.asking import Asking
from belisha.figures.claims.found import Judged, all_of, cannot, from_refusal, word_for
from belisha.figures.claims.statements import ShareOf
from belisha.figures.claims.wording import within
from belisha.figures.places import Area
from belisha.figures.results import Share
from belisha.figures.words import amount_in_words, decimal, listed

_META: Final = frozenset({"Facebook", "Instagram", "WhatsApp"})


def judge_share(asking: Asking, claim: ShareOf, area: Area) -> Judged:
    """Compare a share with the figures; where no year is named, with that of the one year it fits."""
    years = (
        [claim.year]
        if claim.year
        else [year for year in asking.years(area) if _has(asking, claim, area, year)]
    )
    if not years:
        return cannot(
            f"The figures hold no share of {listed(claim.platforms)} in {within(area)}.", "platforms"
        )
    judged = [_in_year(asking, claim, area, year) for year in years]
    if claim.year:
        return judged[0]
    fitting = [one for one in judged if one.verdict == "supported"]
    if len(fitting) == 1:
        year = years[judged.index(fitting[0])]
        return _said(fitting[0], f"It names no year; it is so in {year}.")
    found = "; ".join(f"{year}: {one.computed}" for year, one in zip(years, judged, strict=True))
    return cannot(f"It names no year. The figures have {found}.", "the year")


def _said(judged: Judged, words: str) -> Judged:
    from dataclasses import replace

    return replace(judged, because=f"{judged.because} {words}")


def _has(asking: Asking, claim: ShareOf, area: Area, year: str) -> bool:
    try:
        _shares(asking, claim, area, year)
    except CannotSay:
        return False
    return True


def _in_year(asking: Asking, claim: ShareOf, area: Area, year: str) -> Judged:
    try:
        shares = _shares(asking, claim, area, year)
    except CannotSay as refusal:
        return from_refusal(refusal)
    amount = sum((one.per_cent for one in shares), Amount.of(0))
    shown = _shown(amount)
    known = shares[0].known
    if claim.of_all:
        return _of_all(claim, shares, shown)
    checks = [claim.stated.holds(_as_published(shares, amount))]
    if claim.known is not None:
        checks.append(_known_holds(claim, known))
    of = f"the {amount_in_words(known)} cases" if known else "the cases"
    names = listed(claim.platforms)
    return Judged(
        verdict=word_for(all_of(checks)),
        computed=f"{shown} per cent",
        formula=_formula(shares, shown),
        because=f"{names}: {shown} per cent of {of} in which a platform was recorded ({area.name}, {year}).",
        caveats=tuple(dict.fromkeys(caveat for one in shares for caveat in one.caveats)),
    )


def _as_published(shares: list[Share], amount: Amount) -> Amount:
    """A share that was published rounded is less than the half above, by however little."""
    if any(one.count is not None for one in shares) or amount.high is None:
        return amount
    return Amount(amount.low, max(amount.low, amount.high - Fraction(1, 10**9)))


def _known_holds(claim: ShareOf, known: Amount | None) -> bool | None:
    if known is None or claim.known is None:
        return None
    if claim.known.top is not None and known.high is not None:
        return (claim.known.value, claim.known.top) == (known.low, known.high)
    return claim.known.holds(known, counted=True)


def _formula(shares: list[Share], shown: str) -> str:
    if all(one.count and one.known for one in shares):
        parts = " + ".join(amount_in_words(one.count) for one in shares if one.count)
        known = shares[0].known
        whole = amount_in_words(known) if known else ""
        return (
            f"({parts}) / {whole} = {shown} per cent"
            if len(shares) > 1
            else f"{parts} / {whole} = {shown} per cent"
        )
    return f"as published: {' + '.join(_shown(one.per_cent) for one in shares)} per cent"


def _of_all(claim: ShareOf, shares: list[Share], shown: str) -> Judged:
    counts, all_cases = [one.count for one in shares], shares[0].of_all
    of_known = f"{shown} per cent is the share of the cases in which a platform was recorded"
    total = sum((one for one in counts if one is not None), Amount.of(0))
    if any(one is None for one in counts) or all_cases is None or not all_cases.exact or total.high is None:
        return cannot(
            f"It speaks of all offences. {of_known}; of all, the figures can't tell.",
            "the number of all cases",
        )
    part = Amount(100 * total.low / all_cases.low, 100 * total.high / all_cases.low)
    holds = claim.stated.holds(part)
    fits_known = claim.stated.holds(sum((one.per_cent for one in shares), Amount.of(0)))
    return Judged(
        verdict=word_for(holds),
        computed=f"{_shown(part)} per cent",
        formula=f"{amount_in_words(total)} / {amount_in_words(all_cases)} = {_shown(part)} per cent",
        because=f"It speaks of all offences. {of_known}; in most a platform isn't.",
        mistake="The wrong base: the share of the cases with a known platform, told as one of all."
        if holds is False and fits_known
        else "",
    )


def _shares(asking: Asking, claim: ShareOf, area: Area, year: str) -> list[Share]:
    """The shares of the platforms that are named; one that was published for several together is one."""
    names = set(claim.platforms)
    together = [
        name for name in asking.platforms if "(" in name and set(_inside(name)) == names and len(names) > 1
    ]
    for name in together:
        try:
            return [asking.figures.share(area, year, name)]
        except CannotSay:
            continue
    return [asking.figures.share(area, year, name) for name in claim.platforms]


def _inside(name: str) -> list[str]:
    inner = name[name.index("(") + 1 :].rstrip(")")
    return [one.strip() for one in inner.replace(" and ", ",").split(",") if one.strip()]


def _shown(amount: Amount) -> str:
    if amount.exact:
        return decimal(amount.low, 2)
    high = amount.high
    if high is not None and high - amount.low == 1 and amount.low.denominator == 2:
        return decimal(amount.low + Fraction(1, 2), 0)
    return (
        f"{decimal(amount.low, 1)} to {decimal(high, 1)}"
        if high is not None
        else f"{decimal(amount.low, 1)} or more"
    )
