"""Endpoints in several states, for the pages that show them: on and failing, in test, gone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone


def set_endpoints(by: Any) -> None:
    """Three of them; one has an event that stopped, one that waits, and attempts of both."""
    from belisha.enforcement import endpoints
    from belisha.enforcement.channels.channel import ORDER_DUE, TEST
    from belisha.enforcement.endpoint_table import Shipment, ShipmentAttempt
    from belisha.enforcement.order_add import Basis, Thing, add
    from belisha.enforcement.shipping import next_seq

    now = timezone.now()
    made = [
        endpoints.add(name=name, url=f"https://{name}.example/orders", by=by).endpoint
        for name in ("chat", "forum", "game")
    ]
    for row in made[::2]:
        told: dict[str, Any] = {"endpoint": row, "began_at": timezone.now(), "next_at": now}
        Shipment.objects.create(event=TEST, seq=next_seq(), state="arrived", ended_at=now, **told)
        endpoints.turn_on(endpoint_id=row.id, by=by)
    chat = made[0]
    for state in ("stopped", "waiting"):
        thing = Thing(kind="item", id=f"item-on-its-way-{state}")
        order = add(kind="hold", thing=thing, basis=Basis(origin="machine"), now=now)
        rows = Shipment.objects.filter(order=order, event=ORDER_DUE)
        rows.update(
            state=state, attempts=2, failures=2, problem="status_422", next_at=now + timedelta(hours=1)
        )
        for row in rows.filter(endpoint=chat):
            ShipmentAttempt.objects.create(shipment=row, at=now, answer="status_422", milliseconds=12)
    chat.refresh_from_db()
    chat.failures, chat.problem, chat.last_failed_at = 2, "status_422", now
    chat.save(update_fields=["failures", "problem", "last_failed_at"])
