"""The clocks as data: what each asks, of what, from when, for how long, on which grounds. No legal advice."""

from calendar import isleap
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta, tzinfo
from enum import StrEnum
from types import MappingProxyType


class Bound(StrEnum):
    """What a clock asks: keep at least so long, keep at most so long, or erase as this desk planned."""

    KEEP = "keep"
    MOST = "most"
    OWN = "own"


class Covers(StrEnum):
    """Of what: everything about the case, or the authority's reference alone."""

    CONTENT = "content"
    REFERENCE = "reference"


@dataclass(frozen=True)
class Length:
    """A time by the calendar: a year is a year, whatever its days."""

    years: int = 0
    days: int = 0

    def after(self, moment: datetime) -> datetime:
        """The moment this long after another; 29 February falls on 1 March."""
        year = moment.year + self.years
        if (moment.month, moment.day) == (2, 29) and not isleap(year):
            return moment.replace(year=year, month=3, day=1) + timedelta(days=self.days)
        return moment.replace(year=year) + timedelta(days=self.days)

    @property
    def words(self) -> str:
        """The length as people say it."""
        years = f"{self.years} year{'s' * (self.years != 1)}" if self.years else ""
        days = f"{self.days} day{'s' * (self.days != 1)}" if self.days or not years else ""
        return " and ".join(part for part in (years, days) if part)


@dataclass(frozen=True, kw_only=True)
class Law:
    """One clock. `confidence`: H was read on an official page, M is second-hand and may be set otherwise."""

    code: str
    name: str
    bound: Bound
    covers: Covers
    begins: str
    length: Length
    citation: str
    url: str
    checked_on: str
    confidence: str
    whole_days: bool = False

    def ends(self, began: datetime, zone: tzinfo = UTC) -> datetime:
        """When it ends; one that counts whole days ends with the last of them, where this desk is."""
        if not self.whole_days:
            return self.length.after(began)
        last = self.length.after(began.astimezone(zone)).date()
        return datetime.combine(last + timedelta(days=1), time.min, tzinfo=zone).astimezone(UTC)


CHECKED = "2026-11-22"
_NCA = "Online Safety Act 2023, sections 66 to 70; SI 2026/268"
_NCA_URL = "https://www.legislation.gov.uk/uksi/2026/268"
_TOLD = "the authority was told, each time anew"
OWN, UNFOUNDED, ASKED = "own", "own_unfounded", "authority"
NCA_CONTENT, NCA_REFERENCE = "nca_content", "nca_reference"
US_CONTENT, CANADA_CONTENT, EU_MAXIMUM = "us_content", "canada_content", "eu_maximum"

_ALL = (
    Law(
        code=NCA_CONTENT,
        name="NCA, content",
        bound=Bound.KEEP,
        covers=Covers.CONTENT,
        begins=_TOLD,
        length=Length(years=1),
        citation=f"{_NCA}: what was reported and what the judgement rested on, 1 year",
        url=_NCA_URL,
        checked_on=CHECKED,
        confidence="M",
    ),
    Law(
        code=NCA_REFERENCE,
        name="NCA, reference",
        bound=Bound.KEEP,
        covers=Covers.REFERENCE,
        begins=_TOLD,
        length=Length(years=5),
        citation=f"{_NCA}: the reference that the NCA gave, 5 years",
        url=_NCA_URL,
        checked_on=CHECKED,
        confidence="M",
    ),
    Law(
        code=US_CONTENT,
        name="United States",
        bound=Bound.KEEP,
        covers=Covers.CONTENT,
        begins=_TOLD,
        length=Length(years=1),
        citation="18 U.S.C. 2258A(h)(1), as amended by the REPORT Act, Pub. L. 118-59, section 3: 1 year",
        url="https://www.law.cornell.edu/uscode/text/18/2258A",
        checked_on=CHECKED,
        confidence="H",
    ),
    Law(
        code=CANADA_CONTENT,
        name="Canada",
        bound=Bound.KEEP,
        covers=Covers.CONTENT,
        begins=_TOLD,
        length=Length(days=21),
        whole_days=True,
        citation="S.C. 2011, c. 4, section 4: 21 days after the day of notification",
        url="https://laws-lois.justice.gc.ca/eng/acts/I-20.7/",
        checked_on=CHECKED,
        confidence="H",
    ),
    Law(
        code=EU_MAXIMUM,
        name="European Union, at most",
        bound=Bound.MOST,
        covers=Covers.CONTENT,
        begins="the case was opened",
        length=Length(years=1),
        # It lapsed on 3 April 2026 and its renewal is under way: hence M, and a setting.
        citation="Regulation (EU) 2021/1232, article 3(1): no longer than 12 months from the identification",
        url="https://eur-lex.europa.eu/eli/reg/2021/1232/oj",
        checked_on=CHECKED,
        confidence="M",
    ),
    Law(
        code=OWN,
        name="This desk",
        bound=Bound.OWN,
        covers=Covers.CONTENT,
        begins="the case was closed",
        length=Length(days=365),
        citation="This desk's own rule: BELISHA_RETENTION_DAYS",
        url="",
        checked_on=CHECKED,
        confidence="H",
    ),
    Law(
        code=UNFOUNDED,
        name="This desk, no action",
        bound=Bound.OWN,
        covers=Covers.CONTENT,
        begins="it was decided that nothing is to be done",
        length=Length(days=90),
        citation="This desk's own rule: BELISHA_RETENTION_UNFOUNDED_DAYS",
        url="",
        checked_on=CHECKED,
        confidence="H",
    ),
    Law(
        code=ASKED,
        name="An authority asked",
        bound=Bound.KEEP,
        covers=Covers.CONTENT,
        begins="somebody here noted it",
        length=Length(),
        citation="The authority's own request, kept with the case",
        url="",
        checked_on=CHECKED,
        confidence="H",
    ),
)

LAWS: Mapping[str, Law] = MappingProxyType({law.code: law for law in _ALL})
OF_AUTHORITY = {
    "nca": (NCA_CONTENT, NCA_REFERENCE),
    "ncmec": (US_CONTENT,),
    # Section 4 names the notification of the police; the designated organisation is taken alike, to be safe.
    "CA:police": (CANADA_CONTENT,),
    "CA:cybertip": (CANADA_CONTENT,),
}
"""Which clocks begin when an authority is told."""


class WrongLength(ValueError):
    """A word of BELISHA_RETENTION_LAWS that says nothing."""


def laws_with(own_days: int, unfounded_days: int, changed: str) -> Mapping[str, Law]:
    """The clocks as an operator set them: `changed` is such as "nca_content=2y, eu_maximum=off"."""
    lengths = {OWN: Length(days=own_days), UNFOUNDED: Length(days=unfounded_days)} | _lengths(changed)
    return {code: replace(law, length=lengths.get(code, law.length)) for code, law in LAWS.items()
            if code not in _off(changed)}  # fmt: skip


def _lengths(changed: str) -> dict[str, Length]:
    return {code: _length(value) for code, value in _pairs(changed) if value != "off"}


def _off(changed: str) -> set[str]:
    off = {code for code, value in _pairs(changed) if value == "off"}
    if off - {EU_MAXIMUM}:
        raise WrongLength("Only eu_maximum can be switched off.")
    return off


def _pairs(changed: str) -> list[tuple[str, str]]:
    pairs = [
        tuple(part.strip() for part in one.partition("=")[::2]) for one in changed.split(",") if one.strip()
    ]
    for code, *_ in pairs:
        if code not in LAWS or code in (OWN, UNFOUNDED, ASKED):
            raise WrongLength(f"There is no clock {code!r}.")
    return [(pair[0], pair[1]) for pair in pairs]


def _length(text: str) -> Length:
    number, unit = text[:-1], text[-1:]
    if not (number.isascii() and number.isdigit() and unit in ("y", "d") and 0 < int(number) <= 36_500):
        raise WrongLength(f"Write a length such as 2y or 400d, not {text!r}.")
    return Length(years=int(number)) if unit == "y" else Length(days=int(number))
