"""What machines hold, as orders: the answer `hold` was the hold, and its row follows here within a second."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from belisha.decisions.models import Decision
from belisha.enforcement.act import undo
from belisha.enforcement.order_add import Basis, Thing, add
from belisha.enforcement.order_refusals import CannotBeUndone, ReversedAlready, StandsAlready
from belisha.enforcement.order_rules import HOLD, ITEM, STANDING
from belisha.enforcement.order_table import Order
from belisha.intake.models import Identifier, Report, Signal
from belisha.ledger.record import SYSTEM, record
from belisha.organisation.models import Service
from belisha.people.models import Staff
from belisha.screening.models import Unscreened
from belisha.triage.erase import family
from belisha.triage.models import Case, CaseState

LIVE = (CaseState.OPEN, CaseState.PROPOSED, CaseState.DECIDED, CaseState.REFERRED)
MACHINE = Order.Origin.MACHINE


def hold_matches(*, report: Report, case: Case) -> int:
    """Order to hold what of a report matched a list, inside the transaction that follows it; how many."""
    signals = Signal.objects.filter(report=report, match__isnull=False, item__isnull=False)
    items = {row.item_id: row.item for row in signals.select_related("item").order_by("place")}
    made = 0
    for item in items.values():
        if item is not None:
            thing = Thing(kind=ITEM, id=item.external_id, locator=item.locator)
            made += _hold(thing, case, report.service or case.service, report.receipt)
    return made


def hold_unscreened(*, unscreened_id: UUID) -> int:
    """Order to hold what could not be screened; it has no case, so the desk's own key seals it."""
    row = Unscreened.objects.select_related("service").filter(id=unscreened_id).first()
    return _hold(thing_of(row), None, row.service, row.reference) if row else 0


def release_unscreened(*, unscreened_id: UUID) -> int:
    """Release what a person found nothing against; how many orders that undid."""
    row = Unscreened.objects.select_related("service", "answered_by").filter(id=unscreened_id).first()
    if row is None:
        return 0
    reason = "A person found nothing against it."
    orders = _holds([thing_of(row).target], row.service).filter(case=None)
    return sum(release(one, by=row.answered_by, reason=reason) for one in orders)


def join_case(*, report: Report, case: Case) -> int:
    """Bring the holds of what could not be screened into the case of the report that names it."""
    named = Identifier.objects.filter(report=report, kind=ITEM).values_list("digest", flat=True)
    orders = Order.objects.filter(target__in=[bytes(one) for one in named], case=None)
    ours = orders.filter(service=report.service, origin=MACHINE)
    return sum(move(one, case) for one in ours)


def move_with_reports(*, report_ids: Iterable[UUID], from_case: Case, into: Case) -> int:
    """Bring orders along with the reports that were moved to another case; how many."""
    moved = _named_by(report_ids)
    stays = _named_by(
        from_case.memberships.filter(left_at=None).values_list("report_id", flat=True).iterator()
    )
    orders = Order.objects.filter(case=from_case, target__in=list(moved - stays))
    return sum(move(one, into) for one in orders.order_by("made_at", "place"))


def move(row: Order, case: Case) -> int:
    """Seal an order anew under the key of the case that it belongs to now."""
    opened = {name: getattr(row, name) for name in ("target_id", "locator", "details", "answer")}
    row.case = case
    for name, value in opened.items():
        setattr(row, name, value)
    row.save()
    record("order.moved", by=SYSTEM, about=row, case=case.label)
    return 1


def other_case_of(row: Order, case: Case) -> Case | None:
    """Another case, not closed, whose reports name what an order is about; the oldest of them."""
    named = Identifier.objects.filter(kind=row.target_kind, digest=bytes(row.target))
    if row.service_id:
        named = named.filter(report__service=row.service_id)
    here = Case.objects.filter(memberships__report__identifiers__in=named, memberships__left_at=None)
    others = here.filter(state__in=LIVE).exclude(id__in=[one.id for one in family(case)])
    return others.order_by("number").first()


def release(row: Order, *, by: Staff | None, reason: str, decision: Decision | None = None) -> int:
    """Release what is held; 0 where it is released already, or was never to be held."""
    try:
        made = undo(row, by=by, reason=reason, now=timezone.now(), decision=decision)
    except (CannotBeUndone, ReversedAlready):
        return 0
    record("order.reversed", by=by or SYSTEM, about=row, by_order=str(made.id), kind=made.kind)
    return 1


def thing_of(row: Unscreened) -> Thing:
    """What an upload that could not be screened is to the service: its id, else our reference."""
    return Thing(kind=ITEM, id=row.content_id or row.reference, locator=row.locator)


def _hold(thing: Thing, case: Case | None, service: Service | None, reference: str) -> int:
    basis = Basis(origin=MACHINE, case=case, service=service, details={"reference": reference})
    try:
        made = add(kind=HOLD, thing=thing, basis=basis, now=timezone.now())
    except StandsAlready:
        return 0
    record("order.given", by=SYSTEM, about=made, kind=HOLD, target=ITEM, case=case.label if case else "")
    return 1


def _holds(targets: Iterable[bytes], service: Service | None) -> QuerySet[Order]:
    rows = Order.objects.filter(kind=HOLD, target__in=list(targets), service=service, state__in=STANDING)
    return rows.order_by("made_at", "place")


def _named_by(report_ids: Iterable[UUID]) -> set[bytes]:
    rows = Identifier.objects.filter(report__in=list(report_ids), kind__in=("item", "account"))
    return {bytes(one) for one in rows.values_list("digest", flat=True)}
