"""Orders in every state, for the pages that show them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def give_orders(make_case: Callable[..., Any], moderator: Any, senior: Any) -> None:
    """Planned, due, done, failed, reversed and withdrawn; some rest on a decision that was reopened."""
    from belisha.decisions import decide as decisions
    from belisha.enforcement import order_answers
    from belisha.enforcement.act import order, reverse
    from belisha.enforcement.decide_and_order import decide, proposed
    from belisha.enforcement.models import Order
    from belisha.enforcement.order_add import Thing
    from belisha.enforcement.orders_follow import follow
    from belisha.ledger.record import SYSTEM

    case = make_case(danger_now="yes", items=[{"id": "post-with-a-long-name-" * 8}])
    for number in range(3):
        thing = Thing(kind="item", id=f"post-{number}", locator="https://service.example/" + "long/" * 20)
        order(case_id=case.id, kind="hold", thing=thing, by=moderator, reason="Text of the reason.")
    first, second, third = Order.objects.filter(case=case).order_by("made_at")
    order_answers.done(order_id=first.id, by=SYSTEM, detail="Hidden from everybody.")
    order_answers.failed(order_id=second.id, by=SYSTEM, reason="No such item.")
    undoing = reverse(order_id=first.id, by=senior, reason="Wrong item.")
    order_answers.done(order_id=undoing.id, by=SYSTEM)
    order_answers.delivered(order_ids=[third.id], by=SYSTEM)
    for outcome in ("planned", "withdrawn", "reopened"):
        case = make_case(danger_now="yes" if outcome == "reopened" else "no")
        ticked = [one.proposal.word for one in proposed(case.id, category="grooming", child_suspect=False)]
        judged = {"outcome": "refer", "category": "grooming", "reasons": "Both accounts."}
        made = decide(case_id=case.id, by=moderator, orders=ticked, **judged)
        if outcome == "withdrawn":
            decisions.send_back(decision_id=made.id, by=senior, reason="Say more.")
        elif outcome == "reopened":
            decisions.reopen(case_id=case.id, reason="Somebody else.", by=senior)
    while follow():
        pass
