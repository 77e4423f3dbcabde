"""What a report can be found by again: exact look-ups over what it names, and which of them join reports."""

from collections.abc import Iterator
from typing import NamedTuple

from belisha.intake.incoming import IncomingAccount, IncomingItem, IncomingReport
from belisha.intake.models import AccountRole, Identifier, Report
from belisha.screening.nothing import OF_NOTHING
from belisha.vault.lookup import digest

BESIDE_THE_POINT = (AccountRole.REPORTER, AccountRole.OTHER)


class Named(NamedTuple):
    """A value that a report names; `joins` when reports that name it belong together."""

    kind: str
    value: str
    joins: bool


def identifiers(report: Report, incoming: IncomingReport) -> list[Identifier]:
    """Return the rows under which the report is found, each value once."""
    rows: dict[tuple[str, bytes], bool] = {}
    for named in _named(incoming):
        place = named.kind, digest(named.kind, named.value)
        rows[place] = rows.get(place, False) or named.joins
    return [
        Identifier(report=report, kind=kind, digest=found, joins=joins)
        for (kind, found), joins in rows.items()
    ]


def _named(incoming: IncomingReport) -> Iterator[Named]:
    for item in incoming.items:
        yield from _of_item(item)
    for account in incoming.accounts:
        yield from _of_account(account)
    if incoming.reporter:
        yield from _searched("email", [incoming.reporter.email or ""])
        yield from _searched("phone", [incoming.reporter.phone or ""])


def _of_item(item: IncomingItem) -> Iterator[Named]:
    yield Named("item", item.id, True)
    for kind, value in item.fingerprints().items():
        yield Named(kind, value, value not in OF_NOTHING)
    yield from _searched("ip", [item.ip or ""])


def _of_account(account: IncomingAccount) -> Iterator[Named]:
    yield Named("account", account.id, account.role not in BESIDE_THE_POINT)
    yield from _searched("email", account.emails)
    yield from _searched("phone", account.phones)
    yield from _searched("ip", account.ips)


def _searched(kind: str, values: list[str]) -> Iterator[Named]:
    # Shared by households, schools and call centres: good for a search, too weak to join two reports.
    for value in values:
        if value:
            yield Named(kind, value, False)
