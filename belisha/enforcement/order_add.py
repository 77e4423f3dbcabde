"""Making an order's row: checked, in its place among the orders about one thing, and never twice."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from belisha.decisions.models import Decision
from belisha.enforcement import order_rules as rules
from belisha.enforcement.order_refusals import NoTarget, StandsAlready, WrongOrder
from belisha.enforcement.order_table import Order
from belisha.enforcement.orders_due import make_due, next_place
from belisha.organisation.models import Service
from belisha.people.models import Staff
from belisha.triage.models import Case
from belisha.vault.lookup import digest

State = Order.State


@dataclass(frozen=True, kw_only=True)
class Thing:
    """What an order is about: an item or an account, by the service's own id."""

    kind: str
    id: str
    locator: str = ""

    @property
    def target(self) -> bytes:
        """The keyed digest under which its orders are found: the one by which reports name it too."""
        return digest(self.kind, self.id)


@dataclass(frozen=True, kw_only=True)
class Basis:
    """On whose word an order stands: a machine's, a person's, a decision's or an appeal's."""

    origin: str
    by: Staff | None = None
    case: Case | None = None
    service: Service | None = None
    decision: Decision | None = None
    undoes: Order | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


def add(*, kind: str, thing: Thing, basis: Basis, now: datetime, planned: bool = False) -> Order:
    """Make an order, inside the use case that records it. Raises WrongOrder, NoTarget, StandsAlready."""
    if not rules.may_be_about(kind, thing.kind):
        raise WrongOrder(kind=kind, target=thing.kind, kinds=", ".join(rules.KINDS.get(thing.kind, ())))
    if not thing.id.strip():
        raise NoTarget
    refuse_equal(kind, thing, basis)
    order = Order(
        kind=kind,
        state=State.PLANNED,
        origin=basis.origin,
        target_kind=thing.kind,
        target=thing.target,
        place=next_place(thing.target),
        target_id=thing.id,
        locator=thing.locator,
        details=dict(basis.details),
        case=basis.case,
        service=service_of(basis),
        decision=basis.decision,
        undoes=basis.undoes,
        made_by=basis.by,
        made_at=now,
    )
    if not planned:
        return make_due(order, now=now)
    order.save(force_insert=True)
    return order


def refuse_equal(kind: str, thing: Thing, basis: Basis) -> None:
    """Let nobody order again what stands: the service would be told twice. Raises StandsAlready."""
    rows = standing([thing.target]).filter(kind=kind, service=service_of(basis), undoes=None)
    for one in rows.select_for_update(of=("self",)):
        if _is_equal(one, basis):
            raise StandsAlready(
                order=one.label.capitalize(),
                kind=one.get_kind_display().lower(),
                state=one.get_state_display().lower(),
                made_at=f"{one.made_at:%-d %B %Y}",
            )


def standing(targets: Collection[bytes]) -> QuerySet[Order]:
    """The orders about these things that hold: not failed, not withdrawn, and nothing undoes them."""
    return still_standing(Order.objects.filter(target__in=list(targets)))


def still_standing(rows: QuerySet[Order]) -> QuerySet[Order]:
    """Those of these orders that hold."""
    undone = Order.objects.filter(undoes=OuterRef("pk")).exclude(state__in=(State.WITHDRAWN, State.FAILED))
    return rows.filter(~Exists(undone), state__in=rules.STANDING)


def _is_equal(one: Order, basis: Basis) -> bool:
    if one.kind == Order.Kind.WARN:
        return one.state != State.DONE  # Who was warned once may be warned again.
    if one.kind == Order.Kind.PRESERVE:
        return str(one.details.get("until", "")) >= str(basis.details.get("until", ""))
    return True


def service_of(basis: Basis) -> Service | None:
    """The service that an order is for; None: whichever asks."""
    return basis.service or (basis.case.service if basis.case else None)
