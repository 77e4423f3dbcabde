"""What a reviewer says of a case's matches, and what a decision puts on this desk's own list."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from belisha.decisions.decide import lock_case, standing
from belisha.decisions.models import DecisionState, Outcome
from belisha.intake.models import Item
from belisha.ledger.record import record
from belisha.people.models import Staff
from belisha.refusal import NotFound, Refusal
from belisha.screening import feedback, own
from belisha.screening.known_here import on_own_list
from belisha.screening.models import Match
from belisha.triage.erase import family
from belisha.triage.matched import is_matched
from belisha.triage.models import Case

MOST = 50  # items of a case that its page offers
CATEGORIES = {
    "indecent_images": "Indecent images of a child",
    "prohibited_images": "Prohibited images, drawn or made by a computer",
    "other": "Something else that was decided here",
}
"""What the own list says of an entry: whoever sees a re-upload reads it as received from this desk."""


class NothingConfirmed(Refusal):
    """Only what a decision to refer confirmed goes on the list, and in case {case} none is in force."""

    code = "nothing_is_confirmed"


class WasRefuted(Refusal):
    """A reviewer says that the match of this item is wrong. Change that answer first, if it is."""

    code = "was_refuted"


class NoFingerprint(Refusal):
    """The report gives no fingerprint of this item, so that it can't be recognised again."""

    code = "no_fingerprint"


class WrongCategory(Refusal):
    """Choose what it is: one of the categories of this desk's own list."""

    code = "wrong_category"


@transaction.atomic
def answer_match(*, case_id: UUID, match_id: UUID, answer: str, by: Staff, reason: str = "") -> Match:
    """Say of a match of this case that it is right, wrong (with a reason) or not to be told.

    `answer`: confirmed, refuted or unsure. Raises NotFound, NoReason.
    """
    case = lock_case(case_id)
    if answer not in ANSWERS or not is_matched(case_id, match_id):
        raise NotFound(what="match in this case")
    match = ANSWERS[answer](match_id=match_id, by=by, reason=reason)
    record(f"case.match_{answer}", by=by, about=case, match=str(match_id), reason=match.answer_reason)
    return match


@transaction.atomic
def add_known(*, case_id: UUID, item_id: UUID, category: str, by: Staff) -> bool:
    """Put what a decision confirmed on this desk's own list, so that it is held when it is sent again.

    Again for the same item, nothing happens: False. Raises NotFound, NothingConfirmed, NoFingerprint,
    WasRefuted, WrongCategory.
    """
    case = lock_case(case_id)
    if not confirmed(case):
        raise NothingConfirmed(case=case.label)
    if category not in CATEGORIES:
        raise WrongCategory
    item = Item.objects.filter(
        id=item_id, report__memberships__case_id=case_id, report__memberships__left_at=None
    ).first()
    if item is None:
        raise NotFound(what="item in this case")
    if not item.fingerprints:
        raise NoFingerprint
    if _is_refuted(item):
        raise WasRefuted
    if own.add_to_own_list(fingerprints=item.fingerprints, category=category, by=by, about=case) is None:
        return False
    record("case.item_listed", by=by, about=case, item=str(item.id), category=category)
    return True


@transaction.atomic
def take_off(*, case_id: UUID, item_id: UUID, reason: str, by: Staff) -> bool:
    """Take an item off this desk's own list that this case, or one that went into it, put there by mistake.

    What another case put there stays: False, as where it is not on the list. Raises NotFound.
    """
    case = lock_case(case_id)
    item = Item.objects.filter(
        id=item_id, report__memberships__case_id=case_id, report__memberships__left_at=None
    ).first()
    if item is None:
        raise NotFound(what="item in this case")
    if not item.fingerprints or not on_own_list(item.fingerprints):
        return False
    if own.put_there_by_others(item.fingerprints, [one.label for one in family(case)]):
        return False
    own.take_off_own_list(fingerprints=item.fingerprints, reason=reason, by=by)
    record("case.item_unlisted", by=by, about=case, item=str(item.id), reason=reason)
    return True


@dataclass(frozen=True, kw_only=True)
class Listable:
    """An item that a decision confirmed, and whether this desk's own list has it."""

    id: UUID
    external_id: str
    listed: bool


def listable(case_id: UUID) -> list[Listable]:
    """What of this case may go on this desk's own list, at most MOST; nothing before it is confirmed."""
    case = Case.objects.filter(id=case_id).first()
    if case is None or not confirmed(case):
        return []
    items = Item.objects.filter(report__memberships__case_id=case_id, report__memberships__left_at=None)
    shown = items.order_by("report__received_at", "report_id", "place")[:MOST]
    return [_listable(item) for item in shown if item.fingerprints and not _is_refuted(item)]


def _is_refuted(item: Item) -> bool:
    answers = set(item.signals.values_list("match__answer", flat=True))
    return Match.Answer.REFUTED in answers and Match.Answer.CONFIRMED not in answers


def _listable(item: Item) -> Listable:
    return Listable(id=item.id, external_id=item.external_id, listed=on_own_list(item.fingerprints))


def confirmed(case: Case) -> bool:
    """Is a decision to refer this case in force?"""
    decision = standing(case)
    return decision is not None and (decision.outcome, decision.state) == (Outcome.REFER, DecisionState.FINAL)


ANSWERS: dict[str, Callable[..., Match]] = {
    Match.Answer.CONFIRMED: feedback.confirm,
    Match.Answer.REFUTED: feedback.refute,
    Match.Answer.UNSURE: feedback.unsure,
}
