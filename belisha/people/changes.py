"""What gives somebody more to see or to do, or another way to sign in, is looked at by a senior."""

from collections.abc import Collection, Iterable
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
    """This is about your own account, you did it, or who did it changed yours too. Another looks at it."""

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
    if by not in lookers(change):
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
    """The seniors who may look at a change: whoever did not make it, and whom it isn't about.

    Whose account the same person changed, unseen, may be nobody but that person: they wait for the others,
    where there are any.
    """
    others = Staff.objects.filter(is_active=True).exclude(Q(id=change.person_id) | Q(id=change.by_id))
    seniors = [one for one in others if one.has_perm("triage.open_any_case")]
    unseen = StaffChange.objects.filter(looked_at=None, by=change.by_id).exclude(by=None)
    theirs = set(unseen.values_list("person_id", flat=True))
    return [one for one in seniors if one.id not in theirs] or seniors


def cannot_look(change_ids: Collection[UUID], person: Staff) -> set[UUID]:
    """Which of these changes somebody else looks at."""
    rows = StaffChange.objects.filter(id__in=change_ids)
    return {row.id for row in rows if person not in lookers(row)}


def recent(limit: int = 20) -> list[StaffChange]:
    """The changes that somebody has looked at, the newest first."""
    rows = StaffChange.objects.exclude(looked_at=None).select_related("person", "by", "looked_by")
    return list(rows.order_by("-looked_at")[:limit])
