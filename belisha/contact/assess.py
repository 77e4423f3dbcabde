"""What to do with contacts as they are told: advised by rules, kept under pseudonyms, answered when durable.

A contact that was told before is answered as it was then, and not counted again.
"""

import time
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from belisha.contact import store
from belisha.contact.advice import Advice
from belisha.contact.counting import Counting
from belisha.contact.event import Event
from belisha.contact.frequency import Seen
from belisha.contact.in_force import policy_in_force
from belisha.contact.kept import is_kept
from belisha.contact.naming import keep_names, names_in
from belisha.contact.packing import ADVICE
from belisha.contact.policy import Policy
from belisha.contact.pseudonyms import A_DAY, Pseudonyms, milliseconds
from belisha.contact.rules import assess as advise
from belisha.contact.store import Row
from belisha.contact.traced import Traced, trace
from belisha.contact.turns import Turns
from belisha.ledger.record import SYSTEM, Actor
from belisha.organisation.reach import service_of
from belisha.organisation.read import only_service_id

AT_ONCE = 2000  # contacts in one transaction: its commit costs as much as hundreds of them
WEARY = 1_000_000  # messages on a day
LATELY = 1.0  # seconds


def assess(*, events: Sequence[Event], service: str | None = None, by: Actor = SYSTEM) -> list[Advice]:
    """Advise on contacts, in their order; whatever is kept of them is durable.

    Raises UnknownService, OtherService, ServiceMissing.
    """
    policy, whose = policy_in_force(), service_of(service, by)
    marks = Pseudonyms.of_service(whose.id.hex if whose else "")
    named = whose.id if whose else only_service_id()
    answers = [advise(event, policy) for event in events]
    places = [at for at, event in enumerate(events) if answers[at].message or is_kept(event)]
    told = [trace(events[at], answers[at], service=named, marks=marks) for at in places]
    for at, answer in zip(places, _TURNS.do(told), strict=True):
        answers[at] = answer
    return answers


def was_asked_lately() -> bool:
    """Whether this process is at it: it kept contacts within the last second."""
    return time.monotonic() - _TURNS.acted_at < LATELY


@transaction.atomic
def _keep(told: Sequence[Traced]) -> list[Advice]:
    counting, rows, answers = Counting(one for one in told if one.fresh.message), dict[bytes, Row](), []
    before = store.take_turn_and_look(
        contacts={one.key for one in told}, counts=counting.keys, names=names_in(told).keys()
    )
    counting.begin(before.counts)
    policy, now = policy_in_force(), milliseconds(timezone.now())
    for one in told:
        if earlier := before.contacts.get(one.key) or rows.get(one.key):
            answers.append(_again(one, earlier, policy))
            continue
        answer = advise(one.event, policy, seen=counting.seen(one)) if one.fresh.message else one.fresh
        if answer.message:
            counting.note(one, answer)
        rows[one.key] = one.row(answer, now)
        answers.append(answer)
    with store.in_one_go(few=len(rows) <= store.FEW):
        store.write(list(rows.values()))
        counting.keep()
        keep_names(names_in(one for one in told if one.key in rows), before=before.names, today=now // A_DAY)
    return answers


def _again(one: Traced, earlier: Row, policy: Policy) -> Advice:
    if earlier.shown or ADVICE[earlier.advice] == one.fresh.advice:
        return one.fresh
    # It was one too many at that time, and is so again.
    return advise(one.event, policy, seen=Seen(pair_at=one.event.at, pair_advice="hold", today=WEARY))


_TURNS = Turns[Traced, Advice](_keep, AT_ONCE)
