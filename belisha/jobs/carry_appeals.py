"""What the worker carries of notices and appeals: one function per job, each returning how much it did."""

from datetime import timedelta

from django.utils import timezone

from belisha.enforcement import appeal_round, notice_round
from belisha.jobs.carry import _Watch


def look_at_notices() -> int:
    """Let go the notices that may be told again, and mail those that are told by mail."""
    return notice_round.look_at_notices(now=timezone.now())


def mail_answers() -> int:
    """Say by mail that an appeal is answered."""
    return appeal_round.mail_answers(now=timezone.now())


def forget_complaints() -> int:
    """Forget complaints about no case that were decided long ago."""
    if not _old.is_due():
        return 0
    done = appeal_round.forget_old(now=timezone.now())
    _old.done()
    return done


_old = _Watch(tuple, timedelta(hours=1))
