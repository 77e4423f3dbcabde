"""What stands between a draft and its release: the rules, the route as it is now, and the guard."""

from dataclasses import dataclass, replace

from belisha.decisions import rules
from belisha.decisions.decide import standing
from belisha.guard import inspect, inspect_json
from belisha.referrals.compose import compose
from belisha.referrals.drafting import found, route_now
from belisha.referrals.material import Material
from belisha.referrals.message import ReferralMessage
from belisha.referrals.models import Pack, Referral, ReferralState
from belisha.referrals.pack import render_json, render_pdf
from belisha.referrals.refusals import (
    ConfirmAddressFirst,
    NeedsSecondPerson,
    NoDecision,
    NotADraft,
    NotOnTheRoute,
)
from belisha.triage.models import Case, CaseState, Priority


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """A message as the documents that leave, and what the guard has against them."""

    message: ReferralMessage
    documents: dict[str, bytes]
    problem: str


def refuse_unless_releasable(referral: Referral, case: Case) -> None:
    """Raise NotADraft, ConfirmAddressFirst, NoDecision or NeedsSecondPerson unless it may be released now."""
    if referral.state not in (ReferralState.DRAFT, ReferralState.HELD) or case.state == CaseState.MERGED:
        raise NotADraft(number=referral.number, state=referral.get_state_display().lower())
    if not referral.confirmed_address:
        raise ConfirmAddressFirst(authority=referral.authority_name, number=referral.number)
    decision = standing(case)
    if decision is None:
        _refuse_unless_told_first(referral, case)
    elif decision.outcome != rules.REFER:
        raise NoDecision(case=case.label, number=referral.number)
    elif not rules.may_rest_on(
        state=decision.state,
        outcome=decision.outcome,
        confirmed=decision.confirmed_by_id is not None,
        one_person_mode=decision.one_person_mode,
        priority=case.priority,
    ):
        raise NeedsSecondPerson(case=case.label, number=referral.number)


def _refuse_unless_told_first(referral: Referral, case: Case) -> None:
    immediate = case.priority == Priority.IMMEDIATE
    if not immediate or not rules.may_be_told_first(referral.authority):
        raise NoDecision(case=case.label, number=referral.number)


def refuse_unless_on_the_route(referral: Referral, material: Material) -> None:
    """Raise NotOnTheRoute where the router, asked now, wouldn't tell them: NCMEC has it already, say."""
    now = route_now(material)
    if referral.authority not in {step.authority.id for step in now.steps}:
        because = " ".join(now.would_change[:3]) or "the facts have changed since it was drafted."
        raise NotOnTheRoute(authority=referral.authority_name, because=because)


def brought_up_to_date(referral: Referral, material: Material) -> ReferralMessage:
    """The draft's message with what the desk did meanwhile: custody, views, decision, who was told."""
    drafted = ReferralMessage.from_json(referral.message)
    fresh = compose(material, referral.step, number=referral.number, edits=referral.edits)
    return replace(
        drafted,
        created_at=fresh.created_at,
        custody=fresh.custody,
        viewed=fresh.viewed,
        decision=fresh.decision,
        earlier_reports=fresh.earlier_reports,
    )


def rendered(message: ReferralMessage) -> Rendered:
    """Render a message as JSON and PDF, and have the guard look at both."""
    documents = {Pack.Kind.JSON.value: render_json(message), Pack.Kind.PDF.value: render_pdf(message)}
    seen = (
        *inspect_json(documents["json"], name="pack.json").findings,
        *inspect(documents["pdf"], name="pack.pdf").findings,
    )
    return Rendered(message=message, documents=documents, problem=found(seen))
