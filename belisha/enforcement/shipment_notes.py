"""Writing down how an attempt went, together with what follows from it: one transaction, or nothing."""

import contextlib
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from belisha.enforcement import order_answers
from belisha.enforcement.channels.channel import ORDER_DUE, TEST, Arrived, Gone, Later, Outcome, Refused
from belisha.enforcement.endpoint_seal import as_set, is_as_set
from belisha.enforcement.endpoint_table import Endpoint, Shipment, ShipmentAttempt
from belisha.enforcement.order_table import Order
from belisha.enforcement.shipment_leases import LEASES
from belisha.enforcement.shipment_pauses import DOWN, PAUSES, is_over, pause_after, rest_after
from belisha.ledger.record import SYSTEM, Nobody, record
from belisha.outbound.leased.outcome import FAILED_HERE
from belisha.outbound.leased.rows import send_now
from belisha.refusal import Refusal
from belisha.work.assign import finish, open_task

TOO_MANY = "status_429"
LOOK, STOPPED = "endpoint.look", "endpoint.stopped"
"""Tasks: nothing passes, or single events did not. Each is about one endpoint."""
PERMISSION = "organisation.change_endpoint"
GONE = "The service says that this endpoint is gone for good. Orders wait to be polled: set the new address."
GAVE_UP = "It was tried for three days, and the service did not take it."
SOME_STOPPED = "The service did not take some events, and they stopped. Their orders wait to be polled."
HEALTH = ("failures", "problem", "open_until", "last_failed_at", "last_arrived_at")

State = Shipment.State


def carried_out(row: Shipment, outcome: Outcome) -> None:
    """Bring the order in line where the other system's interface did it, or says that it can't.

    Transactions of their own, before the attempt is noted: an order's case is locked before all else.
    """
    if row.order_id is None or row.event != ORDER_DUE or row.endpoint.kind == Endpoint.Kind.WEBHOOK:
        return
    by = _sender(row)
    # Somebody else answered meanwhile, or it was erased: then that stands.
    with contextlib.suppress(Refusal):
        if isinstance(outcome, Arrived) and outcome.done:
            order_answers.done(order_id=row.order_id, by=by, detail=outcome.detail, did=outcome.did)
        elif isinstance(outcome, Refused) and not outcome.line_down:
            order_answers.failed(order_id=row.order_id, by=by, reason=outcome.words)


@transaction.atomic
def note(row: Shipment, outcome: Outcome, *, milliseconds: int) -> None:
    """Write down how it went. Raises LeaseLost where the row is another's by now, or erased."""
    held, now = LEASES.held(row), timezone.now()
    # An order that is being shipped only needs the endpoint to be there.
    endpoint = Endpoint.objects.select_for_update(no_key=True).get(id=held.endpoint_id)
    held.leave_to_others()
    answer = outcome.answer if isinstance(outcome, Arrived) else outcome.problem
    ShipmentAttempt.objects.create(shipment=held, at=now, answer=answer[:60], milliseconds=milliseconds)
    failed_before = endpoint.failures > 0
    _stands(held, endpoint, outcome, now)
    _health(held, endpoint, outcome, now)
    held.save()
    endpoint.save(update_fields=HEALTH)
    told = [held.order_id] if held.order_id and held.event == ORDER_DUE else []
    # Before the ledger's lock, which is taken last by everybody.
    list(Order.objects.select_for_update().filter(id__in=told).values("id"))
    _ask(held, endpoint, outcome, now, recovered=failed_before)
    if isinstance(outcome, Arrived):
        order_answers.delivered(order_ids=told, by=_sender(held))


def _stands(held: Shipment, endpoint: Endpoint, outcome: Outcome, now: datetime) -> None:
    """How the shipment stands: it arrived, stopped, or is tried again."""
    if isinstance(outcome, Arrived):
        held.state, held.ended_at, held.failures, held.problem = State.ARRIVED, now, 0, ""
        return
    stops = _stops(held, endpoint, outcome, now)
    held.fail(outcome.problem)
    if stops:
        held.state, held.ended_at = State.STOPPED, now
    else:
        asked = outcome.after if isinstance(outcome, Later) else None
        held.next_at = now + pause_after(held.failures, shipment=held.id, asked=asked)


def _stops(held: Shipment, endpoint: Endpoint, outcome: Outcome, now: datetime) -> bool:
    # A person looks at a test, and sends another. What an endpoint refuses altogether waits for it.
    if held.event == TEST or (isinstance(outcome, Refused) and not outcome.line_down):
        return True
    if isinstance(outcome, Gone):
        return False
    return is_over(now - held.began_at, failures=held.failures, line_failures=endpoint.failures)


def _health(held: Shipment, endpoint: Endpoint, outcome: Outcome, now: datetime) -> None:
    """Count a failure once for each event, so that one that always fails doesn't stand for all others."""
    if isinstance(outcome, Arrived):
        _healthy(endpoint, now)
        return
    if outcome.problem == FAILED_HERE:
        return
    down = isinstance(outcome, Refused) and outcome.line_down
    first = held.failures <= 1
    endpoint.fail(outcome.problem, now, counts=first or down or endpoint.open_until is not None)
    # Any other status may be about this event alone.
    asked = outcome.after if isinstance(outcome, Later) and outcome.problem == TOO_MANY else None
    rest = rest_after(max(endpoint.failures, DOWN if down else 0), asked=asked)
    endpoint.open_until = now + rest if rest else endpoint.open_until


def _healthy(endpoint: Endpoint, now: datetime) -> None:
    """What takes something again is sent at once what waits for it."""
    if endpoint.open_until is not None:
        # What fails by itself, whatever the others do, keeps its own pauses.
        send_now(endpoint.shipments.filter(failures__lte=len(PAUSES) // 2), now)
    endpoint.recover()
    endpoint.last_arrived_at = now


def _ask(held: Shipment, endpoint: Endpoint, outcome: Outcome, now: datetime, *, recovered: bool) -> None:
    """Ask a person where nothing passes or something stopped; last, since the ledger's lock is."""
    if isinstance(outcome, Arrived):
        if recovered:
            finish(about=endpoint, kind=LOOK, by=SYSTEM)
        return
    if isinstance(outcome, Gone) and endpoint.state in (Endpoint.State.ON, Endpoint.State.TEST):
        _disable(endpoint, now)
    elif isinstance(outcome, Refused) and outcome.line_down:
        look_at(endpoint, outcome.words, now)
    if held.state == State.STOPPED and held.event != TEST:
        why = outcome.words if isinstance(outcome, Refused) else GAVE_UP
        ask_about_stopped(endpoint, now)
        facts = {"order": str(held.order_id), "problem": held.problem, "why": why}
        record("shipment.stopped", by=SYSTEM, about=endpoint, **facts)


def _disable(endpoint: Endpoint, now: datetime) -> None:
    intact = is_as_set(endpoint)
    endpoint.state = Endpoint.State.DISABLED
    if intact:
        # Else what somebody edited in the database would count as set by a person.
        endpoint.set_as = as_set(endpoint)
    endpoint.save(update_fields=["state", "set_as"])
    look_at(endpoint, GONE, now)
    record("endpoint.disabled", by=SYSTEM, about=endpoint, name=endpoint.name, problem=endpoint.problem)


def look_at(endpoint: Endpoint, words: str, now: datetime) -> None:
    """Ask a person to look at an endpoint to which nothing passes."""
    open_task(
        kind=LOOK,
        about=endpoint,
        label=endpoint.name[:60],
        reason=words,
        due_at=now + timedelta(hours=1),
        permission=PERMISSION,
    )


def ask_about_stopped(endpoint: Endpoint, now: datetime) -> None:
    """Ask a person about the events that one endpoint did not take: one task, however many they are."""
    open_task(
        kind=STOPPED,
        about=endpoint,
        label=endpoint.name[:60],
        reason=SOME_STOPPED,
        due_at=now + timedelta(hours=4),
        permission=PERMISSION,
    )


def _sender(row: Shipment) -> Nobody:
    return Nobody(f"endpoint {row.endpoint_id}")
