"""What the worker does about appeals: says by mail that there is an answer, and forgets old complaints."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from belisha.enforcement.appeal_status import may_be_answered
from belisha.enforcement.appeal_table import Appeal
from belisha.ledger.record import SYSTEM, record
from belisha.outbound import mail
from belisha.outbound.problem import NotSent

LOOK_AGAIN = timedelta(minutes=5)
LEASE = timedelta(seconds=120)  # longer than the slowest conversation with a server
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480))
AT_ONCE = 50
SUBJECT = "There is an answer for you"
TEXT = (
    "You asked us to look at something again. There is an answer.\n\nRead it here, with your number:\n{url}\n"
)


def mail_answers(*, now: datetime) -> int:
    """Tell those who gave an address that there is an answer, as soon as they may read it; return how many.

    The mail says nothing of what it is about: others may read it.
    """
    if not mail.configured():
        return 0
    due = Appeal.objects.filter(state=Appeal.State.DECIDED, answer_mailed_at=None, next_at__lte=now)
    return sum(
        _mail(one, now) for one in list(due.order_by("next_at").values_list("id", flat=True)[:AT_ONCE])
    )


def _mail(appeal_id: UUID, now: datetime) -> bool:
    # Leased by its next time, so that of two workers one sends it.
    taken = Appeal.objects.filter(id=appeal_id, answer_mailed_at=None, next_at__lte=now)
    if not taken.update(next_at=now + LEASE):
        return False
    row = Appeal.objects.select_related("order").get(id=appeal_id)
    if not may_be_answered(row):
        Appeal.objects.filter(id=row.id).update(next_at=now + LOOK_AGAIN)
        return False
    text = TEXT.format(url=f"{settings.BASE_URL}{reverse('appeal_status')}")
    try:
        mail.send(row.contact, SUBJECT, text, message_id=f"{row.id}@belisha.invalid")
    except NotSent as refused:
        pause = PAUSES[min(row.attempts, len(PAUSES) - 1)]
        tried = {"attempts": row.attempts + 1, "problem": refused.problem[:60], "next_at": now + pause}
        Appeal.objects.filter(id=row.id).update(**tried)
        return False
    _mailed(row.id, now)
    return True


@transaction.atomic
def _mailed(appeal_id: UUID, now: datetime) -> None:
    row = Appeal.objects.select_for_update(of=("self",)).get(id=appeal_id)
    row.answer_mailed_at, row.next_at, row.problem = now, None, ""
    row.save(update_fields=["answer_mailed_at", "next_at", "problem"])
    record("appeal.answer_mailed", by=SYSTEM, about=row, number=row.number)


@transaction.atomic
def forget_old(*, now: datetime) -> int:
    """Forget decided complaints about no case once such things are kept no longer; return how many."""
    since = now - timedelta(days=settings.BELISHA.retention_unfounded_days)
    old = list(Appeal.objects.filter(case=None, state=Appeal.State.DECIDED, decided_at__lt=since)[:AT_ONCE])
    for row in old:
        record("appeal.forgotten", by=SYSTEM, about=row, number=row.number)
        row.delete()
    return len(old)
