"""What gives somebody more to see or to do, or another way to sign in, is looked at by a senior."""

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from belisha.ledger.record import Actor, record
from belisha.people.models import Staff, StaffChange
from belisha.people.roles import permissions_of
from belisha.refusal import NotFound, Refusal

What = StaffChange.What
GIVEN = {What.SENIOR: "triage.open_any_case", What.CASE_WORK: "triage.view_case"}
TOLD_BY_MAIL = (What.PASSWORD, What.SECOND_FACTOR)


class OwnChange(Refusal):
    """This is about your own account, or you did it. Another senior looks at it."""

    code = "own_change"


def note(person: Staff, what: str, *, by: Actor) -> None:
    """Have somebody look at what was done to this account, in the transaction that did it."""
    if by == person and what in TOLD_BY_MAIL:
        return
    StaffChange.objects.create(
        person=person,
        what=what,
        by=by if isinstance(by, Staff) else None,
        at=timezone.now(),
        mail_next_at=timezone.now() if what in TOLD_BY_MAIL and not settings.BELISHA.demo else None,
    )


def note_gained(person: Staff, before: Iterable[str], *, by: Actor) -> None:
    """The same where the roles that a person now holds show them cases that those before did not."""
    gained = permissions_of(person.roles) - permissions_of(before)
    what = next((what for what, permission in GIVEN.items() if permission in gained), None)
    if what:
        note(person, what, by=by)


@transaction.atomic
def look_at(*, change_id: UUID, by: Staff) -> StaffChange:
    """Say that one knows of a change and that it is right; raises OwnChange or NotFound."""
    change = StaffChange.objects.select_for_update().select_related("person").filter(id=change_id).first()
    if change is None:
        raise NotFound(what="change")
    if by.id in (change.person_id, change.by_id):
        raise OwnChange
    if change.looked_at is None:
        change.looked_at, change.looked_by = timezone.now(), by
        change.save(update_fields=["looked_at", "looked_by"])
        record("staff.change_looked_at", by=by, about=change.person, what=change.what)
    return change


def waiting() -> list[StaffChange]:
    """The changes that nobody has looked at and somebody could, the oldest first."""
    rows = StaffChange.objects.filter(looked_at=None).select_related("person", "by").order_by("at")
    return [row for row in rows if lookers(row)]


def lookers(change: StaffChange) -> list[Staff]:
    """The seniors who may look at a change: whoever did not make it, and whom it isn't about."""
    others = Staff.objects.filter(is_active=True).exclude(Q(id=change.person_id) | Q(id=change.by_id))
    return [one for one in others if one.has_perm("triage.open_any_case")]


def recent(limit: int = 20) -> list[StaffChange]:
    """The changes that somebody has looked at, the newest first."""
    rows = StaffChange.objects.exclude(looked_at=None).select_related("person", "by", "looked_by")
    return list(rows.order_by("-looked_at")[:limit])
