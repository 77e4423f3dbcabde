"""What has to be read again: rows whose date of checking is old, and those that nobody has read yet."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from types import MappingProxyType
from typing import Literal

from belisha.routing.answer import Source
from belisha.routing.countries import countries
from belisha.routing.directory import Directory, Mechanism
from belisha.routing.forces import forces
from belisha.routing.rules import RULES
from belisha.routing.rules.sources import DIRECTORY
from belisha.routing.table import GATHERED, rows

OLD_AFTER = timedelta(days=180)
"""How long a reading counts. Pages of authorities change without notice; a year is the longest anybody waits
for a review, and half of it leaves time to make one."""

Kind = Literal["authority", "help line", "police force", "emergency number", "rule"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OldRow:
    """A row that is to be read again. `checked_on` is an ISO date, None where nobody has read its page.

    `says`: what is to be compared with the page, besides its name. Ids: an
    authority's own; else "help:ID", "force:CODE", "emergency:COUNTRY", "rule:SLUG".
    """

    id: str
    kind: Kind
    name: str
    says: str
    url: str | None
    checked_on: str | None

    @property
    def digest(self) -> str:
        """SHA-256 of what a reader compares: a reading counts for exactly this, not for a later version."""
        return sha256(json.dumps([self.id, self.name, self.says, self.url]).encode()).hexdigest()

    @property
    def never_checked(self) -> bool:
        """Whether nobody has read its page yet: it isn't old, it was never sure."""
        return self.checked_on is None

    @property
    def what_to_do(self) -> str:
        """What somebody does about it, in a sentence."""
        where = f"Open {self.url}" if self.url else "Look its own page up"
        # The law names the National Crime Agency: nobody's confirmation is waited for.
        if self.kind == "authority" and self.never_checked and self.id != "nca":
            return f"{where}; two people confirm its address in the directory."
        if self.kind == "authority":
            return f"{where}; note that it is still true, or say that it is wrong."
        return f"{where}; note that it is still true, or tell Belisha's maintainers."


def is_old(checked_on: str | None, day: date) -> bool:
    """Return whether a reading lies more than 180 days before `day`. What was never read isn't old."""
    return bool(checked_on) and day - date.fromisoformat(str(checked_on)) > OLD_AFTER


def to_review(
    directory: Directory, day: date, looked_at: Mapping[str, str] = MappingProxyType({})
) -> tuple[OldRow, ...]:
    """Return the rows that are old on `day` or were never read: oldest first, the never read ones last.

    `looked_at`: when this desk has read a row again, as ISO dates by the row's id.
    """
    found = [row for row in read_rows(directory, day, looked_at) if _to_read(row, day)]
    return tuple(sorted(found, key=lambda row: (row.never_checked, row.checked_on or "")))


def read_rows(
    directory: Directory, day: date, looked_at: Mapping[str, str] = MappingProxyType({})
) -> Iterator[OldRow]:
    """Yield every row that somebody has to read, old or not, as far as it holds on `day`."""
    for row in (*_authorities(directory, day), *_help(), *_forces(), *_numbers(), *_sources()):
        again = looked_at.get(row.id, "")
        yield row if again <= (row.checked_on or "") else replace(row, checked_on=again)


def _to_read(row: OldRow, day: date) -> bool:
    return row.never_checked or is_old(row.checked_on, day)


def _authorities(directory: Directory, day: date) -> Iterator[OldRow]:
    for row in directory.mechanisms:
        if not row.valid_to or day.isoformat() < row.valid_to:
            yield of_mechanism(row)


def of_mechanism(row: Mechanism) -> OldRow:
    """Return an authority's row as it is reviewed."""
    says = ", ".join(filter(None, (row.country, row.phone, row.email)))
    return OldRow(
        id=row.id,
        kind="authority",
        name=row.authority,
        says=says,
        url=row.url,
        checked_on=row.source.checked_on,
    )


def _help() -> Iterator[OldRow]:
    for row in rows("support_services.csv"):
        yield OldRow(
            id=f"help:{row['id']}",
            kind="help line",
            name=row["service"],
            says=row["phone"],
            url=row["url"] or None,
            checked_on=row["checked_on"] or None,
        )


def _forces() -> Iterator[OldRow]:
    for force in forces().values():
        yield OldRow(
            id=f"force:{force.code}",
            kind="police force",
            name=force.name,
            says=force.phone,
            url=force.contact_url or force.website,
            checked_on=GATHERED,
        )


def _numbers() -> Iterator[OldRow]:
    for country in countries().values():
        if country.emergency:
            yield OldRow(
                id=f"emergency:{country.code}",
                kind="emergency number",
                name=country.name,
                says=" or ".join(country.emergency),
                url=None,
                checked_on=country.emergency_checked_on,
            )


def _sources() -> Iterator[OldRow]:
    for source in _distinct(rule.source for rule in RULES):
        yield OldRow(
            id=f"rule:{_slug(source.title)}",
            kind="rule",
            name=source.title,
            says="",
            url=source.url,
            checked_on=source.checked_on,
        )


def _distinct(sources: Iterable[Source]) -> Iterable[Source]:
    # The directory is no source of its own: each of its rows is listed by itself.
    return dict.fromkeys(source for source in sources if source != DIRECTORY)


def _slug(title: str) -> str:
    """Return a title as it may stand in an address: small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60].strip("-")
