"""Authorities abroad and help lines: as shipped, or as an operator has confirmed and changed them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Literal

from belisha.routing.answer import Help, Source
from belisha.routing.table import rows

ANYWHERE = "XX"
"""The country code of the rows that find a hotline or a help line where no other row does."""
HelpReader = Literal["child", "adult", "worried"]
"""For whom a help line is: `worried` about one's own or another adult's behaviour."""
UNCHECKED = "not checked with them yet"
"""What is said of a help line whose own page nobody has read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mechanism:
    """How one authority takes reports of online crimes against children. Dates are ISO, empty: not known."""

    id: str
    country: str
    authority: str
    kind: str
    what: str
    url: str | None
    phone: str | None
    email: str | None = None
    audience: str
    industry: bool
    source: Source
    confirmed: bool
    valid_from: str = ""
    valid_to: str = ""

    @property
    def for_the_public(self) -> bool:
        """Whether anybody may report here, or providers only."""
        return "public" in self.audience

    @property
    def statutory(self) -> bool:
        """Whether a law asks providers to report here."""
        return "statutory" in self.kind

    def in_force(self, day: date | None) -> bool:
        """Return whether the row holds on `day`; without a day, whether it hasn't ended."""
        if day is None:
            return not self.valid_to
        return self.valid_from <= day.isoformat() and (not self.valid_to or day.isoformat() < self.valid_to)


class Directory:
    """Rows that the router reads; loaded at first use."""

    def __init__(self, mechanisms: Callable[[], Iterable[Mechanism]]) -> None:
        self._load = mechanisms

    @cached_property
    def mechanisms(self) -> tuple[Mechanism, ...]:
        """Every row, in the order in which steps of one country are shown."""
        return tuple(self._load())

    def of(self, country: str, day: date | None = None) -> tuple[Mechanism, ...]:
        """Return the rows of one country that are in force on `day`."""
        return tuple(row for row in self.mechanisms if row.country == country and row.in_force(day))

    def row(self, id: str) -> Mechanism:
        """Return the row with this id; KeyError where there is none."""
        return self._by_id[id]

    def get(self, id: str) -> Mechanism | None:
        """Return the row with this id, or None."""
        return self._by_id.get(id)

    @cached_property
    def _by_id(self) -> dict[str, Mechanism]:
        return {row.id: row for row in self.mechanisms}

    def with_rows(self, changed: Iterable[Mechanism]) -> "Directory":
        """Return a directory in which these rows replace those of the same id, and new ones are added."""
        by_id = {row.id: row for row in self.mechanisms} | {row.id: row for row in changed}
        return Directory(by_id.values)


def shipped_mechanisms() -> Iterable[Mechanism]:
    """Return the rows of mechanisms.csv. Abroad, a row is confirmed only if its official page was read."""
    return [_mechanism(row) for row in rows("mechanisms.csv")]


@dataclass(frozen=True, slots=True)
class HelpLine:
    """A row of support_services.csv: for which countries and which readers it is shown by itself.

    `countries`: ISO 3166 codes, ANYWHERE for every country; `readers`: words of HelpReader. Both are empty
    where only a rule of its own shows it.
    """

    id: str
    countries: frozenset[str]
    readers: frozenset[str]
    help: Help


def help_line(id: str) -> Help:
    """Return a row of support_services.csv; KeyError where there is none."""
    return next(line.help for line in help_lines() if line.id == id)


def help_lines_for(country: str, reader: HelpReader) -> tuple[Help, ...]:
    """Return the help lines of a country for a reader, best first."""
    return tuple(line.help for line in help_lines() if country in line.countries and reader in line.readers)


@cache
def help_lines() -> tuple[HelpLine, ...]:
    """Return every row of support_services.csv, in its order. What nobody has checked says so."""
    return tuple(_help_line(row) for row in rows("support_services.csv"))


SHIPPED = Directory(shipped_mechanisms)
"""The directory as it comes with the package."""


def _mechanism(row: dict[str, str]) -> Mechanism:
    legal = row["legal_basis"]
    title = row["source"] if legal in {"-", ""} or legal.startswith("check national law") else legal
    return Mechanism(
        id=row["id"],
        country=row["country_code"],
        authority=row["authority"],
        kind=row["mechanism_type"],
        what=row["mechanism"],
        url=row["url"] or None,
        phone=row["phone"] or None,
        audience=row["audience"],
        industry=row["industry_specific"] == "yes",
        source=Source(title=title, url=row["url"] or None, checked_on=row["checked_on"] or None),
        confirmed=row["official_page_read"] == "yes",
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
    )


def _help_line(row: dict[str, str]) -> HelpLine:
    checked = row["checked_on"] or None
    audience = row["for_whom"] if checked else f"{row['for_whom']} ({UNCHECKED})"
    return HelpLine(
        id=row["id"],
        countries=frozenset(row["countries"].split()),
        readers=frozenset(row["readers"].split()),
        help=Help(
            name=row["service"],
            phone=row["phone"] or None,
            url=row["url"] or None,
            audience=audience,
            checked_on=checked,
        ),
    )
