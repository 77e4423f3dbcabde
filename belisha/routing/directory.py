"""Authorities abroad and help lines: as shipped, or as an operator has confirmed and changed them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from belisha.routing.answer import Help, Source
from belisha.routing.table import rows

ANYWHERE = "XX"
"""The country code of the row that finds a hotline where no other row does."""


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
        found = next((row for row in self.mechanisms if row.id == id), None)
        if found is None:
            raise KeyError(id)
        return found

    def with_rows(self, changed: Iterable[Mechanism]) -> "Directory":
        """Return a directory in which these rows replace those of the same id, and new ones are added."""
        by_id = {row.id: row for row in self.mechanisms} | {row.id: row for row in changed}
        return Directory(by_id.values)


def shipped_mechanisms() -> Iterable[Mechanism]:
    """Return the rows of mechanisms.csv. Abroad, a row is confirmed only if its official page was read."""
    return [_mechanism(row) for row in rows("mechanisms.csv")]


def help_line(id: str) -> Help:
    """Return a row of support_services.csv; KeyError where there is none."""
    return _help_lines()[id]


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


@cache
def _help_lines() -> dict[str, Help]:
    return {
        row["id"]: Help(
            name=row["service"],
            phone=row["phone"] or None,
            url=row["url"] or None,
            audience=row["for_whom"],
            checked_on=row["checked_on"] or None,
        )
        for row in rows("support_services.csv")
    }
