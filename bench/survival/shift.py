"""A shift without a browser: a report comes in, becomes a case, is decided and told to an authority.

Whatever an earlier shift left half done is taken up first, as the worker and the people would.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from belisha.decisions.decide import confirm, decide, standing
from belisha.decisions.models import DecisionState
from belisha.intake.incoming import IncomingReport
from belisha.intake.receive import receive
from belisha.jobs.worker import Worker
from belisha.ledger.record import CONSOLE
from belisha.people.keys import Scope, add_key
from belisha.people.models import ApiKey, Staff
from belisha.people.staff import add_staff
from belisha.referrals import refer
from belisha.referrals.models import Referral, ReferralState
from belisha.triage import queue
from belisha.triage.models import Case, CaseState

Say = Callable[[str, str, str], object]
LINES = 4
SERVICE = "The service"


@dataclass(frozen=True)
class People:
    """Who works on this desk, and the service that sends it reports."""

    moderator: Staff
    senior: Staff
    service: ApiKey


def at_work() -> People:
    """Two people and a service's key, hired at the first time."""
    moderator, senior = (_person(role) for role in ("moderator", "senior"))
    key = ApiKey.objects.filter(name=SERVICE).first()
    if key is None:
        added = add_key(name=SERVICE, scopes=[Scope.REPORT], by=CONSOLE)
        key = ApiKey.objects.get(id=added.id)
    return People(moderator, senior, key)


def _person(role: str) -> Staff:
    email = f"{role}@desk.example"
    known = Staff.objects.filter(email=email).first()
    return known or add_staff(
        email=email, name=role.title(), roles=[role], password="a long enough one", by=CONSOLE
    )


def body(key: str, danger: str = "no") -> dict[str, Any]:
    """A report whose every text names its key, so that a torn or mixed-up one is seen."""
    return {
        "source": "user",
        "concerns": ["grooming"],
        "danger_now": danger,
        "what_happened": f"Text of report {key}.",
        "accounts": [
            {"id": f"account-{key}", "role": "suspect", "age_band": "adult"},
            {"id": f"child-{key}", "role": "child", "age_band": "13_15"},
        ],
        "items": [{"id": f"item-{key}", "locator": f"https://service.example/items/{key}"}],
        "conversation": [
            {"at": "2026-11-01T10:00:00Z", "from": "a", "to": "b", "text": f"message {n} of {key}"}
            for n in range(LINES)
        ],
        "child": {"country": "GB", "place": "NR1 3QA", "age": 13},
    }


def work(people: People, keys: Iterator[str], say: Say) -> None:
    """Take up what was left, then bring one report after the other to its authorities, for as long as there
    are keys."""
    worker = Worker()
    for key in keys:
        say("sent", key, "")
        received = receive(
            report=IncomingReport.model_validate(body(key)), by=people.service, idempotency_key=key
        )
        say("kept", key, received.receipt.replace(" ", ""))
        worker.once()
        _decide_what_is_open(people)
        worker.once()
        _release_what_is_drafted(people, say)


def _decide_what_is_open(people: People) -> None:
    for case in Case.objects.filter(state=CaseState.OPEN).order_by("number"):
        if case.owner_id is None:
            queue.claim(case_id=case.id, by=people.moderator)
        if standing(case) is None:
            decide(
                case_id=case.id,
                outcome="refer",
                category="grooming",
                reasons="Both accounts are marked.",
                by=people.moderator,
            )
    for case in Case.objects.filter(decisions__state=DecisionState.PROPOSED).distinct():
        proposed = standing(case)
        if proposed is not None:
            confirm(decision_id=proposed.id, by=people.senior)


def _release_what_is_drafted(people: People, say: Say) -> None:
    drafts = Referral.objects.filter(state=ReferralState.DRAFT).order_by("number")
    for referral in drafts:
        if not referral.confirmed_address:
            continue
        say("releasing", str(referral.id), "")
        refer.release(referral_id=referral.id, by=people.moderator)
        say("released", str(referral.id), "")
