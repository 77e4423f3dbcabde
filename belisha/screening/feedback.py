"""What the reviewer says of a match: it is right, it is wrong, or they can't tell. It may be changed."""

from contextlib import suppress
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from belisha.ledger.record import record
from belisha.people.models import Staff
from belisha.refusal import NotFound
from belisha.screening import own
from belisha.screening.answers import NoReason
from belisha.screening.models import Match

Answer = Match.Answer
OTHER_ANSWER = "A reviewer no longer says that the match was wrong."


@transaction.atomic
def confirm(*, match_id: UUID, by: Staff, reason: str = "") -> Match:
    """Say that a match is right. Raises NotFound."""
    match = _answered(match_id, Answer.CONFIRMED, by, reason)
    record("match.confirmed", by=by, about=match)
    return match


@transaction.atomic
def refute(*, match_id: UUID, by: Staff, reason: str) -> Match:
    """Say that a match is wrong, and why: its entry is set aside, and its source may be told.

    Raises NotFound, NoReason.
    """
    if not reason.strip():
        raise NoReason
    match = _answered(match_id, Answer.REFUTED, by, reason)
    # An entry that is gone already needs no setting aside.
    with suppress(NotFound):
        match.set_aside = own.set_aside(match=match, reason=match.answer_reason, by=by)
        match.save(update_fields=["set_aside"])
    record("match.refuted", by=by, about=match)
    return match


@transaction.atomic
def unsure(*, match_id: UUID, by: Staff, reason: str = "") -> Match:
    """Say that one can't tell. Raises NotFound."""
    match = _answered(match_id, Answer.UNSURE, by, reason)
    record("match.unsure", by=by, about=match)
    return match


def _answered(match_id: UUID, answer: Answer, by: Staff, reason: str) -> Match:
    """Keep an answer in place of the one before; whoever was told that one is to be told anew."""
    rows = Match.objects.select_for_update(of=("self",)).select_related("hash_list", "version", "set_aside")
    match = rows.filter(id=match_id).first()
    if match is None:
        raise NotFound(what="match")
    before = match.answer
    match.answer, match.answer_reason = answer, reason.strip()
    match.answered_by, match.answered_at, match.told_source_at = by, timezone.now(), None
    match.save(update_fields=["answer", "answer_reason", "answered_by", "answered_at", "told_source_at"])
    if before == Answer.REFUTED and answer != Answer.REFUTED:
        _put_back(match, by)
    return match


def _put_back(match: Match, by: Staff) -> None:
    """Let the entry match again, unless somebody refuted another match of it in the same way."""
    same = Match.objects.filter(
        hash_list=match.hash_list, version=match.version, entry=match.entry, answer=Answer.REFUTED
    )
    # What was refuted as near is set aside apart from what was refuted as the same.
    same = same.filter(distance__gt=0) if match.distance else same.filter(distance=0)
    if match.set_aside and not same.exclude(id=match.id).exists():
        own.put_back(change_id=match.set_aside.id, reason=OTHER_ANSWER, by=by)
