"""Everything that a case holds, gathered once: what the router and the messages are made of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from belisha.decisions.after import reports_of_case
from belisha.decisions.decide import STANDING, standing
from belisha.decisions.models import Decision, EmergencyCall, Outcome, View
from belisha.decisions.read import CallView, DecisionView, calls_of, decision_view
from belisha.intake.read import ReportView, reports_of, said_in
from belisha.ledger.models import Entry
from belisha.organisation.profile import Profile, profile
from belisha.people.models import Staff
from belisha.referrals.linked import Linked, linked_to
from belisha.referrals.models import Delivery, Referral, ReferralState
from belisha.triage.erase import reports_in
from belisha.triage.models import Case

TOLD = (ReferralState.SENT, ReferralState.ACKNOWLEDGED, ReferralState.CLOSED)


@dataclass(frozen=True, kw_only=True)
class Step:
    """One line of the custody log, its person under a name that gives nobody away."""

    at: datetime
    who: str
    event: str


@dataclass(frozen=True, kw_only=True)
class Opened:
    """That an item was opened in the service's own viewer."""

    at: datetime
    who: str
    form: str
    item: str


@dataclass(frozen=True, kw_only=True)
class Told:
    """An authority that has been told of this case already."""

    authority: str
    name: str
    reference: str
    at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Material:
    """One case, opened."""

    case: Case
    reports: tuple[ReportView, ...]
    decision: DecisionView | None
    decided_by: str
    confirmed_by: str
    calls: tuple[CallView, ...]
    opened: tuple[Opened, ...]
    custody: tuple[Step, ...]
    told: tuple[Told, ...]
    linked: tuple[Linked, ...]
    profile: Profile
    now: datetime


def gather(case: Case) -> Material:
    """Open a case with its reports, its decision to refer, and what was done so far."""
    decision = standing(case)
    if decision is not None and decision.outcome != Outcome.REFER:
        decision = None
    reports = tuple(one for one in reports_of(reports_of_case(case)) if not one.erased)
    people = People(case)
    return Material(
        case=case,
        reports=reports,
        decision=decision_view(decision) if decision else None,
        decided_by=people.name(decision.made_by) if decision else "",
        confirmed_by=people.name(decision.confirmed_by) if decision and decision.confirmed_by else "",
        calls=calls_of(case.id),
        opened=tuple(_opened(case, people)),
        custody=tuple(_custody([case], reports, people)),
        told=tuple(told_already(case)),
        linked=linked_to(case, reports),
        profile=profile(),
        now=timezone.now(),
    )


def gather_facts(case: Case) -> Material:
    """Gather only what the router asks for: no texts, no custody log, and few queries."""
    rows = Decision.objects.select_related("made_by", "confirmed_by", "ended_by")
    decision = rows.filter(case=case, state__in=STANDING, outcome=Outcome.REFER).first()
    return Material(
        case=case,
        reports=tuple(one for one in said_in(reports_of_case(case)) if not one.erased),
        decision=decision_view(decision) if decision else None,
        decided_by="",
        confirmed_by="",
        calls=(),
        opened=(),
        custody=(),
        told=tuple(told_already(case)),
        linked=(),
        profile=profile(),
        now=timezone.now(),
    )


def told_already(case: Case) -> Iterable[Told]:
    """The authorities that have been told of the case by us, calls to the emergency number included."""
    told = Referral.objects.filter(case=case, state__in=TOLD).order_by("released_at")
    for referral in told.prefetch_related("delivery_rows"):
        sent = [one for one in referral.delivery_rows.all() if one.outcome in Delivery.TOLD]
        last = max(sent, key=lambda one: one.at, default=None)
        yield Told(
            authority=referral.authority,
            name=referral.authority_name,
            reference=referral.reference,
            at=last.at if last else referral.released_at,
        )
    for call in EmergencyCall.objects.filter(case=case):
        name = f"Emergency services ({call.number})"
        yield Told(authority="emergency", name=name, reference=call.reference, at=call.called_at)


class People:
    """Staff under names that give nobody away, the same person always under the same one."""

    def __init__(self, *cases: Case) -> None:
        self._numbers: dict[str, int] = {}
        self._staff = {person.ledger_name: person for person in Staff.objects.all()}
        # Case by case: who has a number in what was released of the first keeps it.
        for case in cases:
            for actor in _entries([case]).values_list("actor", flat=True):
                self._number(actor)

    def name(self, person: Staff) -> str:
        return self.of(person.ledger_name)

    def of(self, actor: str) -> str:
        if actor not in self._staff:
            return ACTORS.get(actor.partition(":")[0], "Somebody else")
        roles = self._staff[actor].roles
        role = "senior" if "senior" in roles else "moderator" if "moderator" in roles else "member of staff"
        return f"Reviewer {self._number(actor)} ({role})"

    def _number(self, actor: str) -> int:
        if actor in self._staff:
            self._numbers.setdefault(actor, len(self._numbers) + 1)
        return self._numbers.get(actor, 0)


ACTORS = {"public": "Member of the public", "key": "The service's own system", "system": "Belisha"}


def _entries(cases: Iterable[Case]) -> Any:
    ids = [str(case.id) for case in cases]
    return Entry.objects.filter(about_kind="triage.case", about_id__in=ids).order_by("seq")


def custody_of(cases: Sequence[Case], people: People) -> list[Step]:
    """Who did what and when, over a case and all that were merged into it."""
    reports = reports_of(reports_in([case.id for case in cases]))
    return _custody(cases, [one for one in reports if not one.erased], people)


def _custody(cases: Sequence[Case], reports: Iterable[ReportView], people: People) -> list[Step]:
    steps = [Step(at=one.received_at, who=people.of(one.sent_by), event="report.received") for one in reports]
    rows = _entries(cases).values_list("at", "actor", "event")
    steps += [Step(at=at, who=people.of(actor), event=event) for at, actor, event in rows]
    return sorted(steps, key=lambda step: step.at)


def _opened(case: Case, people: People) -> Iterable[Opened]:
    for view in View.objects.select_related("by", "item").filter(case=case):
        yield Opened(
            at=view.at,
            who=people.name(view.by),
            form="link opened in the service's own restricted viewer",
            item=view.item.external_id,
        )
