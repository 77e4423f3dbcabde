"""What the demo's service is told to do in its month, and its answers: most of it is done."""

from typing import Any
from uuid import UUID

from belisha.enforcement import act, order_answers, order_read, order_told, orders_follow
from belisha.enforcement.decide_and_order import decide as decide_and_order
from belisha.enforcement.decide_and_order import proposed
from belisha.jobs.story.clock import Clock
from belisha.ledger.record import Actor
from belisha.people.models import Staff
from belisha.triage.models import Case

FAILS_AT = 9  # the order of the month that the service can't carry out
STOPS_AFTER = 26  # reports: what is ordered later waits for the service when the demo opens
DONE = "Carried out by the moderation service."
FAILED = "There is no such account any more."


def decide(case: Case, *, by: Staff, outcome: str, category: str, reasons: str) -> UUID:
    """Decide a case as a person does who leaves the proposed orders ticked."""
    found = proposed(case.id, category=category, child_suspect=case.child_suspect)
    ticked = [one.proposal.word for one in found if one.proposal.ticked]
    judged: dict[str, Any] = {"outcome": outcome, "category": category, "reasons": reasons}
    return decide_and_order(case_id=case.id, by=by, orders=ticked, **judged).id


def reverse_one(*, by: Staff) -> None:
    """A senior sees that an account was restricted for what somebody else did from it."""
    done = order_read.listed(state="done", most=order_told.MOST).lines
    first = next(line.id for line in done if line.kind == "restrict")
    act.reverse(order_id=first, by=by, reason="The account had been taken over; its holder has it back.")


def answer(*, report: int, clock: Clock, by: Actor) -> None:
    """After a report of this number: the orders that follow, and the service's answers to those that wait."""
    while orders_follow.follow():
        pass
    if report > STOPS_AFTER:
        return
    for waiting in order_told.page_of(by=by, limit=order_told.MOST).orders:
        clock.wait(seconds=2)
        order = order_answers.hand_over(order_id=waiting.id, by=by)
        clock.wait(seconds=3)
        if order_read.answered() == FAILS_AT:
            order_answers.failed(order_id=order.id, by=by, reason=FAILED, at=clock.now)
        else:
            order_answers.done(order_id=order.id, by=by, detail=DONE, at=clock.now)
