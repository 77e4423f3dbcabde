"""What pages, rules and commands show of the organisation's services and teams."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from belisha.organisation.models import Note, Service, Team
from belisha.refusal import NotFound

TWO_SERVICES = f"SELECT id FROM {Service._meta.db_table} LIMIT 2"  # noqa: S608 - the name of a table of ours


@dataclass(frozen=True)
class Switched:
    """The last switch of one-person mode: why, by whom and when."""

    reason: str
    by: str
    at: datetime


def services() -> list[Service]:
    """All services, by name."""
    return list(Service.objects.order_by("name"))


def only_service() -> Service | None:
    """The service of a desk that has one: what names no service can only be of it."""
    found = only_service_id()
    return Service.objects.filter(id=found).first() if found else None


def only_service_id() -> UUID | None:
    """Its id alone, asked at every contact that names none."""
    # Bare SQL: to compose this in the ORM costs ten times as much as to ask it.
    with connection.cursor() as cursor:
        cursor.execute(TWO_SERVICES)
        found = cursor.fetchall()
    return UUID(str(found[0][0])) if len(found) == 1 else None


def teams() -> list[Team]:
    """All teams with their members and services."""
    return list(Team.objects.prefetch_related("members", "services").order_by("name"))


def service(service_id: UUID) -> Service:
    """One service. Raises NotFound."""
    found = Service.objects.filter(id=service_id).first()
    if found is None:
        raise NotFound(what="service")
    return found


def team(team_id: UUID) -> Team:
    """One team with its members and services. Raises NotFound."""
    found = Team.objects.prefetch_related("members", "services").filter(id=team_id).first()
    if found is None:
        raise NotFound(what="team")
    return found


def last_switch() -> Switched | None:
    """Who last switched one-person mode, when and why; None where nobody ever did."""
    note = Note.objects.filter(about="one-person mode").select_related("by").order_by("-at").first()
    return Switched(note.text, note.by.name if note.by else "the console", note.at) if note else None
