"""Lock-out: how many wrong passwords and codes are heard, and from where. In the database, so that it holds.

Each attempt is counted before it is looked at: a hundred at once are not a hundred guesses. From an address
where somebody signed in before, only what came from there counts: no stranger elsewhere locks them out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from allauth.core.internal.ratelimit import get_ip
from django.db import transaction
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils import timezone

from belisha.ledger.record import PUBLIC, Actor, record
from belisha.people.models import Attempts, KnownPlace, Staff
from belisha.vault.lookup import digest

PASSWORD, CODE = "password", "code"
WINDOW = timedelta(minutes=15)
FROM_ONE = 5
FROM_UNKNOWN = 20
EVERYWHERE = b""
KNOWN_FOR = timedelta(days=90)
KEPT, LOCKS_KEPT = timedelta(days=1), timedelta(days=30)


@dataclass(frozen=True)
class Attempt:
    """One try to sign in; `heard` says whether it is looked at at all."""

    kind: str
    account: bytes
    limits: tuple[tuple[bytes, int], ...]
    person: Staff | None
    heard: bool

    def was_right(self) -> None:
        """Forget what was wrong from this address; of the unknown ones take only this try back."""
        rows = Attempts.objects.filter(kind=self.kind, account=self.account)
        rows.filter(place=self.limits[0][0]).update(count=0)
        rows.filter(place=EVERYWHERE, count__gt=0, place__in=[place for place, _ in self.limits]).update(
            count=F("count") - 1
        )

    def was_wrong(self) -> None:
        """Note where this was one too many. Of an account that nobody has there is nothing to tell."""
        for place, limit in self.limits:
            if self.person is not None:
                _note_lock(self, place=place, limit=limit, person=self.person)


def attempt(kind: str, email: str, request: HttpRequest) -> Attempt:
    """Count one try before it is looked at."""
    email = email.strip().lower()
    account, place = digest("sign-in account", email), digest("sign-in place", get_ip(request))
    person = Staff.objects.filter(email=email).first()
    limits: tuple[tuple[bytes, int], ...] = ((place, FROM_ONE),)
    if person is None or not _is_known(person, place):
        limits += ((EVERYWHERE, FROM_UNKNOWN),)
    heard = all(_take(kind, account, at, limit, person) for at, limit in limits)
    return Attempt(kind, account, limits, person, heard)


def note_place(person: Staff, request: HttpRequest) -> None:
    """Remember from where somebody signed in."""
    if request.META.get("REMOTE_ADDR"):
        place = digest("sign-in place", get_ip(request))
        KnownPlace.objects.update_or_create(person=person, place=place, defaults={"last_at": timezone.now()})


def locks_of(person: Staff) -> list[Attempts]:
    """What was locked of this person's and nobody has looked at, the newest first."""
    return list(Attempts.objects.filter(person=person).exclude(locked_at=None).order_by("-locked_at"))


def locked_people() -> set[UUID]:
    """The ids of those who can't sign in from some place, or from any, until the lock ends or is lifted."""
    since = timezone.now() - WINDOW
    rows = Attempts.objects.filter(locked_at__gte=since).exclude(person=None)
    return {row for row in rows.values_list("person_id", flat=True) if row is not None}


def untold() -> Iterator[tuple[int, Staff]]:
    """Locks of which no task tells yet."""
    for row in Attempts.objects.filter(told_at=None).exclude(locked_at=None).exclude(person=None):
        yield row.pk, row.person  # type: ignore[misc]  # those without a person were left out


def told(lock: int) -> None:
    """A task tells of this lock."""
    Attempts.objects.filter(pk=lock).update(told_at=timezone.now())


@transaction.atomic
def lift(*, person: Staff, by: Actor) -> int:
    """Let a person try again at once, from everywhere."""
    lifted, _ = Attempts.objects.filter(person=person).delete()
    record("staff.sign_in_lifted", by=by, about=person)
    return lifted


def forget_old() -> int:
    """Delete attempts of yesterday, locks of last month and addresses that nobody signed in from for long."""
    now = timezone.now()
    old = Attempts.objects.filter(last_at__lt=now - KEPT)
    gone = old.filter(Q(locked_at=None) | Q(locked_at__lt=now - LOCKS_KEPT)).delete()[0]
    return gone + KnownPlace.objects.filter(last_at__lt=now - KNOWN_FOR).delete()[0]


def _is_known(person: Staff, place: bytes) -> bool:
    since = timezone.now() - KNOWN_FOR
    return KnownPlace.objects.filter(person=person, place=place, last_at__gt=since).exists()


def _take(kind: str, account: bytes, place: bytes, limit: int, person: Staff | None) -> bool:
    """Take one of the tries that are left in this window; False where none is."""
    now = timezone.now()
    row, _ = Attempts.objects.get_or_create(
        kind=kind,
        account=account,
        place=place,
        defaults={"person": person, "since": now, "last_at": now},
    )
    mine = Attempts.objects.filter(pk=row.pk)
    mine.filter(_is_over(now, limit)).update(count=0, since=now)
    return mine.filter(count__lt=limit).update(count=F("count") + 1, last_at=now) == 1


def _is_over(now: datetime, limit: int) -> Q:
    """A window ends a while after it began; a lock a while after the last try that was heard."""
    return Q(count__lt=limit, since__lte=now - WINDOW) | Q(count__gte=limit, last_at__lte=now - WINDOW)


@transaction.atomic
def _note_lock(tried: Attempt, *, place: bytes, limit: int, person: Staff) -> None:
    row = Attempts.objects.filter(kind=tried.kind, account=tried.account, place=place, count__gte=limit)
    new = row.filter(Q(locked_at=None) | Q(locked_at__lt=F("since")))
    if new.update(locked_at=timezone.now(), told_at=None, person=person):
        where = "one address" if place else "addresses from which nobody signed in before"
        record("staff.sign_in_locked", by=PUBLIC, about=person, kind=tried.kind, where=where)
