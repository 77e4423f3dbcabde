"""Bringing documents to the places outside: each row leased to one worker, tried until the place takes it.

A worker that is killed after a place took it, before that was noted, brings it again: a folder has it then,
mail and HTTP get the same name a second time.
"""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from belisha.ledger import folder, places
from belisha.ledger.models import Delivery, Place
from belisha.ledger.note import BadNote, Checkpoint, read
from belisha.ledger.outside import CHECKPOINT
from belisha.outbound import http, mail
from belisha.outbound.leased.pauses import pause_of
from belisha.outbound.problem import NotSent

LEASE = timedelta(minutes=5)  # longer than the slowest conversation, or the leaf hashes of a long log
BATCH = 50
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (5, 15, 60, 300, 900, 3600))


def deliver_due(*, now: datetime) -> int:
    """Bring what is due and return how much arrived. A place that fails once waits for the next round."""
    arrived, down = 0, set[UUID]()
    for delivery_id, place_id in list(_due(now).values_list("id", "place_id")[:BATCH]):
        if place_id in down or (one := _lease(delivery_id, now)) is None:
            continue
        problem = _attempt(one)
        _note(one, problem, now)
        arrived += not problem
        down |= {place_id} if problem else set()
    return arrived


def _due(now: datetime) -> QuerySet[Delivery]:
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    due = Delivery.objects.filter(free, done_at=None, next_at__lte=now, place__in=places.known())
    return due.order_by("next_at", "document__name")


def _lease(delivery_id: UUID, now: datetime) -> Delivery | None:
    # One conditional UPDATE: of two workers one changes the row, the other none.
    mine = _due(now).filter(id=delivery_id).order_by()
    if not mine.update(lease_until=now + LEASE, attempts=F("attempts") + 1):
        return None
    return Delivery.objects.select_related("document", "place").get(id=delivery_id)


def _attempt(one: Delivery) -> str:
    """Bring it; return in a short word what went wrong."""
    bring = {places.FOLDER: _into_folder, places.HTTP: _by_http, places.MAIL: _by_mail}[one.place.kind]
    try:
        bring(places.address_of(one.place), one)
    except NotSent as refused:
        return refused.problem
    return ""


def _into_folder(address: str, one: Delivery) -> None:
    head = _head(one)
    if head is not None:
        # First: where a head lies, the hashes below it lie too.
        folder.put_leaves(Path(address), head)
    folder.put(Path(address), one.document.name, one.document.body)


def _by_http(address: str, one: Delivery) -> None:
    headers = {"content-type": "text/plain; charset=utf-8", "belisha-document": one.document.name}
    http.post(address, one.document.body.encode(), headers)


def _by_mail(address: str, one: Delivery) -> None:
    text = f"Keep this message: by it anybody can tell whether the record was changed.\n\n{one.document.body}"
    mail.send(address, f"Belisha: {one.document.name}", text, message_id=f"{one.document.id}@belisha.invalid")


def _head(one: Delivery) -> Checkpoint | None:
    if not one.document.name.startswith(CHECKPOINT):
        return None
    try:
        return read(one.document.body.partition("\n\n")[0] + "\n")
    except BadNote as problem:
        raise NotSent("not_understood") from problem


@transaction.atomic
def _note(one: Delivery, problem: str, now: datetime) -> None:
    """Write down how it went; a lease that ran out in between is another worker's row by now."""
    mine = Delivery.objects.filter(id=one.id, lease_until=one.lease_until)
    pause = pause_of(PAUSES, one.attempts)
    if not mine.update(lease_until=None, next_at=now + pause, done_at=None if problem else now):
        return
    place = Place.objects.select_for_update().get(id=one.place_id)
    place.problem = problem
    place.failing_since = (place.failing_since or now) if problem else None
    place.delivered_at = place.delivered_at if problem else now
    place.save(update_fields=["problem", "failing_since", "delivered_at"])
