"""Undoing what an appeal showed to be wrong: orders, decision, own list, matches, what others were told."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q

from belisha.decisions import known
from belisha.decisions.decide import decide, reopen, standing
from belisha.decisions.models import Outcome
from belisha.enforcement import act
from belisha.enforcement.appeal_table import Appeal
from belisha.enforcement.order_add import still_standing
from belisha.enforcement.order_table import Order
from belisha.intake.models import Item
from belisha.people.models import Staff
from belisha.referrals import deliver, following
from belisha.referrals.material import TOLD
from belisha.referrals.models import Referral, ReferralState
from belisha.refusal import Refusal
from belisha.screening.models import Match
from belisha.triage.erase import family, reports_in
from belisha.triage.models import Case

UNDONE = (Order.Kind.HOLD, Order.Kind.REMOVE, Order.Kind.RESTRICT, Order.Kind.SUSPEND)
"""What is undone. What is preserved stays until its law's time is over: a wrong decision doesn't end that."""
WITHDRAWN = "We looked at this again, and our judgement was wrong. We withdraw this report."
CORRECTED = "We looked at this again. What we reported of the {kind} {id} was wrong."
Done = list[dict[str, str]]


def undo_all(row: Appeal, case: Case | None, *, whole: bool, by: Staff, match_wrong: bool) -> dict[str, Any]:
    """Undo what rests on a wrong decision, inside the use case that decides the appeal; say what was undone.

    `whole`: the decision was wrong. Else what was done to this item or account was, and the decision stands.
    What can't be undone here is named with its reason, for the person who reads the page.
    """
    if case is None:
        return {}
    because = f"{row.label.capitalize()} was upheld."
    if row.order is None and not whole:
        return {}
    undone: dict[str, Any] = {"orders": _orders(row, case, whole=whole, by=by, because=because)}
    items = _items(row, case, whole=whole)
    if match_wrong:
        undone["matches"] = _matches(case, items, by, because)
    undone["listed"] = [str(item.id) for item in items if _unlisted(case, item, by, because)]
    if whole:
        undone["decision"] = _decision(row, case, by, because)
    undone["referrals"] = _referrals(row, case, whole=whole, by=by, because=because)
    return undone


def root_of(case: Case) -> Case:
    """The case into which this one went, if it did."""
    while case.merged_into is not None:
        case = case.merged_into
    return case


def _orders(row: Appeal, case: Case, *, whole: bool, by: Staff, because: str) -> Done:
    mine = _about_the_same(row.order, case) if row.order else Q(pk__in=())
    of_it = Q(decision=row.decision) if whole and row.decision else Q(pk__in=())
    found = still_standing(Order.objects.filter(mine | of_it, kind__in=UNDONE))
    return [_undone(one, by, because) for one in found.order_by("made_at", "place")]


def _about_the_same(order: Order, case: Case) -> Q:
    # Another service may use the same id for somebody else, and another case has a decision of its own.
    return Q(target=bytes(order.target), service=order.service_id, case__in=family(case))


def _undone(one: Order, by: Staff, because: str) -> dict[str, str]:
    made, problem = _tried(
        lambda: act.reverse(order_id=one.id, by=by, reason=because, origin=Order.Origin.APPEAL)
    )
    return {"id": str(one.id), "by": str(made.id) if made else "", "problem": problem}


def _items(row: Appeal, case: Case, *, whole: bool) -> Sequence[Item]:
    rows = Item.objects.filter(report__in=reports_in([case.id])).order_by("report_id", "place")
    if whole:
        return list(rows)
    if row.order is None or row.order.target_kind != Order.Target.ITEM:
        return []
    return [item for item in rows if item.external_id.strip() == row.order.target_id.strip()]


def _unlisted(case: Case, item: Item, by: Staff, because: str) -> bool:
    taken, _ = _tried(lambda: known.take_off(case_id=case.id, item_id=item.id, reason=because, by=by))
    return bool(taken)


def _matches(case: Case, items: Sequence[Item], by: Staff, because: str) -> list[str]:
    rows = Match.objects.filter(signals__item__in=items).exclude(answer=Match.Answer.REFUTED)
    found = list(rows.values_list("id", flat=True).distinct())
    for match_id in found:
        known.answer_match(case_id=case.id, match_id=match_id, answer="refuted", by=by, reason=because)
    return [str(one) for one in found]


def _decision(row: Appeal, case: Case, by: Staff, because: str) -> str:
    """End the wrong decision: what was acted on gets the right one, what was turned down a new look."""
    decision = standing(case)
    if decision is None or (row.decision_id and decision.id != row.decision_id):
        return ""
    if row.order is None:
        if decision.outcome == Outcome.REFER:
            return ""
        return str(reopen(case_id=case.id, reason=because, by=by).id)
    reopen(case_id=case.id, reason=because, by=by)
    right = decide(
        case_id=case.id, by=by, outcome=Outcome.NO_ACTION, category=decision.category, reasons=because
    )
    return str(right.id)


def _referrals(row: Appeal, case: Case, *, whole: bool, by: Staff, because: str) -> Done:
    """Draft what whoever was told must know, for a person to release; stop what is on its way."""
    if row.order is None:
        return []
    purpose, text = "withdrawal", WITHDRAWN
    if not whole:
        order = row.order
        purpose, text = "correction", CORRECTED.format(kind=order.target_kind, id=order.target_id)
    of_case = Referral.objects.filter(case__in=family(case), follows=None)
    told = [_followed(one, by, purpose, text) for one in of_case.filter(state__in=TOLD)]
    if not whole:
        return told
    return told + [_stopped(one, by, because) for one in of_case.filter(state=ReferralState.RELEASED)]


def _followed(one: Referral, by: Staff, purpose: str, text: str) -> dict[str, str]:
    made, problem = _tried(
        lambda: following.write_again(referral_id=one.id, by=by, purpose=purpose, text=text)
    )
    return {"id": str(one.id), "by": str(made.id) if made else "", "problem": problem}


def _stopped(one: Referral, by: Staff, because: str) -> dict[str, str]:
    made, problem = _tried(lambda: deliver.withdraw(referral_id=one.id, by=by, reason=because))
    return {"id": str(one.id), "by": str(made.id) if made else "", "problem": problem}


def _tried(step: Callable[[], Any]) -> tuple[Any, str]:
    """What a step gave, or why it can't be done here: the others don't wait for a person to settle that."""
    try:
        with transaction.atomic():
            return step(), ""
    except Refusal as refusal:
        return None, refusal.sentence
