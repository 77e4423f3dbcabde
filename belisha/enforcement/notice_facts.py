"""What a notice hangs on, read from the stages before: who reads it, and whether they may be told at all."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from functools import cache
from uuid import UUID

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from belisha.decisions.decide import STANDING
from belisha.decisions.models import Decision, DecisionState, Outcome
from belisha.enforcement.notice_table import Notice
from belisha.enforcement.order_table import Order
from belisha.intake.models import Account, AccountRole, AgeBand
from belisha.ledger.record import PUBLIC
from belisha.organisation.profile import profile
from belisha.referrals.dont_tell import MayTell, may_tell_accounts, may_tell_of
from belisha.referrals.models import RouteTaken
from belisha.routing import Facts, route
from belisha.routing.facts import Where
from belisha.triage.families import roots_of

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
    return may_be_told_of([order])[order.id]


def may_be_told_of(orders: Sequence[Order]) -> dict[UUID, MayTell]:
    """The same of many orders, in as many queries as of one."""
    acted = [one for one in orders if one.state in IN_EFFECT and one.case_id]
    names = _named_with(acted)
    cases = _cases_may_be_told({one.case_id for one in acted if one.case_id})
    accounts = may_tell_accounts({name for some in names.values() for name in some})
    found = {}
    for one in orders:
        reasons = list(cases[one.case_id].reasons) if one.case_id in cases else []
        reasons += [why for name in names.get(one.id, ()) for why in accounts[name].reasons]
        if one.state not in IN_EFFECT:
            reasons = [NOT_ACTED.format(state=one.get_state_display().lower())]
        found[one.id] = MayTell(reasons=tuple(dict.fromkeys(reasons)))
    return found


def case_may_be_told(case_id: UUID, accounts: Collection[str] = ()) -> MayTell:
    """May anybody whom this case is about be told what became of it, and those who hold these accounts?"""
    reasons = list(_cases_may_be_told([case_id])[case_id].reasons)
    for told in may_tell_accounts(accounts).values():
        reasons += told.reasons
    return MayTell(reasons=tuple(dict.fromkeys(reasons)))


def reader_of(order: Order) -> Reader:
    """How old whoever reads the notice is, as far as the reports say; a child where any of them says so."""
    meant = accounts_meant(order)
    case = roots_of([order.case_id]).get(order.case_id) if order.case_id else None
    suspects = any(one.role == AccountRole.SUSPECT for one in meant)
    bands = {one.age_band for one in meant}
    if bands & CHILDREN or (case is not None and case.child_suspect and suspects):
        return Reader.CHILD
    return Reader.ADULT if bands == {AgeBand.ADULT} else Reader.UNKNOWN


def address_of(order: Order, named: Sequence[Account] | None = None) -> str:
    """Where the user can be mailed, "" where the service named no address, or it is not sure whose it is.

    What a member of the public wrote is no address of the user's.
    """
    meant = [one for one in accounts_meant(order, named) if one.report.sent_by != _PUBLIC]
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


def accounts_in(orders: Sequence[Order]) -> dict[UUID, list[Account]]:
    """The accounts of the reports that name what each order is about, the reporters' left out."""
    kinds, targets = {one.target_kind for one in orders}, {bytes(one.target) for one in orders}
    rows = Account.objects.filter(
        report__identifiers__kind__in=kinds, report__identifiers__digest__in=list(targets)
    ).exclude(role=AccountRole.REPORTER)
    about, order = F("report__identifiers__digest"), ["report__received_at", "place"]
    # The first of each alone, however often it was reported.
    place = Window(RowNumber(), partition_by=[about], order_by=order)
    rows = rows.annotate(about=about, nth=place).filter(nth__lte=MOST_ACCOUNTS)
    found: dict[bytes, dict[UUID, Account]] = defaultdict(dict)
    for row in rows.select_related("report").order_by(*order):
        found[bytes(row.about)].setdefault(row.id, row)
    return {one.id: list(found[bytes(one.target)].values()) for one in orders}


def accounts_meant(order: Order, named: Sequence[Account] | None = None) -> list[Account]:
    """Those of them whose account, or whose content, it is.

    Whose content it is, nobody said: where somebody is suspected, theirs; else anybody's whom a report names.
    """
    named = accounts_in([order])[order.id] if named is None else named
    if order.target_kind == Order.Target.ACCOUNT:
        return [one for one in named if one.external_id.strip() == order.target_id.strip()]
    return [one for one in named if one.role == AccountRole.SUSPECT] or list(named)


def _named_with(orders: Sequence[Order]) -> dict[UUID, set[str]]:
    items = [one for one in orders if one.target_kind != Order.Target.ACCOUNT]
    found = accounts_in(items) if items else {}
    names = {one: {account.external_id for account in named} for one, named in found.items()}
    return names | {one.id: {one.target_id} for one in orders if one.id not in found}


def _cases_may_be_told(case_ids: Collection[UUID]) -> dict[UUID, MayTell]:
    unsettled, told = _unsettled(case_ids), may_tell_of(case_ids)
    return {one: MayTell(reasons=(*unsettled.get(one, ()), *told[one].reasons)) for one in case_ids}


def _unsettled(case_ids: Collection[UUID]) -> dict[UUID, list[str]]:
    roots = roots_of(case_ids)
    standing: dict[UUID, Decision] = {}
    for row in Decision.objects.filter(case__in={root.id for root in roots.values()}, state__in=STANDING):
        standing.setdefault(row.case_id, row)
    decided = [row.id for row in standing.values()]
    routed = set(RouteTaken.objects.filter(decision__in=decided).values_list("decision_id", flat=True))
    return {one: _not_settled(standing.get(root.id), routed) for one, root in roots.items()}


def _not_settled(decision: Decision | None, routed: Collection[UUID | None]) -> list[str]:
    if decision is None or decision.state != DecisionState.FINAL:
        return [UNDECIDED]
    return [NOT_ROUTED] if decision.outcome == Outcome.REFER and decision.id not in routed else []


_PUBLIC = PUBLIC.ledger_name
