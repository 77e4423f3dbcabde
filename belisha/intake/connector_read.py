"""What pages and commands show of connectors."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from belisha.intake.connector_seal import is_as_set
from belisha.intake.models import Arrival, Connector
from belisha.refusal import NotFound

LATELY = timedelta(days=7)
MOST_ARRIVALS = 50
MADE = (Arrival.Outcome.MADE,)
SHOWS = (Arrival.Outcome.SHOWN, *MADE)
"""What shows a person what a connector makes of its tool's events: before that it isn't turned on."""


@dataclass(frozen=True, kw_only=True)
class ConnectorRow:
    """One connector and how it does; no secret is in it."""

    id: UUID
    name: str
    kind: str
    kind_label: str
    state: str
    state_label: str
    service: str
    service_id: UUID | None
    last_seen_at: datetime | None
    unsigned: int
    unsigned_at: datetime | None
    former_until: datetime | None
    made: int
    left: int
    refused: int
    edited: bool
    ready: bool
    """May it be turned on? Something has shown what it makes, and nobody changed it behind the desk."""
    in_use: bool
    mapping: Mapping[str, Any] = field(default_factory=dict)

    @property
    def said(self) -> str:
        """How it does, in words."""
        if self.edited:
            return "changed in the database, not here: nothing is taken until an administrator sets it again"
        if self.last_seen_at is None:
            return "nothing has come yet"
        return f"{self.in_words} in 7 days"

    @property
    def in_words(self) -> str:
        """What came of the last seven days' events."""
        reports = f"{self.made} report" if self.made == 1 else f"{self.made} reports"
        return f"{reports}, {self.left} left aside, {self.refused} not read"

    def as_json(self) -> dict[str, Any]:
        """As `belisha connector list --json` prints it."""
        names = (
            "id",
            "name",
            "kind",
            "state",
            "service",
            "last_seen_at",
            "made",
            "left",
            "refused",
            "unsigned_at",
            "edited",
        )
        return {name: _written(getattr(self, name)) for name in names}


@dataclass(frozen=True, kw_only=True)
class ArrivalRow:
    """One event that came: what became of it, in words."""

    at: datetime
    outcome: str
    outcome_label: str
    event: str
    again: int
    why: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    shown: Mapping[str, Any] = field(default_factory=dict)


def connectors() -> list[ConnectorRow]:
    """All connectors by name, with the counts of the last seven days."""
    since = timezone.now() - LATELY
    counted = {
        outcome: Count("arrivals", filter=Q(arrivals__outcome=outcome, arrivals__at__gte=since))
        for outcome in ("made", "left", "refused")
    }
    rows = Connector.objects.select_related("service").annotate(
        **counted, shows=_some(SHOWS), used=_some(MADE)
    )
    return [_row(one) for one in rows]


def _some(outcomes: Collection[str]) -> Exists:
    return Exists(Arrival.objects.filter(connector=OuterRef("id"), outcome__in=outcomes))


def connector(connector_id: UUID) -> ConnectorRow:
    """One connector; raises NotFound."""
    found = next((one for one in connectors() if one.id == connector_id), None)
    if found is None:
        raise NotFound(what="connector")
    return found


def states() -> list[tuple[str, str, int]]:
    """How many connectors there are, by tool and state."""
    rows = (
        Connector.objects.values_list("kind", "state").annotate(count=Count("id")).order_by("kind", "state")
    )
    return list(rows)


def outcomes() -> list[tuple[str, str, int]]:
    """How many events of the last seven days came, by tool and by what became of them."""
    lately = Arrival.objects.filter(at__gte=timezone.now() - LATELY).order_by("connector__kind", "outcome")
    return list(lately.values_list("connector__kind", "outcome").annotate(count=Count("id")))


def arrivals(connector_id: UUID) -> list[ArrivalRow]:
    """What came lately, the newest first."""
    return [_arrival(one) for one in Arrival.objects.filter(connector_id=connector_id)[:MOST_ARRIVALS]]


def named(actors: Collection[str]) -> dict[str, str]:
    """The names of the connectors among these actors of the ledger ("connector:…")."""
    if not any(actor.startswith("connector:") for actor in actors):
        return {}
    return {row.ledger_name: row.name for row in Connector.objects.all() if row.ledger_name in actors}


def _row(row: Any) -> ConnectorRow:
    return ConnectorRow(
        id=row.id,
        name=row.name,
        kind=row.kind,
        kind_label=row.get_kind_display(),
        state=row.state,
        state_label=row.get_state_display(),
        service=row.service.name if row.service else "",
        service_id=row.service_id,
        last_seen_at=row.last_seen_at,
        unsigned=row.unsigned,
        unsigned_at=row.unsigned_at,
        former_until=row.former_until,
        made=row.made,
        left=row.left,
        refused=row.refused,
        edited=not is_as_set(row),
        ready=row.shows and is_as_set(row),
        in_use=row.used,
        mapping=row.mapping,
    )


def _arrival(row: Arrival) -> ArrivalRow:
    told = row.told
    return ArrivalRow(
        at=row.at,
        outcome=row.outcome,
        outcome_label=row.get_outcome_display(),
        event=str(told.get("event", "")),
        again=row.again,
        why=str(told.get("why", "")),
        errors=told.get("errors", {}),
        left_out=tuple(told.get("left_out", ())),
        shown=row.shown,
    )


def _written(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value
