"""What is looked after while events are on their way: what is late, what is given up, which tasks end."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from belisha.enforcement.channels.channel import TEST
from belisha.enforcement.endpoint_table import Endpoint, Shipment
from belisha.enforcement.order_rules import WAITING as ORDER_WAITS
from belisha.enforcement.shipment_notes import LOOK, STOPPED, ask_about_stopped, look_at
from belisha.enforcement.shipment_pauses import FAILED_LONG, GIVE_UP_AFTER
from belisha.ledger.record import SYSTEM, record
from belisha.work.assign import finish
from belisha.work.models import Task

LATE = timedelta(minutes=10)
KEEP_TESTS = timedelta(days=7)
LATE_WORDS = "Orders have not arrived there for 10 minutes. They are tried on, and the service can poll them."

State = Shipment.State


def look_after(*, now: datetime) -> int:
    """Ask about what is late, give up what is over, finish what is settled; return how much was done."""
    late = sum(_late(endpoint, now) for endpoint in _with_late(now))
    over = sum(give_up(endpoint_id=one, now=now) for one in _with_old(now).values_list("id", flat=True))
    return late + over + _settled() + _forget_tests(now)


@transaction.atomic
def give_up(*, endpoint_id: UUID, now: datetime) -> int:
    """Stop what waited for three days at an endpoint that failed all along; its orders wait to be polled."""
    endpoint = Endpoint.objects.select_for_update(no_key=True).get(id=endpoint_id)
    old = Shipment.objects.filter(endpoint=endpoint, state=State.WAITING, lease=None)
    old = old.filter(began_at__lte=now - GIVE_UP_AFTER)
    count = old.update(
        state=State.STOPPED, ended_at=now, problem=endpoint.problem, failures=F("failures") + 1
    )
    if count:
        ask_about_stopped(endpoint, now)
        record("shipment.given_up", by=SYSTEM, about=endpoint, count=count, problem=endpoint.problem)
    return count


def stopped() -> QuerySet[Shipment]:
    """What stopped and still matters: nobody answered its order meanwhile."""
    rows = Shipment.objects.filter(state=State.STOPPED).exclude(event=TEST)
    return rows.filter(Q(order__state__in=ORDER_WAITS) | ~Q(event="order.due"))


def late(now: datetime) -> QuerySet[Shipment]:
    """What waits longer than it should at an endpoint that is on."""
    rows = Shipment.objects.filter(state=State.WAITING, endpoint__state=Endpoint.State.ON)
    return rows.filter(began_at__lte=now - LATE)


def _with_late(now: datetime) -> QuerySet[Endpoint]:
    # What fails alone, while others pass, stops by itself in the end.
    failing = Endpoint.objects.filter(failures__gt=0, id__in=late(now).values("endpoint_id"))
    return failing.exclude(id__in=_asked(LOOK))


def _late(endpoint: Endpoint, now: datetime) -> bool:
    look_at(endpoint, LATE_WORDS, now)
    return True


def _with_old(now: datetime) -> QuerySet[Endpoint]:
    old = Shipment.objects.filter(state=State.WAITING, began_at__lte=now - GIVE_UP_AFTER)
    return Endpoint.objects.filter(failures__gte=FAILED_LONG, id__in=old.values("endpoint_id"))


def _settled() -> int:
    """Finish the tasks about endpoints that take events again, or have nothing that stopped."""
    well = Endpoint.objects.filter(state__in=(Endpoint.State.ON, Endpoint.State.OFF), failures=0)
    over = [(LOOK, one) for one in well.filter(id__in=_asked(LOOK)).values_list("id", flat=True)]
    about = set(_asked(STOPPED)) - set(stopped().values_list("endpoint_id", flat=True))
    over += [(STOPPED, one) for one in about]
    over += [(LOOK, one) for one in set(_asked(LOOK)) - set(Endpoint.objects.values_list("id", flat=True))]
    return sum(finish(about=("enforcement.endpoint", one), kind=kind, by=SYSTEM) for kind, one in over)


def _asked(kind: str) -> list[UUID]:
    return list(Task.objects.filter(kind=kind, done_at=None).values_list("about_id", flat=True))


def _forget_tests(now: datetime) -> int:
    """Tests of long ago show nothing; the newest of each endpoint stays, since it is on because of that."""
    old = Shipment.objects.filter(event=TEST, ended_at__lte=now - KEEP_TESTS)
    return old.filter(endpoint__set_at__gt=F("ended_at")).delete()[0]
