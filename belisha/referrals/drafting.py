"""Drafts: one for each authority of the route, kept in line with the decision until it is released."""

from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

from belisha.decisions import rules
from belisha.decisions.decide import lock_case
from belisha.decisions.models import Decision, DecisionState, Outcome
from belisha.guard import inspect_json
from belisha.ledger.record import SYSTEM, Actor
from belisha.organisation.directory import directory
from belisha.organisation.partners import PREFIX
from belisha.referrals.compose import compose
from belisha.referrals.facts import routing_facts
from belisha.referrals.field_words import place_words
from belisha.referrals.kinds import NotSendable
from belisha.referrals.lighten import lighter
from belisha.referrals.material import Material
from belisha.referrals.message import ReferralMessage
from belisha.referrals.models import Referral, ReferralState, RouteTaken
from belisha.referrals.pack import render_json
from belisha.referrals.supplement import as_follows
from belisha.referrals.typed import typed_values
from belisha.refusal import NotFound
from belisha.routing import Route, route
from belisha.triage.models import Case, CaseState, Priority
from belisha.work.assign import finish, open_task

UNSENT = (ReferralState.DRAFT, ReferralState.HELD)
OVER = (ReferralState.WITHDRAWN, ReferralState.FAILED)
CONFIRM_FIRST = "Confirm first: nobody has checked with {name} that it takes such reports, and how."
ADDRESS_CONFIRMED = "address_confirmed"
"""The task that says that a referral which was held for its address can go on."""
NO_LONGER = "The route does not name this authority any more."
ENDED = "The decision it rested on has ended."

StepJson = dict[str, Any]


def may_draft(decision: Decision | None, case: Case) -> bool:
    """Is there a decision to refer that drafts can rest on? A proposal counts where nobody is waited for."""
    if decision is None or decision.outcome != Outcome.REFER:
        return False
    in_force = decision.state == DecisionState.FINAL
    return in_force or (decision.state == DecisionState.PROPOSED and case.priority == Priority.IMMEDIATE)


def take_route(material: Material, decision: Decision | None) -> list[StepJson]:
    """Ask the router, keep its answer, and return the steps that are told by a referral.

    The emergency number is no step of ours: it is called, at once, and the call has its own record.
    """
    answer = cast(dict[str, Any], route_now(material).as_json())
    taken = RouteTaken.objects.filter(case=material.case, decision=decision).first()
    taken = taken or RouteTaken(case=material.case, decision=decision)
    taken.answer, taken.taken_at = answer, material.now
    taken.save()
    steps = [step for step in answer["steps"] if step["authority"]["id"] != "emergency"]
    if decision is None:
        steps = [step for step in steps if rules.may_be_told_first(step["authority"]["id"])]
    return steps


def route_now(material: Material) -> Route:
    """The router's answer as things stand."""
    return route(routing_facts(material), directory())


def bring_in_line(material: Material, decision: Decision | None, steps: Iterable[StepJson]) -> list[Referral]:
    """Draft what is missing, write each draft anew, withdraw what the route doesn't name; return the rest."""
    case = material.case
    rows = Referral.objects.filter(case=case, follows=None).exclude(state__in=OVER)
    live = {row.authority: row for row in rows}
    wanted = list(steps)
    for place, step in enumerate(wanted):
        row = live.get(step["authority"]["id"])
        if row is None or (row.state == ReferralState.CLOSED and row.decision != decision):
            row = _new(material, step)
        if row.state in UNSENT:
            row.decision, row.place = decision, place
            write(row, step, material)
        live[row.authority] = row
    named = {step["authority"]["id"] for step in wanted}
    partners = {key: live.pop(key) for key in list(live) if key.startswith(PREFIX)}
    _partners_in_line(partners.values(), decision, material)
    withdraw_drafts((row for row in live.values() if row.authority not in named), NO_LONGER)
    by_authority = {step["authority"]["id"]: step for step in wanted}
    for row in Referral.objects.filter(case=case, state__in=UNSENT).exclude(follows=None):
        write(row, by_authority.get(row.authority, row.step), material)
    ask_for_release(case)
    return [row for row in live.values() if row.state != ReferralState.WITHDRAWN]


def _partners_in_line(rows: Iterable[Referral], decision: Decision | None, material: Material) -> None:
    """Write the drafts to partners anew. A person named them, so they stay whatever the route says."""
    for row in rows:
        if row.state in UNSENT:
            row.decision = decision or row.decision
            write(row, row.step, material)


def _new(material: Material, step: StepJson) -> Referral:
    return Referral(
        number=number_for(material.case),
        case=material.case,
        authority=step["authority"]["id"],
        authority_name=step["authority"]["name"][:200],
        drafted_at=material.now,
    )


def number_for(case: Case) -> str:
    """The number of the next referral of a case, which is locked."""
    return f"{case.label}-{Referral.objects.filter(case=case).count() + 1}"


def write(row: Referral, step: StepJson, material: Material) -> None:
    """Write a draft's message anew from the case and what a person edited, and save where it stands then."""
    row.step, row.composed_at = step, material.now
    row.how_fast, row.confirmed_address = step["how_fast"], step["confirmed"]
    row.channel = step["channel"]
    try:
        whole = compose(material, step, number=row.number, edits=row.edits)
        message, row.problem = _passable(as_follows(row, whole, material))
        row.message = message.as_json()
    except NotSendable as problem:
        row.message, row.problem = {}, problem.words
    row.state = ReferralState.HELD if row.problem else ReferralState.DRAFT
    row.save()


def _passable(message: ReferralMessage) -> tuple[ReferralMessage, str]:
    """The message, lightened where what people wrote would be stopped, and what still stops it."""
    problem = problem_of(message)
    if not problem or not message.recipient.confirmed:
        return message, problem
    passing = (less for less in lighter(message) if not problem_of(less))
    less = next(passing, None)
    return (less, "") if less else (message, problem)


def problem_of(message: ReferralMessage) -> str:
    """Why a message can't be released as it stands; nothing where it can, as far as its text tells."""
    if not message.recipient.confirmed:
        return CONFIRM_FIRST.format(name=message.recipient.name)
    return found(inspect_json(render_json(message), name="pack.json", known=typed_values(message)).findings)


def found(findings: Iterable[Any]) -> str:
    """What the guard found, each with its place; never what stands there."""
    return "; ".join(
        f"{place_words(one.where) or 'the document'}: {one.detail}" for one in list(findings)[:5]
    )


def left_over(case: Case, decision: Decision | None) -> Iterable[Referral]:
    """The referrals that rest on nothing now. The police's of an immediate case need no decision."""
    # What puts right or withdraws what they were told needs no decision: its end may be the reason for it.
    notices = (Referral.Purpose.CORRECTION, Referral.Purpose.WITHDRAWAL)
    rows = Referral.objects.filter(case=case).exclude(purpose__in=notices)
    undecided = decision is None and case.state == CaseState.OPEN
    return rows.exclude(decision=None) if undecided else rows


def withdraw_drafts(rows: Iterable[Referral], why: str) -> int:
    """Withdraw those that nobody has released; what was released is history."""
    unsent = [row for row in rows if row.state in UNSENT]
    for row in unsent:
        row.state, row.problem = ReferralState.WITHDRAWN, why
        row.save(update_fields=["state", "problem"])
        finish(about=row, kind=ADDRESS_CONFIRMED, by=SYSTEM)
    return len(unsent)


def ask_for_release(case: Case, by: Actor = SYSTEM) -> None:
    """Keep one task open while drafts wait for somebody."""
    if Referral.objects.filter(case=case, state__in=UNSENT).exists():
        open_task(
            kind="release_referrals",
            about=case,
            reason="Referrals are drafted: check and release each, or withdraw it with a reason.",
            due_at=case.due_at,
            permission="referrals.release_referral",
        )
    else:
        finish(about=case, kind="release_referrals", by=by)


def locked(referral_id: UUID) -> tuple[Referral, Case]:
    """A referral and its case, both held until the end of the transaction. Raises NotFound."""
    case_id = Referral.objects.filter(id=referral_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise NotFound(what="referral")
    case = lock_case(case_id)
    return Referral.objects.select_for_update().get(id=referral_id), case
