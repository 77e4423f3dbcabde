"""What stands between a draft and its release: the rules, the route as it is now, and the guard."""

from dataclasses import dataclass, replace

from belisha.decisions import rules
from belisha.decisions.decide import standing
from belisha.guard import inspect, inspect_json, inspect_plain
from belisha.guard.finding import Finding
from belisha.organisation.directory import directory
from belisha.organisation.partners import PREFIX
from belisha.referrals.addresses import row_of, still_holds
from belisha.referrals.compose import compose
from belisha.referrals.drafting import found, route_now
from belisha.referrals.kinds import NotSendable
from belisha.referrals.material import Material
from belisha.referrals.message import ReferralMessage
from belisha.referrals.models import Delivery, Pack, Referral, ReferralState
from belisha.referrals.pack import render_json, render_pdf
from belisha.referrals.reach import reach_of
from belisha.referrals.recipients.channel import Reach
from belisha.referrals.recipients.channels import channel_for
from belisha.referrals.refusals import (
    AddressChanged,
    ConfirmAddressFirst,
    GuardRefused,
    NeedsSecondPerson,
    NoDecision,
    NotADraft,
    NotOnTheRoute,
    NotReady,
)
from belisha.referrals.supplement import as_follows
from belisha.referrals.typed import typed_values
from belisha.triage.models import Case, CaseState, Priority

HOW = "Two people read its page and confirm its address in the directory; then it can be."
HOW_WITHOUT = "No address of it is known here: look it up, tell them, and note it on the case."


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """A message as the documents that leave, and what the guard has against them."""

    message: ReferralMessage
    documents: dict[str, bytes]
    problem: str
    reach: Reach | None = None
    findings: tuple[tuple[str, Finding], ...] = ()

    def refusal(self, *, number: str) -> GuardRefused:
        """Say why it can't leave: a field that is missing or too long is no finding of the guard."""
        refused = GuardRefused if self.findings else NotReady
        return refused(number=number, problem=self.problem)


def refuse_unless_releasable(referral: Referral, case: Case) -> None:
    """Raise NotADraft, ConfirmAddressFirst, AddressChanged, NoDecision or NeedsSecondPerson unless it may be
    released now."""
    merged = case.state == CaseState.MERGED and not referral.is_notice
    if referral.state not in (ReferralState.DRAFT, ReferralState.HELD) or merged:
        raise NotADraft(number=referral.number, state=referral.get_state_display().lower())
    _refuse_unless_address_holds(referral)
    decision = standing(case)
    if referral.is_notice:
        return
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


def _refuse_unless_address_holds(referral: Referral) -> None:
    now = directory()
    facts = {"authority": referral.authority_name, "number": referral.number}
    row = row_of(referral.authority, now)
    if not referral.confirmed_address:
        raise ConfirmAddressFirst(**facts, how=HOW if row and (row.url or row.phone) else HOW_WITHOUT)
    if still_holds(referral, now):
        return
    if row is not None and row.confirmed:
        raise AddressChanged(**facts)
    raise ConfirmAddressFirst(**facts, how=HOW)


def _refuse_unless_told_first(referral: Referral, case: Case) -> None:
    immediate = case.priority == Priority.IMMEDIATE
    if not immediate or not rules.may_be_told_first(referral.authority):
        raise NoDecision(case=case.label, number=referral.number)


def refuse_unless_on_the_route(referral: Referral, material: Material) -> None:
    """Raise NotOnTheRoute where the router, asked now, wouldn't tell them: NCMEC has it already, say.

    Raises AddressChanged where it would tell them elsewhere. A partner is on no route: a person named it."""
    if referral.authority.startswith(PREFIX):
        return
    if referral.follows_id:
        return  # They have it already, and may be told what is new, and what was wrong.
    now = route_now(material)
    step = next((one for one in now.steps if one.authority.id == referral.authority), None)
    if step is None:
        told = [change.sentence for change in now.changes if change.fact == "already_reported"]
        because = " ".join(told or now.would_change[:3]) or "the facts have changed since it was drafted."
        raise NotOnTheRoute(authority=referral.authority_name, because=because)
    if step.as_json()["contact"] != referral.step["contact"]:
        raise AddressChanged(authority=referral.authority_name, number=referral.number)


def brought_up_to_date(referral: Referral, material: Material) -> ReferralMessage:
    """The draft's message with what the desk did meanwhile: custody, views, decision, who was told."""
    drafted = ReferralMessage.from_json(referral.message)
    whole = compose(material, referral.step, number=referral.number, edits=referral.edits)
    fresh = as_follows(referral, whole, material)
    return replace(
        drafted,
        created_at=fresh.created_at,
        custody=fresh.custody,
        viewed=fresh.viewed,
        decision=fresh.decision,
        earlier_reports=fresh.earlier_reports,
        cybertip=fresh.cybertip,
    )


def carrier_of(authority: str, *, notice: bool) -> Reach | None:
    """Return the way that would carry it if it were released now; None where a person tells them.

    A `notice` puts right or withdraws what they were told: a channel that takes reports alone carries none.
    """
    reach = reach_of(authority)
    if notice and reach and reach.channel == Delivery.Channel.CYBERTIP:
        return None
    return reach


def rendered(message: ReferralMessage, *, notice: bool = False) -> Rendered:
    """Render a message as JSON and PDF, and as its channel needs it; have the guard look at each."""
    documents = {Pack.Kind.JSON.value: render_json(message), Pack.Kind.PDF.value: render_pdf(message)}
    reach = carrier_of(message.recipient.authority, notice=notice)
    channel = channel_for(reach.channel) if reach else None
    if reach and channel:
        try:
            documents |= channel.documents(message, reach)
        except NotSendable as problem:
            return Rendered(message=message, documents=documents, problem=problem.words)
    known = typed_values(message)
    seen = tuple((kind, one) for kind, made in documents.items() for one in _looked_at(kind, made, known))
    stops = found(finding for _, finding in seen)
    return Rendered(message=message, documents=documents, problem=stops, reach=reach, findings=seen)


def _looked_at(kind: str, document: bytes, known: frozenset[str]) -> tuple[Finding, ...]:
    look = {Pack.Kind.JSON.value: inspect_json, Pack.Kind.TEXT.value: inspect_plain}
    return look.get(kind, inspect)(document, name=f"pack.{kind}", known=known).findings
