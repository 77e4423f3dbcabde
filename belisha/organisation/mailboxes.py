"""Authorities that take referrals by e-mail at this desk: confirmed by two people, and cooled off."""

from dataclasses import dataclass
from uuid import UUID

from belisha.organisation import checks
from belisha.organisation.destination_table import Destination
from belisha.organisation.directory import directory
from belisha.organisation.in_force import in_force


@dataclass(frozen=True, kw_only=True)
class Mailbox:
    """An authority's address for referrals. Without a key nothing leaves, unless plain text is allowed here.

    `key` is their OpenPGP certificate, ASCII-armoured, or empty; `claim` who confirmed it.
    """

    authority: str
    email: str
    key: str
    plain_allowed: bool
    claim: UUID


def mailbox_of(authority: str) -> Mailbox | None:
    """Return the mailbox in force now; None where nobody confirmed one, or the authority's row is doubted."""
    row = in_force(Destination.Kind.MAILBOX, authority)
    if row is None or _doubted(authority):
        return None
    return Mailbox(
        authority=authority,
        email=row.email,
        key=bytes(row.key).decode(),
        plain_allowed=row.plain_allowed,
        claim=row.id,
    )


def _doubted(authority: str) -> bool:
    row = directory().get(authority)
    return row is not None and not row.confirmed and not checks.by_law(row)
