"""Saying where an authority or a partner takes referrals without a person: two people, a source, and time."""

import base64
import secrets
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from belisha.ledger.record import CONSOLE, Actor, record
from belisha.organisation import checks, rules
from belisha.organisation import destination_checks as own
from belisha.organisation.addresses import Reading
from belisha.organisation.destination_table import Destination
from belisha.organisation.refusals import (
    ChangeWaits,
    DestinationEnded,
    DestinationWaits,
    InForce,
    NotInForce,
    WrongAddress,
)
from belisha.people.models import Staff

Kind, Ending = Destination.Kind, Destination.Ending
SECRET_PREFIX = {"hmac": "whsec_", "ed25519": "whsk_"}


@transaction.atomic
def propose_mailbox(
    *,
    authority: str,
    email: str,
    reading: Reading,
    reason: str,
    by: Staff,
    key: str = "",
    plain_allowed: bool = False,
) -> Destination:
    """Say that an authority takes referrals by e-mail; a second person confirms it, and it cools off.

    Raises MayNotChange, NotFound, NoDestination, WrongAddress, ReasonWanted, DestinationWaits, ChangeWaits.
    """
    checks.refuse_unless_may_change(by)
    known = own.known(authority)
    own.check_email(email)
    certificate = own.certificate_of(key, plain_allowed=plain_allowed)
    row = Destination(
        kind=Kind.MAILBOX,
        authority=authority,
        name=known.name,
        email=email,
        key=certificate.armoured.encode() if certificate else b"",
        fingerprint=certificate.fingerprint if certificate else "",
        plain_allowed=plain_allowed,
    )
    return _proposed(row, reading, reason, by)


@transaction.atomic
def propose_partner(
    *,
    short: str,
    name: str,
    url: str,
    reading: Reading,
    reason: str,
    by: Staff,
    signing: str = "hmac",
) -> Destination:
    """Say that a partner takes referrals by webhook. Its secret is made here, and anew with each proposal.

    Raises MayNotChange, WrongAddress, ReasonWanted, DestinationWaits and ChangeWaits.
    """
    checks.refuse_unless_may_change(by)
    authority = own.partner_id(short)
    own.check_partner_url(url)
    if problem := rules.wrong_name(name):
        raise WrongAddress(problem=problem.replace("authority", "partner"), field="name")
    if signing not in Destination.Signing.values:
        raise WrongAddress(problem="Choose how messages are signed.", field="signing")
    row = Destination(
        kind=Kind.PARTNER,
        authority=authority,
        name=name.strip(),
        url=url,
        signing=signing,
        secret=SECRET_PREFIX[signing] + base64.b64encode(secrets.token_bytes(32)).decode(),
    )
    return _proposed(row, reading, reason, by)


@transaction.atomic
def confirm(*, destination_id: UUID, read_on: date, by: Staff) -> Destination:
    """Confirm a colleague's proposal, having read the source oneself on `read_on`.

    In one-person mode one person may do both: recorded, and it waits three times as long. Raises NotFound,
    DestinationEnded, MayNotChange, ProposerLeft, ConfirmedAlone, OneHand, ModeSwitchedSince, NoDestination,
    ChangeWaits and WrongAddress.
    """
    row, now = own.subject_of(destination_id), timezone.now()
    if row.ended_at or row.confirmed_at:
        raise DestinationEnded
    alone = checks.one_or_two(row.proposed_by, by, checks.CHANGE)
    if alone:
        own.refuse_if_switched_since(row)
    checks.check_day(read_on)
    checks.check_day(row.read_on)
    _check_again(row)
    row.confirmed_by, row.confirmed_at, row.confirmed_read_on, row.one_person_mode = by, now, read_on, alone
    hours = settings.BELISHA.directory_cooling_off_hours
    row.holds_from = rules.holds_from(now, hours=hours, alone=alone)
    row.confirmed_as = own.as_confirmed(row)
    _supersede(row, by)
    row.save()
    record("destination.confirmed", by=by, about=row, **facts_of(row))
    return row


@transaction.atomic
def withdraw(*, destination_id: UUID, reason: str, by: Staff) -> Destination:
    """Take back a proposal, or a change that does not hold yet; what held before stays.

    Anybody who may confirm addresses may do it. Raises NotFound, DestinationEnded, InForce, ReasonWanted.
    """
    row, now = own.subject_of(destination_id), timezone.now()
    if row.ended_at:
        raise DestinationEnded
    if row.holds_from and row.holds_from <= now:
        raise InForce
    _end(row, now, Ending.WITHDRAWN, by, checks.reason_of(reason))
    for earlier in Destination.objects.filter(superseded_by=row):
        earlier.superseded_by = None
        _end(earlier, None, "", None, "")
    record("destination.withdrawn", by=by, about=row, **facts_of(row), reason=row.ended_because)
    return row


@transaction.atomic
def close(*, destination_id: UUID, reason: str, by: Staff) -> Destination:
    """Say that it is wrong or not to be used any more: it counts at once, and needs nobody else.

    What waits to take its place goes on waiting. Raises NotFound, NotInForce and ReasonWanted.
    """
    row, now = own.subject_of(destination_id), timezone.now()
    if not row.holds_from or row.holds_from > now or (row.ended_at and row.ended_at <= now):
        raise NotInForce
    row.superseded_by = None
    _end(row, now, Ending.CLOSED, by, checks.reason_of(reason))
    record("destination.closed", by=by, about=row, **facts_of(row), reason=row.ended_because)
    return row


@transaction.atomic
def close_all(*, by: Actor = CONSOLE) -> int:
    """Close all that a backup brought back: what was closed since would hold again. Return how many."""
    rows = list(Destination.objects.select_for_update().filter(ended_at=None).order_by("id"))
    now = timezone.now()
    rows += Destination.objects.select_for_update().filter(ended_at__gt=now).order_by("id")
    for row in rows:
        row.superseded_by = None
        _end(row, now, Ending.RESTORED, None, "This desk was restored from a backup.")
        record("destination.closed", by=by, about=row, **facts_of(row), reason=row.ended_because)
    return len(rows)


def facts_of(row: Destination) -> dict[str, Any]:
    """What the ledger keeps of a destination: all but key and secret."""
    facts: dict[str, Any] = {
        "kind": str(row.kind),
        "authority": row.authority,
        "name": row.name,
        "email": row.email,
        "fingerprint": row.fingerprint,
        "plain_allowed": row.plain_allowed,
        "url": row.url,
        "signing": row.signing,
        "source": row.source_url,
        "read_on": str(row.confirmed_read_on or row.read_on),
        "holds_from": row.holds_from.isoformat() if row.holds_from else "",
        "one_person_mode": row.one_person_mode,
    }
    return {name: value for name, value in facts.items() if value != ""}


def _proposed(row: Destination, reading: Reading, reason: str, by: Staff) -> Destination:
    title, url = reading.title.strip(), reading.url.strip()
    checks.check_source(title, url)
    checks.check_day(reading.read_on)
    own.lock(row.authority)
    own.refuse_if_something_waits(row.authority, row.name)
    row.reason = checks.reason_of(reason)
    row.source_title, row.source_url, row.read_on = title, url, reading.read_on
    row.proposed_by, row.proposed_at, row.proposed_on = by, timezone.now(), checks.today()
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as problem:
        # Two people at once: the constraint lets one through.
        raise DestinationWaits(who="Somebody", name=row.name) from problem
    record("destination.proposed", by=by, about=row, **facts_of(row), reason=row.reason)
    return row


def _check_again(row: Destination) -> None:
    """A key may have expired, and a host may be refused, since it was proposed."""
    if row.kind == Kind.PARTNER:
        own.check_partner_url(row.url)
        return
    own.known(row.authority)
    own.certificate_of(bytes(row.key).decode(), plain_allowed=row.plain_allowed)


def _supersede(row: Destination, by: Staff) -> None:
    """End what held until now, at the moment from which the new one holds. Raises ChangeWaits."""
    live = Destination.objects.filter(authority=row.authority, ended_at=None).exclude(id=row.id)
    for earlier in live.filter(confirmed_at__isnull=False):
        if earlier.holds_from and earlier.holds_from > timezone.now():
            raise ChangeWaits(name=row.name)
        earlier.superseded_by = row
        _end(earlier, row.holds_from, Ending.SUPERSEDED, by, "")


def _end(row: Destination, at: datetime | None, how: str, by: Staff | None, because: str) -> None:
    row.ended_at, row.ending, row.ended_by, row.ended_because = at, how, by, because
    row.save(update_fields=["ended_at", "ending", "ended_by", "ended_because", "superseded_by"])
