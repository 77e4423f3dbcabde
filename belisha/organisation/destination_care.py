"""What is done with a destination that holds: read again, its secret taken over to the partner."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from belisha.ledger.record import record
from belisha.organisation import checks, rules
from belisha.organisation import destination_checks as own
from belisha.organisation.destination_table import Destination
from belisha.organisation.partners import verifying_key
from belisha.organisation.refusals import DestinationEnded, NotInForce
from belisha.people.models import Staff


@transaction.atomic
def look_again(*, destination_id: UUID, read_on: date, by: Staff) -> Destination:
    """Note that its source was read again and still says so: one person is enough, since nothing moves.

    Raises NotFound, NotInForce and WrongAddress.
    """
    row, now = own.subject_of(destination_id), timezone.now()
    if not row.holds_from or row.holds_from > now or (row.ended_at and row.ended_at <= now):
        raise NotInForce
    checks.check_day(read_on)
    row.read_again_on, row.read_again_by = max(read_on, row.read_again_on or read_on), by
    row.save(update_fields=["read_again_on", "read_again_by"])
    record("destination.read_again", by=by, about=row, authority=row.authority, read_on=str(read_on))
    return row


@transaction.atomic
def show_secret(*, destination_id: UUID, by: Staff) -> str:
    """Return what the partner verifies our messages with, for whoever takes it to them; it is recorded first.

    The secret of HMAC, or the public key. Raises NotFound, MayNotChange and DestinationEnded.
    """
    checks.refuse_unless_may_change(by)
    row = own.subject_of(destination_id)
    if row.kind != Destination.Kind.PARTNER or (row.ended_at and row.ended_at <= timezone.now()):
        raise DestinationEnded
    record("destination.secret_shown", by=by, about=row, authority=row.authority, signing=row.signing)
    return verifying_key(row.secret)


def is_stale(row: Destination, today: date) -> bool:
    """Was it last read longer ago than a reading counts?"""
    return today - last_read(row) > rules.READING_COUNTS


def last_read(row: Destination) -> date:
    """The last day on which somebody read its source."""
    return max(day for day in (row.read_on, row.confirmed_read_on, row.read_again_on) if day)
