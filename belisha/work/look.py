"""Changes of accounts: a senior is asked to look at each, and the person whose it is hears of it by mail."""

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.conf import settings
from django.db.models import F

from belisha.ledger.record import SYSTEM
from belisha.outbound import mail
from belisha.outbound.problem import NotSent
from belisha.people.changes import What, waiting
from belisha.people.models import StaffChange
from belisha.work.assign import finish, open_task
from belisha.work.models import Task

log = structlog.get_logger(__name__)

KIND, CHANGE = "staff.change", "people.staffchange"
LEASE = timedelta(minutes=5)
TRIES = 5
SUBJECT = "Your account at the desk was changed"
WORDS = {
    What.PASSWORD: "Somebody set a new password for your account",
    What.SECOND_FACTOR: "Somebody took the second factor of your account away",
}


def ask_to_look() -> int:
    """Open a task for each change that waits for a senior, finish those of changes that wait no longer."""
    wanted = {row.id: row for row in waiting()}
    open_now = set(Task.objects.filter(kind=KIND, done_at=None).values_list("about_id", flat=True))
    for change_id in open_now - set(wanted):
        finish(about=(CHANGE, change_id), kind=KIND, by=SYSTEM)
    for change_id in set(wanted) - open_now:
        open_task(
            kind=KIND,
            about=(CHANGE, change_id),
            label=wanted[change_id].person.name[:60],
            reason=f"{wanted[change_id].get_what_display()}. Look whether that is right.",
            permission="triage.open_any_case",
        )
    return len(open_now ^ set(wanted))


def tell_by_mail(*, now: datetime) -> int:
    """Tell people what was done to their accounts; a server that is away is tried again."""
    due = StaffChange.objects.filter(mail_next_at__lte=now).values_list("id", flat=True)
    return sum(_told(change_id, now) for change_id in due[:20])


def _told(change_id: UUID, now: datetime) -> bool:
    # One conditional UPDATE: of two workers one changes the row, the other none.
    due = StaffChange.objects.filter(id=change_id, mail_next_at__lte=now)
    if not due.update(mail_next_at=now + LEASE, mail_attempts=F("mail_attempts") + 1):
        return False
    change = StaffChange.objects.select_related("person").get(id=change_id)
    sent = _sent(change)
    if sent or change.mail_attempts >= TRIES or not mail.configured():
        change.mail_next_at, change.mailed_at = None, now if sent else None
        change.save(update_fields=["mail_next_at", "mailed_at"])
    return sent


def _sent(change: StaffChange) -> bool:
    if not mail.configured():
        return False
    name = f"{change.id}@belisha.invalid"  # the same at each try, so that a mailbox shows it once
    try:
        mail.send(change.person.email, SUBJECT, _text(change), message_id=name)
    except NotSent as problem:
        log.error("mail.not_sent", problem=problem.problem)
        return False
    return True


def _text(change: StaffChange) -> str:
    return (
        f"{WORDS[What(change.what)]} on {change.at:%d %B %Y at %H:%M} UTC.\n\n"
        "If you asked for that, you need do nothing. If you did not, tell a senior at once, by telephone or"
        f" in person.\n\n{settings.BASE_URL}/account/\n"
    )
