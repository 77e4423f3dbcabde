"""Partners and other desks that take referrals by webhook: confirmed by two people, and cooled off."""

from dataclasses import dataclass, field
from typing import Literal, cast
from uuid import UUID

from django.utils import timezone

from belisha.organisation.destination_checks import PREFIX
from belisha.organisation.destination_table import Destination
from belisha.organisation.in_force import holding, in_force, is_as_confirmed
from belisha.outbound.signature import public_key

__all__ = ["PREFIX", "Partner", "partner_of", "partner_urls", "verifying_key"]


@dataclass(frozen=True, kw_only=True)
class Partner:
    """Where a partner takes referrals. `authority` is "partner:" and its short name."""

    authority: str
    name: str
    url: str
    signing: Literal["hmac", "ed25519"]
    claim: UUID
    secret: str = field(repr=False)


def partner_of(authority: str) -> Partner | None:
    """Return the partner in force now; None where nobody confirmed one."""
    row = in_force(Destination.Kind.PARTNER, authority)
    if row is None:
        return None
    return Partner(
        authority=authority,
        name=row.name,
        url=row.url,
        signing=cast(Literal["hmac", "ed25519"], row.signing),
        claim=row.id,
        secret=row.secret,
    )


def partner_urls() -> tuple[str, ...]:
    """The addresses of all partners in force now: beside the settings, where something may be sent."""
    rows = holding(timezone.now()).filter(kind=Destination.Kind.PARTNER)
    return tuple(row.url for row in rows if is_as_confirmed(row))


def verifying_key(secret: str) -> str:
    """Return what a partner verifies with: the secret itself for HMAC, the public key for Ed25519."""
    return public_key(secret) or secret
