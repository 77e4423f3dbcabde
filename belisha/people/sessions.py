"""Sessions of staff: where somebody is signed in, and ending it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from belisha.ledger.record import record
from belisha.people.models import DeskSession, Staff
from belisha.people.session_store import idle_after, session_id
from belisha.refusal import NotFound


@dataclass(frozen=True)
class SignedIn:
    """One browser in which somebody is signed in."""

    id: UUID
    browser: str
    since: datetime
    last_seen_at: datetime
    here: bool


def sessions_of(person: Staff, *, here: str | None) -> list[SignedIn]:
    """Where this person is signed in, the browser that asks first, then the one used last."""
    own = session_id(here) if here else None
    now = timezone.now()
    live = DeskSession.objects.filter(person=person, ends_at__gt=now, last_seen_at__gt=now - idle_after())
    rows = live.defer("data").order_by("-last_seen_at")
    shown = [SignedIn(row.id, row.browser, row.since, row.last_seen_at, row.id == own) for row in rows]
    return sorted(shown, key=lambda row: not row.here)


@transaction.atomic
def end_session(*, session: UUID, by: Staff) -> None:
    """End one of a person's own sessions. Raises NotFound."""
    ended, _ = DeskSession.objects.filter(person=by, id=session).delete()
    if not ended:
        raise NotFound(what="session")
    record("staff.session_ended", by=by, about=by)


@transaction.atomic
def sign_out_elsewhere(*, by: Staff, but: str | None) -> int:
    """End all sessions of a person except the one with the key `but`; return how many were ended."""
    ended = end_sessions_of(by, but=but)
    record("staff.signed_out_elsewhere", by=by, about=by, sessions=ended)
    return ended


def end_sessions_of(person: Staff, *, but: str | None = None) -> int:
    """Part of what shuts somebody out or gives them another password, which records it."""
    own = [session_id(but)] if but else []
    return DeskSession.objects.filter(person=person).exclude(id__in=own).delete()[0]
