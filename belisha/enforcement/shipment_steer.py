"""What people do about events on their way: have what stopped, or waits, sent at once."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from belisha.enforcement.channels.channel import TEST
from belisha.enforcement.endpoint_refusals import NothingToSend
from belisha.enforcement.endpoint_table import Shipment
from belisha.enforcement.endpoints import locked
from belisha.enforcement.shipment_notes import STOPPED
from belisha.ledger.record import record
from belisha.people.models import Staff
from belisha.work.assign import finish

State = Shipment.State


@transaction.atomic
def send_again(*, endpoint_id: UUID, by: Staff, shipment_id: UUID | None = None) -> int:
    """Send again what stopped and what waits, all of it or one; return how many. Raises NothingToSend.

    They leave under the ids that they had: a receiver that has one already tells it by that.
    """
    endpoint, now = locked(endpoint_id), timezone.now()
    rows = Shipment.objects.filter(endpoint=endpoint, state__in=(State.WAITING, State.STOPPED), lease=None)
    rows = rows.filter(id=shipment_id) if shipment_id else rows.exclude(event=TEST)
    count = rows.update(state=State.WAITING, next_at=now, ended_at=None, failures=0, broken_off=0, problem="")
    if not count:
        raise NothingToSend
    endpoint.open_until = None
    endpoint.save(update_fields=["open_until"])
    if not Shipment.objects.filter(endpoint=endpoint, state=State.STOPPED).exclude(event=TEST).exists():
        finish(about=endpoint, kind=STOPPED, by=by)
    record("endpoint.sent_again", by=by, about=endpoint, name=endpoint.name, count=count)
    return count
