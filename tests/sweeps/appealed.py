"""Appeals in each state, for the pages that show them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def appeal(make_case: Callable[..., Any], moderator: Any, senior: Any) -> None:
    """One that waits, one upheld with all that follows, one rejected, and a complaint without a case."""
    from belisha.enforcement.appeal import appeal as take
    from belisha.enforcement.appeal_decide import decide_appeal
    from belisha.enforcement.models import Appeal
    from belisha.ledger.record import PUBLIC

    for _ in range(3):
        take(code=_code(make_case(), moderator, senior), text="That was a drawing of my own.", by=PUBLIC)
    take(text="A warning came for no reason.", tool=True, contact="someone@mail.example", by=PUBLIC)
    upheld, rejected, *_ = Appeal.objects.filter(kind="action").order_by("number")
    said = {"reasons": "Looked at it again.", "answer": "We looked at it again.", "by": _third()}
    decide_appeal(appeal_id=upheld.id, outcome="upheld", **said)
    decide_appeal(appeal_id=rejected.id, outcome="rejected", **said)


def _code(case: Any, moderator: Any, senior: Any) -> str:
    from belisha.decisions.decide import confirm, decide
    from belisha.enforcement import act
    from belisha.enforcement.models import Notice
    from belisha.enforcement.order_add import Thing

    made = decide(case_id=case.id, outcome="refer", category="grooming", reasons="Both.", by=moderator)
    if made.state == "proposed":
        confirm(decision_id=made.id, by=senior)
    item = case.memberships.first().report.items.first()
    thing = Thing(kind="item", id=item.external_id)
    return Notice.objects.get(order=act.order(case_id=case.id, kind="remove", thing=thing, by=moderator)).code


def _third() -> Any:
    from belisha.people.models import Staff
    from belisha.people.roles import Role

    return Staff.objects.create_user(
        "third@desk.example", "third@desk.example", name="Third", roles=[str(Role.MODERATOR)]
    )
