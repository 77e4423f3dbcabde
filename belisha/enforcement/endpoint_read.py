"""What pages, commands and figures read of endpoints: how each stands, in words, and what is on its way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from belisha.enforcement import shipment_care
from belisha.enforcement.channels.channel import ORDER_DUE, TEST
from belisha.enforcement.endpoint_seal import LIVE, is_as_set
from belisha.enforcement.endpoint_table import Endpoint, Shipment, ShipmentAttempt
from belisha.enforcement.endpoints import is_tested
from belisha.enforcement.shipments import live_secrets
from belisha.outbound.signature import PRIVATE
from belisha.referrals.late import in_words as time_in_words
from belisha.referrals.on_the_way import clock
from belisha.referrals.problems import in_words
from belisha.refusal import NotFound

State, Stands = Endpoint.State, Shipment.State
OWN = {
    "not_as_set": "The endpoint was changed in the database, by nobody here.",
    "no_channel": "This desk has no way to such an endpoint.",
    "status_401": "They did not accept our signature (401).",
    "status_403": "They did not accept our signature (403).",
    "status_410": "They say that this address is gone for good (410).",
}
EVENTS = {ORDER_DUE: "Order due", TEST: "Test", "order.notice": "Notice to a user"}
UNTAKEN = timedelta(minutes=5)
SHOWN = 50


@dataclass(frozen=True, kw_only=True)
class EndpointView:
    """One endpoint. `sentence` says how it stands; `tested` that it may be turned on."""

    id: UUID
    name: str
    kind: str
    kind_words: str
    url: str
    service_id: UUID | None
    service: str
    state: str
    state_words: str
    colour: str
    sentence: str
    signing: str
    keys: int
    old_key_until: datetime | None
    tested: bool
    as_set: bool
    waiting: int
    stopped: int
    failures: int
    problem_words: str
    left_alone_until: datetime | None
    last_arrived_at: datetime | None
    last_failed_at: datetime | None

    @property
    def signed_with(self) -> str:
        """How its events are signed, in words."""
        return {"hmac": "A shared secret (v1)", "ed25519": "A key pair (v1a)"}.get(self.signing, "Nothing")


@dataclass(frozen=True, kw_only=True)
class ShipmentView:
    """One event that waits or stopped."""

    id: UUID
    event_words: str
    order: str
    state: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class AttemptView:
    """One attempt: what came back, and how long it took."""

    at: datetime
    event_words: str
    order: str
    answer_words: str
    milliseconds: int


def endpoints() -> list[EndpointView]:
    """All endpoints, by name."""
    return [_view(row, timezone.now()) for row in _rows()]


def endpoint(endpoint_id: UUID) -> EndpointView:
    """One endpoint. Raises NotFound."""
    row = _rows().filter(id=endpoint_id).first()
    if row is None:
        raise NotFound(what="endpoint")
    return _view(row, timezone.now())


def on_their_way(endpoint_id: UUID) -> list[ShipmentView]:
    """What stopped and what waits, in its order."""
    rows = Shipment.objects.filter(endpoint_id=endpoint_id, state__in=(Stands.STOPPED, Stands.WAITING))
    rows = rows.exclude(event=TEST).select_related("order").order_by("-state", "seq")
    return [
        ShipmentView(
            id=row.id,
            event_words=EVENTS.get(row.event, row.event),
            order=_order(row),
            state=row.state,
            sentence=_stands(row, timezone.now()),
        )
        for row in sorted(rows[:SHOWN], key=lambda row: (row.state != Stands.STOPPED, row.seq))
    ]


def attempts(endpoint_id: UUID) -> list[AttemptView]:
    """The newest attempts."""
    rows = ShipmentAttempt.objects.filter(shipment__endpoint_id=endpoint_id)
    return [
        AttemptView(
            at=row.at,
            event_words=EVENTS.get(row.shipment.event, row.shipment.event),
            order=_order(row.shipment),
            answer_words=words_of(row.answer),
            milliseconds=row.milliseconds,
        )
        for row in rows.select_related("shipment__order").order_by("-id")[:SHOWN]
    ]


def counts() -> dict[str, int]:
    """How many events wait, are late, stopped, were taken by no worker; how many endpoints fail."""
    now, waiting = timezone.now(), Shipment.objects.filter(state=Stands.WAITING)
    resting = Q(endpoint__open_until__gt=now)
    untaken = waiting.filter(next_at__lte=now - UNTAKEN, lease=None, endpoint__state=State.ON)
    # What waits behind another about the same thing is not due.
    first = untaken.exclude(resting).filter(failures=0, endpoint__failures=0)
    return {
        "waiting": waiting.count(),
        "late": shipment_care.late(now).count(),
        "stopped": shipment_care.stopped().count(),
        "untaken": first.count(),
        "endpoints_failing": Endpoint.objects.filter(state__in=LIVE, failures__gt=0).count(),
        "endpoints_disabled": Endpoint.objects.filter(state=State.DISABLED).count(),
        "endpoints_edited": sum(not is_as_set(row) for row in Endpoint.objects.all()),
    }


def services() -> Sequence[tuple[UUID, str]]:
    """The services whose orders an endpoint may take."""
    from belisha.organisation.models import Service

    return list(Service.objects.order_by("name").values_list("id", "name"))


def words_of(problem: str) -> str:
    """What came back, in a sentence."""
    return OWN.get(problem) or ("They took it." if problem.startswith("status_2") else in_words(problem))


def _rows() -> QuerySet[Endpoint]:
    return Endpoint.objects.select_related("service").order_by("name")


def _count(row: Endpoint, state: str) -> int:
    return row.shipments.filter(state=state).exclude(event=TEST).count()


def _view(row: Endpoint, now: datetime) -> EndpointView:
    whole = is_as_set(row)
    keys = live_secrets(row, now) if whole else []
    old = next((one["until"] for one in keys if one.get("until")), "")
    tested = whole and is_tested(row)
    words, colour = _state(row, tested=tested) if whole else ("Changed behind your backs", "red")
    return EndpointView(
        id=row.id,
        name=row.name,
        kind=row.kind,
        kind_words=row.get_kind_display(),
        url=row.url,
        service_id=row.service_id,
        service=row.service.name if row.service else "All services",
        state=row.state,
        state_words=words,
        colour=colour,
        sentence=_sentence(row, tested, now) if whole else words_of("not_as_set"),
        signing=_signing(keys),
        keys=len(keys),
        old_key_until=datetime.fromisoformat(old) if old else None,
        tested=tested,
        as_set=whole,
        waiting=_count(row, Stands.WAITING),
        stopped=_count(row, Stands.STOPPED),
        failures=row.failures,
        problem_words=words_of(row.problem) if row.problem else "",
        left_alone_until=row.open_until if row.open_until and row.open_until > now else None,
        last_arrived_at=row.last_arrived_at,
        last_failed_at=row.last_failed_at,
    )


def _signing(keys: Sequence[dict[str, str]]) -> str:
    if not keys:
        return ""
    return "ed25519" if keys[0]["secret"].startswith(PRIVATE) else "hmac"


def _state(row: Endpoint, *, tested: bool) -> tuple[str, str]:
    if row.state == State.ON:
        return ("Fails", "red") if row.failures else ("On", "green")
    if row.state == State.TEST:
        return ("Tested, not on", "blue") if tested else ("Test", "amber")
    return ("Gone", "red") if row.state == State.DISABLED else ("Off", "grey")


def _sentence(row: Endpoint, tested: bool, now: datetime) -> str:
    if row.state == State.TEST:
        return _test(row, tested)
    if row.state == State.DISABLED:
        return "The service says that this address is gone. Set the new one, test it and turn it on."
    if row.state == State.OFF:
        return "Nothing is sent there. Orders can be polled."
    return _failing(row, now) if row.failures else _well(row, now)


def _well(row: Endpoint, now: datetime) -> str:
    if row.last_arrived_at is None:
        return "It takes orders. None has been sent there yet."
    return f"It takes orders. The last event arrived {time_in_words(now - row.last_arrived_at)} ago."


def _failing(row: Endpoint, now: datetime) -> str:
    times = "once" if row.failures == 1 else f"{row.failures} times in a row"
    left = row.open_until if row.open_until and row.open_until > now else None
    rest = f" It is left alone until {clock(left, now)}." if left else ""
    return f"It failed {times}. {words_of(row.problem)}{rest}"


def _test(row: Endpoint, tested: bool) -> str:
    if tested:
        return "It took a test event. Turn it on, and orders are sent there."
    last = row.shipments.filter(event=TEST).order_by("-seq").first()
    if last is None:
        return "Nothing has been sent there yet. Send a test event."
    if last.state == Stands.WAITING:
        return "A test event leaves within seconds. Load this page again."
    if last.state == Stands.ARRIVED:
        return "It was changed after its last test. Send a test event."
    return f"The test event did not arrive. {words_of(last.problem)}"


def _order(row: Shipment) -> str:
    return str(row.order_id)[:8] if row.order_id else "–"


def _stands(row: Shipment, now: datetime) -> str:
    tries = ("Never tried", "Tried once")[row.attempts] if row.attempts < 2 else f"Tried {row.attempts} times"
    why = f" {words_of(row.problem)}" if row.problem else ""
    if row.state == Stands.STOPPED:
        return f"{tries}, then stopped.{why}"
    if row.lease_until and row.lease_until > now:
        return "It is being sent now."
    if row.next_at <= now:
        return f"{tries}.{why} It leaves as soon as what is before it did."
    return f"{tries}.{why} Next try at {clock(row.next_at, now)}."
