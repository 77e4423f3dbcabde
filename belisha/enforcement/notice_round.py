"""What the worker does about notices: lets go what may be told again, and mails what is told by mail."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from belisha.enforcement import notice_facts as facts
from belisha.enforcement.channels.channel import NOTICE
from belisha.enforcement.notice_table import Notice
from belisha.enforcement.notices import Way, as_letter, note_told, way_of
from belisha.enforcement.order_table import Order
from belisha.enforcement.shipping import ship
from belisha.ledger.record import SYSTEM, record
from belisha.outbound import mail
from belisha.outbound.problem import NotSent

LOOK_AGAIN = timedelta(minutes=5)
AT_ONCE = 100
LEASE = timedelta(seconds=120)  # longer than the slowest conversation with a server
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480))
OVER = (Order.State.FAILED, Order.State.REVERSED, Order.State.WITHDRAWN)


def look_at_notices(*, now: datetime) -> int:
    """Look at the notices that are due to be looked at; return how many were let go or told."""
    due = Notice.objects.filter(told_at=None, next_at__lte=now).order_by("next_at")
    return sum(_look(one, now) for one in list(due.values_list("id", flat=True)[:AT_ONCE]))


def _look(notice_id: UUID, now: datetime) -> bool:
    """One notice. It is leased by its next time, so that of two workers one mails it."""
    taken = Notice.objects.filter(id=notice_id, told_at=None, next_at__lte=now)
    if not taken.update(next_at=now + LEASE):
        return False
    notice = Notice.objects.select_related("order").get(id=notice_id)
    if notice.order.state in OVER:
        return _ends_untold(notice)
    if not facts.may_be_told(notice.order):
        return _hold(notice, now)
    if way_of(notice) == Way.MAIL:
        return _mail(notice, now)
    return _let_go(notice, now)


def _ends_untold(notice: Notice) -> bool:
    # What never took effect, or was undone before anybody could be told, is told to nobody.
    Notice.objects.filter(id=notice.id, told_at=None).update(next_at=None)
    return False


def _hold(notice: Notice, now: datetime) -> bool:
    rows = Notice.objects.filter(id=notice.id, told_at=None)
    rows.filter(held_since=None).update(held_since=now)
    rows.update(next_at=now + LOOK_AGAIN)
    return False


@transaction.atomic
def _let_go(notice: Notice, now: datetime) -> bool:
    """Tell the service that there is something to tell; what it had with its order needs no second word."""
    row = Notice.objects.select_for_update(of=("self",)).filter(id=notice.id, told_at=None).first()
    if row is None:
        return False
    was_held, first = row.held_since is not None, row.let_go_at is None
    row.held_since, row.next_at = None, now + LOOK_AGAIN
    row.let_go_at = (row.let_go_at or now) if was_held else row.let_go_at
    row.save(update_fields=["held_since", "next_at", "let_go_at"])
    if not was_held:
        return _had_with_its_order(row)
    if first:
        ship(row.order, NOTICE, now=now)
    record("notice.let_go", by=SYSTEM, about=row, kind=row.kind)
    return True


def _had_with_its_order(notice: Notice) -> bool:
    """The service carried out an order whose notice stood in it all the time: it has told its user."""
    if notice.order.state != Order.State.DONE or notice.let_go_at is not None:
        return False
    note_told(notice_id=notice.id, by=SYSTEM, way=Way.SERVICE)
    return True


def _mail(notice: Notice, now: datetime) -> bool:
    subject, text = as_letter(notice)
    try:
        address = facts.address_of(notice.order)
        mail.send(address, subject, text, message_id=f"{notice.id}@belisha.invalid")
    except NotSent as refused:
        pause = PAUSES[min(notice.attempts, len(PAUSES) - 1)]
        changed = {"attempts": notice.attempts + 1, "problem": refused.problem[:60], "next_at": now + pause}
        Notice.objects.filter(id=notice.id, told_at=None).update(**changed)
        return False
    note_told(notice_id=notice.id, by=SYSTEM, way=Way.MAIL)
    return True
