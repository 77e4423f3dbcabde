"""What a tool sends of its own accord: checked, read, and made a report, once however often it comes."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from belisha.intake.connector_seal import is_as_set
from belisha.intake.connectors.made import made
from belisha.intake.connectors.seen import Seen, WrongShape
from belisha.intake.connectors.signed import SKEW, is_signed
from belisha.intake.connectors.tools import TOOLS, read, setting, signing
from belisha.intake.models import Arrival, Connector, Report
from belisha.intake.receive import Received, receive
from belisha.intake.repeat import IdempotencyConflict
from belisha.refusal import NotFound, Refusal
from belisha.vault.lookup import digest
from belisha.work.assign import open_task

OLDEST = timedelta(
    days=30
)  # known repeats are remembered for as long; tools try again for a few days at most
NOT_READ = "connector.not_read"
LOOK = "Something that this tool sent can’t be read. Look at it in the tool, and at the connector."
NOTED_EVERY = timedelta(minutes=1)
SHOWN_FOR = timedelta(days=1)


class WrongSignature(Refusal):
    """The signature is missing or wrong. Nothing was read."""

    code = "wrong_signature"


class ConnectorOff(Refusal):
    """This connector is off. Nothing was kept: send it again once an administrator has turned it on."""

    code = "connector_off"


class ConnectorEdited(ConnectorOff):
    """This connector was changed in the database, not on the desk. An administrator has to set it again."""


class WrongClock(Refusal):
    """The event says that it was made {when}. Nothing was kept."""

    code = "wrong_clock"


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What became of an event. `again`: it had come before, and nothing was doubled."""

    made: bool
    event: str
    again: bool = False
    receipt: str = ""
    why: str = ""
    would_make: Mapping[str, Any] | None = field(default=None, repr=False)
    left_out: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def arrive(*, connector_id: UUID, body: bytes, headers: Mapping[str, str], now: datetime) -> Taken:
    """Take one event of a tool; the answer is durable. The names of `headers` are in small letters.

    Raises NotFound, WrongSignature, ConnectorOff, WrongShape and WrongClock. The same event again has the
    same answer, also once its report is erased.
    """
    connector = Connector.objects.select_related("service").filter(id=connector_id).first()
    if connector is None:
        raise NotFound(what="connector")
    if not is_as_set(connector):
        raise ConnectorEdited
    set_up = setting(connector.kind, connector.mapping)
    if not _is_from_it(connector, set_up, body, headers, now):
        _note_unsigned(connector, now)
        raise WrongSignature
    if connector.state == Connector.State.OFF:
        raise ConnectorOff
    Connector.objects.filter(id=connector.id).update(last_seen_at=now)
    name = digest("arrival", sha256(body).hexdigest())
    earlier = Arrival.objects.filter(connector=connector, body=name).first()
    if earlier and earlier.outcome == Arrival.Outcome.MADE:
        return _again(earlier, now)
    try:
        return _take(connector, set_up, body, name, now)
    except (WrongShape, WrongClock) as wrong:
        errors = getattr(wrong, "errors", {"at": wrong.sentence})
        _note(connector, name, Arrival.Outcome.REFUSED, now, told={"code": wrong.code, "errors": errors})
        if isinstance(wrong, WrongShape):
            # What nobody can read is in the tool alone: a person looks there, and at the connector.
            open_task(kind=NOT_READ, about=connector, reason=LOOK, permission="organisation.change_endpoint")
        raise


def _is_from_it(
    connector: Connector, set_up: Any, body: bytes, headers: Mapping[str, str], now: datetime
) -> bool:
    how, header = signing(connector.kind, set_up)
    secrets = [connector.secret]
    if connector.former and connector.former_until and connector.former_until > now:
        secrets.append(connector.former)
    return any(
        is_signed(how, secret=secret, body=body, headers=headers, header=header, now=now)
        for secret in secrets
        if secret
    )


def _note_unsigned(connector: Connector, now: datetime) -> None:
    # Anybody may send what isn't signed: it costs one write a minute, and keeps nothing of it.
    if connector.unsigned_at is None or now - connector.unsigned_at >= NOTED_EVERY:
        Connector.objects.filter(id=connector.id).update(unsigned=connector.unsigned + 1, unsigned_at=now)


def _again(earlier: Arrival, now: datetime) -> Taken:
    Arrival.objects.filter(id=earlier.id).update(again=earlier.again + 1)
    report = Report.objects.filter(id=earlier.report_id).first() if earlier.report_id else None
    event = str(earlier.told.get("event", ""))
    return Taken(made=True, again=True, event=event, receipt=report.receipt if report else "")


def _take(connector: Connector, set_up: Any, body: bytes, name: bytes, now: datetime) -> Taken:
    seen = read(connector.kind, parsed(body, TOOLS[connector.kind].name), set_up)
    _refuse_wrong_clock(seen, now)
    told: dict[str, Any] = {"event": seen.event[:80], "why": seen.why}
    if seen.report is None:
        _note(connector, name, Arrival.Outcome.LEFT, now, told=told)
        return Taken(made=False, event=seen.event, why=seen.because)
    tool, service = TOOLS[connector.kind].name, connector.service
    report, dropped = made(seen, tool=tool, service=service.slug if service else "")
    left_out = (*seen.left_out, *dropped)
    told["left_out"] = list(left_out)
    if connector.state == Connector.State.TEST:
        shown = report.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        _note(connector, name, Arrival.Outcome.SHOWN, now, told=told, shown=shown)
        return Taken(
            made=False,
            event=seen.event,
            why="The connector is in test.",
            left_out=left_out,
            missing=seen.missing,
            would_make=shown,
        )
    received = _received(connector, seen.key, name, report)
    _note(connector, name, Arrival.Outcome.MADE, now, told=told, report_id=received.report_id)
    return Taken(
        made=True,
        event=seen.event,
        again=received.replayed,
        receipt=received.receipt,
        left_out=left_out,
        missing=seen.missing,
    )


def _received(connector: Connector, key: str, name: bytes, report: Any) -> Received:
    try:
        return receive(report=report, by=connector, idempotency_key=key)
    except IdempotencyConflict:
        # The tool says something new of the same thing: a further report, which joins the same case.
        return receive(report=report, by=connector, idempotency_key=f"{key} {name.hex()}")


def parsed(body: bytes, tool: str) -> Any:
    """The JSON of an event; raises WrongShape."""
    try:
        return json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise WrongShape(tool=tool, errors={"body": "is not JSON"}) from None


def _refuse_wrong_clock(seen: Seen, now: datetime) -> None:
    if seen.at is None:
        return
    if seen.at > now + SKEW:
        raise WrongClock(when=f"more than {SKEW.seconds // 60} minutes from now")
    if seen.at < now - OLDEST:
        raise WrongClock(when=f"more than {OLDEST.days} days ago")


def _note(
    connector: Connector,
    name: bytes,
    outcome: Arrival.Outcome,
    now: datetime,
    *,
    told: dict[str, Any],
    shown: dict[str, Any] | None = None,
    report_id: UUID | None = None,
) -> None:
    row = Arrival.objects.filter(connector=connector, body=name).first() or Arrival(
        connector=connector, body=name
    )
    row.again += not row._state.adding
    row.at, row.outcome, row.report_id = now, outcome, report_id
    row.told, row.shown = told, shown or {}
    # The same event at the same moment, twice: the other one has written it down.
    with suppress(IntegrityError), transaction.atomic():
        row.save()


def forget_arrivals(*, now: datetime) -> int:
    """Forget what tests showed after a day, and what came after thirty; the reports stay."""
    done: int = Arrival.objects.filter(at__lt=now - OLDEST).delete()[0]
    old = Arrival.objects.filter(at__lt=now - SHOWN_FOR, outcome=Arrival.Outcome.SHOWN)
    return done + int(old.delete()[0])
