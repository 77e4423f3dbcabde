"""What is checked before a mailbox or a partner is proposed or confirmed."""

import json
import re
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlsplit
from uuid import UUID

from django.utils import timezone

from belisha.organisation import checks, rules
from belisha.organisation.certificates import Certificate, WrongCertificate, read_certificate
from belisha.organisation.destination_table import Destination
from belisha.organisation.directory import directory
from belisha.organisation.read import last_switch
from belisha.organisation.refusals import (
    ChangeWaits,
    DestinationWaits,
    ModeSwitchedSince,
    NoDestination,
    WrongAddress,
)
from belisha.outbound.destinations import is_private_host
from belisha.refusal import NotFound
from belisha.routing.forces import forces
from belisha.vault.lookup import digest

PREFIX = "partner:"
ELSEWHERE = {
    "emergency": "it is rung.",
    "police:local": "it stands for a force that nobody has found yet. Choose that force.",
    "nca": "the law names its portal.",
    "ncmec": "the law names its CyberTipline.",
    "EU:member-state": "it stands for 27 authorities. Choose one of them.",
}
"""Authorities that are never written to, and why."""
_SHORT = re.compile(r"[a-z0-9][a-z0-9-]{0,58}[a-z0-9]")


@dataclass(frozen=True, kw_only=True)
class Known:
    """An authority as the directory knows it, by its name and its own page."""

    id: str
    name: str
    url: str


def known(authority: str) -> Known:
    """Return an authority that may be given a mailbox. Raises NotFound and NoDestination."""
    checks.refuse_unless_plain(authority)
    force = forces().get(authority.removeprefix("police:")) if authority.startswith("police:") else None
    row = directory().get(authority)
    if row is None and force is None:
        raise NotFound(what="authority")
    name = row.authority if row else force.name if force else ""
    if because := ELSEWHERE.get(authority):
        raise NoDestination(name=name, because=because)
    return Known(
        id=authority, name=name[:200], url=(row.url if row else force.website if force else "") or ""
    )


def partner_id(short: str) -> str:
    """Return the id of a partner. Raises WrongAddress."""
    if not _SHORT.fullmatch(short):
        problem = "The short name has small letters, digits and hyphens only, such as other-desk."
        raise WrongAddress(problem=problem, field="short")
    return PREFIX + short


def check_email(email: str) -> None:
    """Raise WrongAddress, naming the field."""
    if problem := rules.wrong_email(email):
        raise WrongAddress(problem=problem, field="email")


def certificate_of(key: str, *, plain_allowed: bool) -> Certificate | None:
    """Return the key that letters are encrypted to. Raises WrongAddress: a key, or plain text knowingly."""
    if not key.strip():
        if plain_allowed:
            return None
        problem = "Give their public key, or say that letters may go to them unencrypted."
        raise WrongAddress(problem=problem, field="key")
    if plain_allowed:
        problem = "With a key nothing goes unencrypted: take out the one or the other."
        raise WrongAddress(problem=problem, field="plain_allowed")
    try:
        return read_certificate(key, now=timezone.now())
    except WrongCertificate as wrong:
        raise WrongAddress(problem=str(wrong), field="key") from wrong


def check_partner_url(url: str) -> None:
    """Raise WrongAddress, naming the field. A host in `private_hosts` may be a number and have a port."""
    if _is_private(url):
        return
    if problem := rules.wrong_url(url) or ("The address holds a part after #." if "#" in url else ""):
        raise WrongAddress(problem=problem, field="url")


def _is_private(url: str) -> bool:
    if not url.isascii() or not url.isprintable() or set(url) & set(" \\@#"):
        return False
    try:
        parts = urlsplit(url)
        own = is_private_host(parts.hostname or "") and parts.port != 0
    except ValueError:
        return False
    return own and parts.scheme in ("https", "http")


def refuse_if_something_waits(authority: str, name: str) -> None:
    """Raise DestinationWaits or ChangeWaits while another waits for a person or for its time."""
    live = Destination.objects.filter(authority=authority, ended_at=None).select_related("proposed_by")
    if waiting := live.filter(confirmed_at=None).first():
        raise DestinationWaits(who=waiting.proposed_by.name, name=name)
    if live.filter(holds_from__gt=timezone.now()).exists():
        raise ChangeWaits(name=name)


def refuse_if_switched_since(row: Destination) -> None:
    """Raise ModeSwitchedSince where one-person mode was switched on to confirm this alone."""
    switch = last_switch()
    if switch is not None and switch.at > row.proposed_at:
        raise ModeSwitchedSince


def subject_of(destination_id: UUID) -> Destination:
    """A destination, with all that is said of its authority locked. Raises NotFound."""
    for authority in Destination.objects.filter(id=destination_id).values_list("authority", flat=True):
        lock(authority)
    found = Destination.objects.select_related("proposed_by").filter(id=destination_id).first()
    if found is None:
        raise NotFound(what="destination")
    return found


def refuse_unless_about(destination_id: UUID, authority: str) -> None:
    """Raise NotFound where a destination isn't this authority's: its page showed another."""
    checks.refuse_unless_plain(authority)
    if not Destination.objects.filter(id=destination_id, authority=authority).exists():
        raise NotFound(what="destination")


def lock(authority: str) -> None:
    """Hold all destinations of an authority until the end of the transaction, in one order."""
    list(Destination.objects.select_for_update().filter(authority=authority).order_by("id").values("id"))


def as_confirmed(row: Destination) -> bytes:
    """The keyed digest of what two people confirmed: a row that was changed behind their backs is no row."""
    facts = [
        *(row.kind, row.authority, row.email, row.fingerprint, row.plain_allowed, row.url, row.signing),
        sha256(bytes(row.key)).hexdigest(),
        sha256(row.secret.encode()).hexdigest(),
        *(str(row.proposed_by_id), str(row.confirmed_by_id), row.one_person_mode),
        *(row.confirmed_at.isoformat() if row.confirmed_at else "",),
        *(row.holds_from.isoformat() if row.holds_from else "",),
    ]
    return digest("destination", json.dumps([str(row.id), *facts]))
