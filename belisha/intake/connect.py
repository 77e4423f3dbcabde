"""Connectors: added, turned on and off, changed, given a new secret, removed."""

import secrets as chance
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from belisha.intake.arrive import NOT_READ
from belisha.intake.connector_read import MADE, SHOWS
from belisha.intake.connector_seal import as_set, is_as_set
from belisha.intake.connectors.tools import TOOLS, setting
from belisha.intake.models import Arrival, Connector
from belisha.ledger.record import record
from belisha.organisation.models import Service
from belisha.people.models import Staff
from belisha.refusal import NotFound, Refusal
from belisha.work.assign import finish

LEAST_SECRET = 16  # characters
OVERLAP = timedelta(days=2)
"""How long the secret before the one in force still counts: time to enter the new one in the tool."""


class NameTaken(Refusal):
    """There is a connector “{name}” already. Give this one another name."""

    code = "name_taken"


class ShortSecret(Refusal):
    """The secret is too short: use one of at least {least} characters, or leave it empty to have one made."""

    code = "short_secret"


class NotTried(Refusal):
    """Nothing has come from this tool yet. Have it send a report while this is in test, and read it."""

    code = "not_tried"


class EditedElsewhere(Refusal):
    """It was changed in the database, not here. Look at what it is, put it into test, then turn it on."""

    code = "edited_elsewhere"


class InUse(Refusal):
    """Reports have come by this connector: turn it off, it is kept with them."""

    code = "in_use"


@dataclass(frozen=True, kw_only=True)
class NewConnector:
    """A connector as it is shown this once, with its secret."""

    id: UUID
    name: str
    secret: str = field(repr=False)
    made_here: bool


@transaction.atomic
def add_connector(
    *, name: str, kind: str, service_id: UUID | None, secret: str, mapping: Mapping[str, Any], by: Staff
) -> NewConnector:
    """Add one, in test; an empty `secret` has one made. Raises NameTaken, ShortSecret, WrongMapping."""
    if Connector.objects.filter(name=name).exists():
        raise NameTaken(name=name)
    setting(kind, mapping)
    given = _checked(secret) if secret else new_secret(kind)
    row = Connector(
        name=name,
        kind=kind,
        service=_service(service_id),
        secret=given,
        mapping=dict(mapping),
        made_by=by,
        made_at=timezone.now(),
    )
    _save(row)
    record("connector.added", by=by, about=row, name=name, kind=kind)
    return NewConnector(id=row.id, name=name, secret=given, made_here=not secret)


@transaction.atomic
def change_connector(
    *, connector_id: UUID, service_id: UUID | None, mapping: Mapping[str, Any], by: Staff
) -> None:
    """Change what its words mean, or for which service it reports: back to test. Raises WrongMapping."""
    row = _locked(connector_id)
    setting(row.kind, mapping)
    row.mapping, row.service = dict(mapping), _service(service_id)
    if row.state == Connector.State.ON:
        row.state = Connector.State.TEST
    _save(row)
    finish(about=row, kind=NOT_READ, by=by)
    # What was shown was made by the mapping before this one.
    Arrival.objects.filter(connector=row, outcome=Arrival.Outcome.SHOWN).delete()
    record("connector.changed", by=by, about=row, name=row.name, state=row.state)


@transaction.atomic
def set_state(*, connector_id: UUID, state: str, by: Staff) -> Connector:
    """Turn a connector off, into test or on; on only once a test has shown a report.

    Raises NotTried, EditedElsewhere.
    """
    row = _locked(connector_id)
    shows = Arrival.objects.filter(connector=row, outcome__in=SHOWS)
    if state == Connector.State.ON and not is_as_set(row):
        raise EditedElsewhere
    if state == Connector.State.ON and not shows.exists():
        raise NotTried
    row.state = Connector.State(state).value
    finish(about=row, kind=NOT_READ, by=by)
    _save(row)
    record("connector.set", by=by, about=row, name=row.name, state=row.state)
    return row


@transaction.atomic
def change_secret(*, connector_id: UUID, secret: str, by: Staff) -> NewConnector:
    """Take a new secret; the one before it counts for two more days. Raises ShortSecret."""
    row, now = _locked(connector_id), timezone.now()
    row.former, row.former_until = row.secret, now + OVERLAP
    row.secret = _checked(secret) if secret else new_secret(row.kind)
    _save(row)
    record(
        "connector.secret_changed", by=by, about=row, name=row.name, former_until=row.former_until.isoformat()
    )
    return NewConnector(id=row.id, name=row.name, secret=row.secret, made_here=not secret)


@transaction.atomic
def remove_connector(*, connector_id: UUID, by: Staff) -> None:
    """Remove a connector by which nothing has come; raises InUse."""
    row = _locked(connector_id)
    if Arrival.objects.filter(connector=row, outcome__in=MADE).exists():
        raise InUse
    record("connector.removed", by=by, about=row, name=row.name)
    row.delete()


def new_secret(kind: str) -> str:
    """A secret as its tool takes one."""
    return chance.token_urlsafe(32) if kind in TOOLS else ""


def forget_former(*, now: datetime) -> int:
    """Forget secrets that no longer count."""
    return sum(_forgotten(row) for row in Connector.objects.filter(former_until__lt=now))


def _forgotten(row: Connector) -> int:
    stands, row.former, row.former_until = is_as_set(row), "", None
    if stands:
        _save(row)
    else:
        row.save(update_fields=["former", "former_until"])
    return 1


def _save(row: Connector) -> None:
    row.set_as = as_set(row)
    row.save()


def _locked(connector_id: UUID) -> Connector:
    row = Connector.objects.select_for_update().filter(id=connector_id).first()
    if row is None:
        raise NotFound(what="connector")
    return row


def _service(service_id: UUID | None) -> Service | None:
    return Service.objects.get(id=service_id) if service_id else None


def _checked(secret: str) -> str:
    if len(secret) < LEAST_SECRET:
        raise ShortSecret(least=LEAST_SECRET)
    return secret
