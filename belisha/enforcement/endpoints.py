"""Where the service takes its orders without asking for them: set by a person, tested, then turned on."""

import base64
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from belisha.enforcement.channels.channel import TEST
from belisha.enforcement.endpoint_refusals import (
    EditedElsewhere,
    HasNoSecret,
    MissingName,
    MissingToken,
    NameTaken,
    NotTested,
    OffFirst,
    WrongSigning,
)
from belisha.enforcement.endpoint_seal import as_set, is_as_set
from belisha.enforcement.endpoint_table import Endpoint, Shipment
from belisha.enforcement.shipment_notes import LOOK, STOPPED
from belisha.enforcement.shipping import catch_up, ship_test
from belisha.ledger.record import record
from belisha.organisation.destination_checks import check_partner_url
from belisha.organisation.models import Service
from belisha.outbound.signature import PRIVATE, SHARED, public_key
from belisha.people.models import Staff
from belisha.refusal import NotFound
from belisha.work.assign import finish

Kind, State = Endpoint.Kind, Endpoint.State
SIGNING = {"hmac": SHARED, "ed25519": PRIVATE}
OVERLAP = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class Made:
    """An endpoint, and what its receiver verifies with: shown once. Empty where nothing is signed."""

    endpoint: Endpoint
    verifies_with: str = field(repr=False)


@transaction.atomic
def add(
    *,
    name: str,
    url: str,
    by: Staff,
    kind: str = Kind.WEBHOOK,
    service_id: UUID | None = None,
    signing: str = "hmac",
    token: str = "",
) -> Made:
    """Say where a service takes its orders; its secret is made here. Nothing but tests is sent there yet.

    Raises WrongAddress, MissingName, MissingToken, NameTaken, WrongSigning, NotFound.
    """
    row = Endpoint(kind=kind, state=State.TEST, token=token.strip())
    if kind == Kind.WEBHOOK:
        row.secrets = [_secret(signing)]
    elif not row.token:
        raise MissingToken(field="token")
    _describe(row, name, url, service_id)
    _set(row, by, new=True)
    record("endpoint.added", by=by, about=row, **_facts(row))
    return Made(endpoint=row, verifies_with=_verifies_with(row))


@transaction.atomic
def change(
    *, endpoint_id: UUID, name: str, url: str, by: Staff, service_id: UUID | None = None, token: str = ""
) -> Endpoint:
    """Change where it is or whose orders it takes. It is tested anew before anything else is sent there.

    An empty `token` keeps the one there is. Raises what `add` does.
    """
    row = locked(endpoint_id)
    moved = (row.url, row.service_id) != (url.strip(), service_id) or bool(token.strip())
    row.token = token.strip() or row.token
    _describe(row, name, url, service_id)
    if moved:
        row.state = State.TEST if row.state in (State.ON, State.DISABLED) else row.state
        row.failures, row.problem, row.open_until = 0, "", None
    _set(row, by, new=moved)
    record("endpoint.changed", by=by, about=row, **_facts(row))
    return row


@transaction.atomic
def test(*, endpoint_id: UUID, by: Staff) -> Shipment:
    """Have a test event sent there within seconds, even while it is left alone."""
    row, now = locked(endpoint_id), timezone.now()
    if row.state in (State.OFF, State.DISABLED):
        row.state = State.TEST
    row.open_until = None
    _set(row, by, new=False)
    Shipment.objects.filter(endpoint=row, event=TEST, state=Shipment.State.WAITING, lease=None).delete()
    shipped = ship_test(row, now=now)
    record("endpoint.tested", by=by, about=row, name=row.name)
    return shipped


@transaction.atomic
def turn_on(*, endpoint_id: UUID, by: Staff) -> int:
    """Send orders there, and first those that are due; return how many. Raises NotTested."""
    row = locked(endpoint_id)
    if not is_tested(row):
        raise NotTested(name=row.name)
    row.state, row.open_until, row.failures, row.problem = State.ON, None, 0, ""
    _set(row, by, new=False)
    row.shipments.filter(state=Shipment.State.WAITING, lease=None).update(next_at=timezone.now())
    count = catch_up(row, now=timezone.now())
    finish(about=row, kind=LOOK, by=by)
    record("endpoint.turned_on", by=by, about=row, **_facts(row), due=count)
    return count


@transaction.atomic
def turn_off(*, endpoint_id: UUID, by: Staff) -> Endpoint:
    """Send nothing there any more. What waits for it goes on when it is turned on; orders can be polled."""
    row = locked(endpoint_id)
    row.state = State.OFF
    _set(row, by, new=False)
    finish(about=row, kind=LOOK, by=by)
    record("endpoint.turned_off", by=by, about=row, name=row.name)
    return row


@transaction.atomic
def rotate(*, endpoint_id: UUID, by: Staff, overlap: timedelta = OVERLAP) -> Made:
    """Make a new key, which signs at once beside the one there was, until that one's time ends.

    Raises HasNoSecret.
    """
    row, now = locked(endpoint_id), timezone.now()
    if not row.secrets:
        raise HasNoSecret(name=row.name)
    now_signs = row.secrets[0]
    until = (now + overlap).isoformat()
    # Of those that were replaced earlier the time is up: a header holds two signatures at most.
    signing = "ed25519" if now_signs["secret"].startswith(PRIVATE) else "hmac"
    row.secrets = [_secret(signing), {"secret": now_signs["secret"], "until": until}]
    _set(row, by, new=False)
    record("endpoint.key_rotated", by=by, about=row, name=row.name, old_until=until)
    return Made(endpoint=row, verifies_with=_verifies_with(row))


@transaction.atomic
def remove(*, endpoint_id: UUID, by: Staff) -> str:
    """Forget an endpoint that is off, with what was on its way to it; the orders stay. Raises OffFirst."""
    row = _found(endpoint_id)
    if row.state == State.ON and is_as_set(row):
        raise OffFirst(name=row.name)
    for kind in (LOOK, STOPPED):
        finish(about=row, kind=kind, by=by)
    record("endpoint.removed", by=by, about=row, **_facts(row))
    row.delete()
    return row.name


def is_tested(row: Endpoint) -> bool:
    """Did it take a test event since it was set?"""
    tests = row.shipments.filter(event=TEST, state=Shipment.State.ARRIVED)
    return tests.filter(began_at__gte=row.set_at).exists()


def locked(endpoint_id: UUID) -> Endpoint:
    """The endpoint as people set it, held until the end of the transaction.

    Raises NotFound, and EditedElsewhere: nobody is to vouch for what they did not set.
    """
    row = _found(endpoint_id)
    if not is_as_set(row):
        raise EditedElsewhere(name=row.name)
    return row


def _found(endpoint_id: UUID) -> Endpoint:
    row = Endpoint.objects.select_for_update(no_key=True).filter(id=endpoint_id).first()
    if row is None:
        raise NotFound(what="endpoint")
    return row


def _describe(row: Endpoint, name: str, url: str, service_id: UUID | None) -> None:
    check_partner_url(url.strip())
    if not name.strip():
        raise MissingName(field="name")
    row.name, row.url = name.strip(), url.strip()
    row.service = None
    if service_id is not None:
        row.service = Service.objects.filter(id=service_id).first()
        if row.service is None:
            raise NotFound(what="service")


def _set(row: Endpoint, by: Staff, *, new: bool) -> None:
    """Save it as what this person set. `new`: the test before this one doesn't count."""
    if new:
        row.set_at = timezone.now()
    row.set_by, row.set_as = by, as_set(row)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as problem:
        raise NameTaken(name=row.name, field="name") from problem


def _secret(signing: str) -> dict[str, str]:
    if signing not in SIGNING:
        raise WrongSigning
    return {"secret": SIGNING[signing] + base64.b64encode(secrets.token_bytes(32)).decode(), "until": ""}


def _verifies_with(row: Endpoint) -> str:
    """The secret itself for HMAC, the public key for Ed25519."""
    secret: str = row.secrets[0]["secret"] if row.secrets else ""
    return public_key(secret) or secret


def _facts(row: Endpoint) -> dict[str, str]:
    service = row.service.slug if row.service else ""
    facts = {
        "name": row.name,
        "kind": str(row.kind),
        "url": row.url,
        "service": service,
        "state": str(row.state),
    }
    return {name: value for name, value in facts.items() if value}
