"""What a notice hangs on, read from the stages before: who reads it, and whether they may be told at all."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from belisha.decisions.decide import standing
from belisha.decisions.models import Decision, DecisionState, Outcome
from belisha.enforcement.notice_table import Notice
from belisha.enforcement.order_table import Order
from belisha.intake.models import Account, AccountRole, AgeBand, Report
from belisha.ledger.record import PUBLIC
from belisha.organisation.profile import profile
from belisha.referrals.dont_tell import MayTell, may_tell, may_tell_account
from belisha.referrals.models import RouteTaken
from belisha.routing import Facts, route
from belisha.routing.facts import Where
from belisha.triage.models import Case

Reader = Notice.Reader
CHILDREN = frozenset({AgeBand.UNDER_13, AgeBand.FROM_13, AgeBand.FROM_16})
MOST_ACCOUNTS = 50
UNDECIDED = "The case is being looked at: what follows from it is not settled."
NOT_ROUTED = "Whom to tell of the decision is not settled yet."
NOT_ACTED = "The order is {state}: there is nothing to tell."
IN_EFFECT = (Order.State.DUE, Order.State.DELIVERED, Order.State.DONE)


def may_be_told(order: Order) -> MayTell:
    """May the user whom this order is about be told of it, as things stand?

    Besides what holds a case back: before a decision is in force, and before it is settled whom it is
    referred to, nobody knows yet whether telling would warn somebody.
    """
    if order.state not in IN_EFFECT:
        return MayTell(reasons=(NOT_ACTED.format(state=order.get_state_display().lower()),))
    return case_may_be_told(order.case_id, _named_with(order)) if order.case_id else MayTell()


def case_may_be_told(case_id: Any, accounts: Iterable[str] = ()) -> MayTell:
    """May anybody whom this case is about be told what became of it, and those who hold these accounts?"""
    reasons = [*_unsettled(_root(case_id)), *may_tell(case_id).reasons]
    for account in accounts:
        reasons += may_tell_account(account).reasons
    return MayTell(reasons=tuple(dict.fromkeys(reasons)))


def reader_of(order: Order) -> Reader:
    """How old whoever reads the notice is, as far as the reports say; a child where any of them says so."""
    meant = accounts_meant(order)
    case = _root(order.case_id) if order.case_id else None
    suspects = any(one.role == AccountRole.SUSPECT for one in meant)
    bands = {one.age_band for one in meant}
    if bands & CHILDREN or (case is not None and case.child_suspect and suspects):
        return Reader.CHILD
    return Reader.ADULT if bands == {AgeBand.ADULT} else Reader.UNKNOWN


def address_of(order: Order) -> str:
    """Where the user can be mailed, "" where the service named no address, or it is not sure whose it is.

    What a member of the public wrote is no address of the user's.
    """
    meant = [one for one in accounts_meant(order) if one.report.sent_by != _PUBLIC]
    found = {mail.casefold(): mail for one in meant for mail in one.details.get("emails", ())}
    same = len({one.external_id for one in meant}) == 1
    return next(iter(found.values())) if same and len(found) == 1 else ""


def lines_to_talk() -> list[str]:
    """Whom a child of the desk's country may talk to, each with its telephone number or address."""
    return list(_lines_in(profile().country))


@cache
def _lines_in(country: str) -> tuple[str, ...]:
    facts = Facts(reporter="child", danger_now="no", reader=Where(country=country or None))
    found = [one for one in dict.fromkeys(route(facts).help) if one.phone or one.url]
    return tuple(f"{one.name}, {one.phone or one.url}" for one in found[:3])


def accounts_in(order: Order) -> Sequence[Account]:
    """The accounts of the reports that name what this order is about, the reporters' left out."""
    reports = Report.objects.filter(
        identifiers__kind=order.target_kind, identifiers__digest=bytes(order.target)
    )
    rows = Account.objects.filter(report__in=reports).exclude(role=AccountRole.REPORTER)
    return list(rows.select_related("report").order_by("report__received_at", "place")[:MOST_ACCOUNTS])


def accounts_meant(order: Order) -> list[Account]:
    """Those of them whose account, or whose content, it is.

    Whose content it is, nobody said: where somebody is suspected, theirs; else anybody's whom a report names.
    """
    named = accounts_in(order)
    if order.target_kind == Order.Target.ACCOUNT:
        return [one for one in named if one.external_id.strip() == order.target_id.strip()]
    return [one for one in named if one.role == AccountRole.SUSPECT] or list(named)


def _named_with(order: Order) -> set[str]:
    if order.target_kind == Order.Target.ACCOUNT:
        return {order.target_id}
    return {one.external_id for one in accounts_in(order)}


def _unsettled(case: Case | None) -> list[str]:
    if case is None:
        return []
    decision = standing(case)
    if decision is None or decision.state != DecisionState.FINAL:
        return [UNDECIDED]
    return [NOT_ROUTED] if _is_not_routed(decision) else []


def _is_not_routed(decision: Decision) -> bool:
    referred = decision.outcome == Outcome.REFER
    return referred and not RouteTaken.objects.filter(decision=decision).exists()


def _root(case_id: Any) -> Case | None:
    case = Case.objects.filter(id=case_id).first()
    while case is not None and case.merged_into_id is not None:
        case = Case.objects.filter(id=case.merged_into_id).first()
    return case


_PUBLIC = PUBLIC.ledger_name
