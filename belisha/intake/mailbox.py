"""The mailbox for reports, read over IMAP: nothing is marked there before it is durable here."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import IntegrityError
from django.db.models import F, Q

from belisha.intake.models import MailPlace
from belisha.intake.take_letter import take_letter
from belisha.outbound.imap import Box, Mailbox, mailbox_of, opened
from belisha.outbound.problem import NotSent
from belisha.vault.lookup import digest

log = structlog.get_logger(__name__)

EVERY = timedelta(seconds=30)


@dataclass(frozen=True, kw_only=True)
class MailboxRow:
    """How the mailbox does, for pages and the doctor."""

    looked_at: datetime | None
    taken: int
    set_aside: int
    problem: str


def address() -> str:
    """The mailbox that the operator named; empty where none is, and in the demo, which dials nothing."""
    own = settings.BELISHA
    return own.report_mailbox.get_secret_value() if own.report_mailbox and not own.demo else ""


def poll(*, now: datetime) -> int:
    """Take what has come, once every half minute over all workers; return how many reports were made."""
    url = address()
    if not url:
        return 0
    place = _place(url)
    if not _is_mine(place, now):
        return 0
    try:
        done = _read(mailbox_of(url), place)
    except NotSent as problem:
        MailPlace.objects.filter(id=place.id).update(problem=problem.problem[:60])
        log.warning("mailbox not read", problem=problem.problem)
        return 0
    MailPlace.objects.filter(id=place.id).update(problem="")
    return done


def state() -> MailboxRow | None:
    """How the mailbox does; None where none is named or it was never looked at."""
    url = address()
    row = MailPlace.objects.filter(mailbox=_name(url)).first() if url else None
    if row is None:
        return None
    return MailboxRow(looked_at=row.looked_at, taken=row.taken, set_aside=row.set_aside, problem=row.problem)


def _place(url: str) -> MailPlace:
    name = _name(url)
    try:
        return MailPlace.objects.get_or_create(mailbox=name)[0]
    except IntegrityError:
        return MailPlace.objects.get(mailbox=name)


def _name(url: str) -> bytes:
    # Without the password: a new one is for the same mailbox.
    try:
        box = mailbox_of(url)
    except NotSent:
        return digest("mailbox", url)
    return digest("mailbox", f"{box.user}@{box.host}:{box.port}/{box.folder}")


def _is_mine(place: MailPlace, now: datetime) -> bool:
    due = Q(looked_at=None) | Q(looked_at__lte=now - EVERY) | Q(looked_at__gt=now + EVERY)
    return bool(MailPlace.objects.filter(due, id=place.id).update(looked_at=now))


def _read(mailbox: Mailbox, place: MailPlace) -> int:
    done = 0
    with opened(mailbox) as box:
        # The server has numbered its messages anew: all are looked at again, and none is taken twice.
        first = place.next_uid if place.validity == box.validity else 1
        for number in box.numbers(first):
            done += _taken(box, number, place)
            MailPlace.objects.filter(id=place.id).update(validity=box.validity, next_uid=number + 1)
    return done


def _taken(box: Box, number: int, place: MailPlace) -> int:
    data = box.message(number)
    if not data:
        return 0
    own = settings.BELISHA
    ours = (own.mail_from, own.referrals_from)
    given = take_letter(data=data, service=own.report_mailbox_service, own=ours)
    mine = MailPlace.objects.filter(id=place.id)
    if given.aside:
        # It stays as it came, unread: a person finds it in the mailbox.
        mine.update(set_aside=F("set_aside") + 1)
        return 0
    box.done(number, own.report_mailbox_done)
    mine.update(taken=F("taken") + int(not given.again))
    return 0 if given.again else 1
