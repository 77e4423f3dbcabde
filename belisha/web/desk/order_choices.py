"""The orders that are offered with a decision, each with a box to tick."""

from dataclasses import dataclass
from itertools import groupby

from belisha.decisions.read import BeforeDeciding
from belisha.enforcement.decide_and_order import Proposed, proposed
from belisha.enforcement.order_read import words_of
from belisha.triage.hide import mask_for
from belisha.web.desk.door import DeskRequest

WORDS = {
    "preserve": "Preserve",
    "remove": "Remove",
    "restrict": "Restrict",
    "suspend": "Suspend",
}


@dataclass(frozen=True, kw_only=True)
class Box:
    """One order with its box. `word` is what the form sends."""

    word: str
    words: str
    why: str
    ticked: bool


@dataclass(frozen=True, kw_only=True)
class Group:
    """The orders of one kind."""

    words: str
    boxes: list[Box]


def offered(request: DeskRequest, before: BeforeDeciding, category: str) -> list[Group]:
    """What is offered for a decision to refer, by kind; what was ticked stays so."""
    child = before.child_suspect or bool(request.POST.get("child_suspect"))
    found = proposed(before.case_id, category=category, child_suspect=child)
    mask = mask_for(before.case_id, request.user)
    sent = set(request.POST.getlist("orders")) if request.method == "POST" else None

    def box(one: Proposed) -> Box:
        order = one.proposal
        ticked = order.ticked if sent is None else order.word in sent
        return Box(word=order.word, words=words_of(one.seen, mask), why=order.why, ticked=ticked)

    kinds = groupby(found, key=lambda one: one.proposal.kind)
    return [Group(words=WORDS[kind], boxes=[box(one) for one in some]) for kind, some in kinds]
