"""What pages and later stages read of decisions."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from belisha.decisions import rules
from belisha.decisions.models import Decision, DecisionState, EmergencyCall, View
from belisha.intake.models import Concern
from belisha.organisation.profile import profile
from belisha.people.models import Staff
from belisha.triage.mask import Mask
from belisha.triage.models import Case, CaseState, Priority


@dataclass(frozen=True, kw_only=True)
class DecisionView:
    """One decision as a page shows it."""

    id: UUID
    case_id: UUID
    outcome: str
    outcome_words: str
    category: str
    category_words: str
    state: str
    state_words: str
    reasons: str
    grounds: tuple[dict[str, str], ...]
    routing_facts: dict[str, Any]
    child_suspect: bool
    one_person_mode: bool
    made_by: str
    made_by_id: UUID
    made_at: datetime
    confirmed_by: str
    confirmed_at: datetime | None
    ended_by: str
    ended_at: datetime | None
    ended_because: str

    @property
    def standing(self) -> bool:
        return self.state in (DecisionState.PROPOSED, DecisionState.FINAL)

    @property
    def waits(self) -> bool:
        return self.state == DecisionState.PROPOSED


@dataclass(frozen=True, kw_only=True)
class CallView:
    """One call to the emergency number."""

    id: UUID
    number: str
    by: str
    by_id: UUID
    called_at: datetime
    reference: str
    note: str
    one_person_mode: bool
    looked_at_by: str
    looked_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ViewView:
    """That somebody opened an item's link, and when."""

    item_id: UUID
    by: str
    at: datetime
    form: str


@dataclass(frozen=True, kw_only=True)
class DecisionPanel:
    """What a case's page says about its decision, and what this person may do now."""

    case_id: UUID
    case_label: str
    current: DecisionView | None
    past: tuple[DecisionView, ...]
    may_decide: bool
    senior_needed: bool
    may_confirm: bool
    may_reopen: bool
    views: tuple[ViewView, ...]


@dataclass(frozen=True, kw_only=True)
class EmergencyPanel:
    """What a case's page says about danger now, and the calls made."""

    case_id: UUID
    danger_now: str
    immediate: bool
    calls: tuple[CallView, ...]

    @property
    def shown(self) -> bool:
        """Does the number come first? Not knowing takes the safe branch."""
        return self.immediate or self.danger_now != "no" or bool(self.calls)


@dataclass(frozen=True, kw_only=True)
class BeforeDeciding:
    """What the decision form needs to know about its case."""

    case_id: UUID
    label: str
    priority: int
    priority_words: str
    child_suspect: bool
    senior_needed: bool
    refer_needs_second: bool
    no_action_needs_second: bool
    one_person_mode: bool
    concern: str


def decision_panel(case_id: UUID, viewer: Staff, mask: Mask | None = None) -> DecisionPanel | None:
    """The decision part of a case's page, through a mask where one is given; None: there is no such case."""
    case = Case.objects.filter(id=case_id).first()
    if case is None:
        return None
    shown = [through(mask, decision_view(one)) for one in _decisions(case_id)]
    current = next((one for one in shown if one.standing), None)
    senior_needed = not _may_decide(case, viewer)
    decides = viewer.has_perm("decisions.add_decision")
    return DecisionPanel(
        case_id=case.id,
        case_label=case.label,
        current=current,
        past=tuple(one for one in reversed(shown) if one is not current),
        may_decide=decides and case.state == CaseState.OPEN and not senior_needed,
        senior_needed=case.state == CaseState.OPEN and senior_needed,
        may_confirm=_may_confirm(current, viewer),
        may_reopen=decides and current is not None,
        views=views_of(case_id),
    )


def through(mask: Mask | None, shown: DecisionView) -> DecisionView:
    """A decision with everything hidden in its words replaced."""
    if mask is None:
        return shown
    grounds = tuple(ground | {"why": mask.text(ground.get("why", ""))} for ground in shown.grounds)
    reasons, ended = mask.text(shown.reasons), mask.text(shown.ended_because)
    return replace(shown, grounds=grounds, reasons=reasons, ended_because=ended)


def emergency_panel(case_id: UUID, mask: Mask | None = None) -> EmergencyPanel | None:
    """The emergency part of a case's page; None where there is no such case."""
    case = Case.objects.filter(id=case_id).first()
    if case is None:
        return None
    immediate = case.priority == Priority.IMMEDIATE
    return EmergencyPanel(
        case_id=case.id, danger_now=case.danger_now, immediate=immediate, calls=_calls(case_id, mask)
    )


def before_deciding(case_id: UUID, viewer: Staff) -> BeforeDeciding | None:
    """What the form must say before somebody decides; None where there is no such case."""
    case = Case.objects.filter(id=case_id).first()
    if case is None:
        return None
    return BeforeDeciding(
        case_id=case.id,
        label=case.label,
        priority=case.priority,
        priority_words=case.get_priority_display(),
        child_suspect=case.child_suspect,
        senior_needed=not _may_decide(case, viewer),
        refer_needs_second=_needs_second(case, rules.REFER),
        no_action_needs_second=_needs_second(case, rules.NO_ACTION),
        one_person_mode=profile().one_person_mode,
        concern=case.concerns.strip(",").split(",")[0],
    )


def decision_page(decision_id: UUID) -> DecisionView | None:
    """One decision for the page on which it is confirmed."""
    found = (
        Decision.objects.select_related("made_by", "confirmed_by", "ended_by").filter(id=decision_id).first()
    )
    return decision_view(found) if found else None


def calls_of(case_id: UUID) -> tuple[CallView, ...]:
    """The calls to the emergency number, in their order."""
    calls = EmergencyCall.objects.select_related("by", "looked_at_by").filter(case_id=case_id)
    return tuple(_call(call) for call in calls)


def _calls(case_id: UUID, mask: Mask | None) -> tuple[CallView, ...]:
    calls = calls_of(case_id)
    return tuple(replace(call, note=mask.text(call.note)) for call in calls) if mask else calls


def views_of(case_id: UUID) -> tuple[ViewView, ...]:
    """Who opened which item, in order. Nothing here means that nothing was opened."""
    views = View.objects.select_related("by").filter(case_id=case_id)
    return tuple(ViewView(item_id=one.item_id, by=one.by.name, at=one.at, form=one.form) for one in views)


def decision_view(row: Decision) -> DecisionView:
    """A row as plain values, opened."""
    return DecisionView(
        id=row.id,
        case_id=row.case_id,
        outcome=row.outcome,
        outcome_words=row.get_outcome_display(),
        category=row.category,
        category_words=str(dict(Concern.choices).get(row.category, row.category)),
        state=row.state,
        state_words=row.get_state_display(),
        reasons=row.reasons,
        grounds=tuple(row.grounds),
        routing_facts=row.routing_facts,
        child_suspect=row.child_suspect,
        one_person_mode=row.one_person_mode,
        made_by=row.made_by.name,
        made_by_id=row.made_by_id,
        made_at=row.made_at,
        confirmed_by=_name(row.confirmed_by),
        confirmed_at=row.confirmed_at,
        ended_by=_name(row.ended_by),
        ended_at=row.ended_at,
        ended_because=row.ended_because,
    )


def _decisions(case_id: UUID) -> list[Decision]:
    rows = Decision.objects.select_related("made_by", "confirmed_by", "ended_by")
    return list(rows.filter(case_id=case_id).order_by("made_at"))


def _call(row: EmergencyCall) -> CallView:
    return CallView(
        id=row.id,
        number=row.number,
        by=row.by.name,
        by_id=row.by_id,
        called_at=row.called_at,
        reference=row.reference,
        note=row.note,
        one_person_mode=row.one_person_mode,
        looked_at_by=_name(row.looked_at_by),
        looked_at=row.looked_at,
    )


def _may_decide(case: Case, viewer: Staff) -> bool:
    senior = viewer.has_perm("decisions.decide_child_suspect")
    return rules.may_decide(child_suspect=case.child_suspect, decides_child_suspect=senior)


def _may_confirm(current: DecisionView | None, viewer: Staff) -> bool:
    if current is None or current.confirmed_at or current.made_by_id == viewer.id:
        return False
    return viewer.has_perm("decisions.confirm_decision")


def _needs_second(case: Case, outcome: str) -> bool:
    return rules.needs_second_person(
        outcome=outcome,
        priority=case.priority,
        child_suspect=case.child_suspect,
        one_person_mode=profile().one_person_mode,
        lowered=case.overridden,
    )


def _name(person: Staff | None) -> str:
    return person.name if person else ""
