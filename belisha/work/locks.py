"""Tasks about locked sign-ins: administrators are told, and lift what they have looked at."""

from uuid import UUID

from django.db import transaction

from belisha.ledger.record import Actor
from belisha.people import lockout
from belisha.people.read import person
from belisha.work.assign import finish, open_task

KIND = "staff.sign_in_locked"


def tell_of_locks() -> int:
    """Open a task for each person as whom somebody tried to sign in too often; return for how many."""
    locks = list(lockout.untold())
    for lock, somebody in locks:
        open_task(
            kind=KIND,
            about=somebody,
            label=somebody.name[:60],
            reason="Too many wrong passwords or codes. Ask them whether it was they; if not, have the"
            " password changed. Then let them try again.",
            permission="people.manage_staff",
        )
        lockout.told(lock)
    return len(locks)


@transaction.atomic
def lift_lock(*, person_id: UUID, by: Actor) -> None:
    """Let a person try again at once; the task is done."""
    somebody = person(person_id)
    finish(about=somebody, kind=KIND, by=by)
    lockout.lift(person=somebody, by=by)
