"""What a person says of content that could not be screened: there is nothing against it."""

from collections.abc import Collection
from typing import ClassVar
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from belisha.ledger.record import Actor, record
from belisha.people.models import Staff
from belisha.refusal import NotFound, Refusal
from belisha.screening.models import Held, Unscreened, desk_row
from belisha.work.assign import finish
from belisha.work.models import Task

ABOUT = desk_row("screening.unscreened")
TASK = "look_at_unscreened"
MOST = 100  # in one act: as many as a person can have looked at


class NoReason(Refusal):
    """Say why, in a sentence: it is kept with each of them."""

    code = "no_reason"
    field: ClassVar[str] = "reason"


class NothingChosen(Refusal):
    """Choose at least one, and at most {most}."""

    code = "nothing_chosen"


class SeveralReasons(Refusal):
    """They could not be screened for different reasons: choose those with one, and look at each."""

    code = "wrong_choice"


class AnsweredAlready(Refusal):
    """{by} has said of {reference} already: {answer}."""

    code = "answered_already"


@transaction.atomic
def release(*, ids: Collection[UUID], reason: str, by: Staff) -> int:
    """Say that there is nothing against these, and return how many they were; all or none of them.

    They are held no longer: sent again, each is screened anew. Several at once only where all could not be
    screened for the same reason. Raises NoReason, NothingChosen, SeveralReasons, AnsweredAlready, NotFound.
    """
    if not reason.strip():
        raise NoReason
    if not 0 < len(set(ids)) <= MOST:
        raise NothingChosen(most=MOST)
    rows = [waiting(one) for one in sorted(set(ids))]
    if len({row.reason for row in rows}) > 1:
        raise SeveralReasons
    for row in rows:
        answer(row, Unscreened.Answer.RELEASED, reason=reason.strip(), by=by)
        Held.objects.filter(reference=row.reference).delete()
        # The reason stays with the row, and goes with it: what the log says under the desk's key stays.
        record("unscreened.released", by=by, about=row)
    finish_task(by=by)
    return len(rows)


def waiting(unscreened_id: UUID) -> Unscreened:
    """Return the row, locked until the end of the transaction. Raises NotFound, AnsweredAlready."""
    row = Unscreened.objects.select_for_update(of=("self",)).filter(id=unscreened_id).first()
    if row is None:
        raise NotFound(what="upload")
    if row.answer:
        who = row.answered_by.name if row.answered_by else "Somebody"
        raise AnsweredAlready(by=who, reference=row.reference, answer=row.get_answer_display().lower())
    return row


def answer(row: Unscreened, word: Unscreened.Answer, *, reason: str, by: Staff) -> None:
    """Keep what a person said, inside the use case that records it."""
    row.answer, row.answer_reason = word, reason
    row.answered_by, row.answered_at = by, timezone.now()
    row.save(update_fields=["answer", "answer_reason", "answered_by", "answered_at"])


def finish_task(*, by: Actor) -> bool:
    """Finish the task of looking at them, where none is left."""
    # One after the other: of two people who answer the last two at once, the second sees both answers.
    list(Task.objects.select_for_update().filter(kind=TASK, about_kind=ABOUT[0], done_at=None))
    if Unscreened.objects.filter(answer="").exists():
        return False
    return finish(about=ABOUT, kind=TASK, by=by)
