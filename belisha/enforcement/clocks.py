"""The clocks of a case follow its facts: they begin, move and end as it is told, closed and reopened."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from belisha.enforcement.facts import facts_of, laws
from belisha.enforcement.laws import OWN, Bound
from belisha.enforcement.models import Clock, Keeping
from belisha.enforcement.orders import end_stale
from belisha.enforcement.rules import FOR_EVER, Facts, Running, Verdict, Wanted, ask_at, clocks, verdict
from belisha.ledger.record import SYSTEM, record
from belisha.referrals.models import Delivery
from belisha.triage.erase import family
from belisha.triage.models import Case, CaseState, Membership
from belisha.work.assign import finish, open_task

COLLIDES, STILL_OPEN = "retention_collides", "retention_still_open"
SEE = "enforcement.view_clocks"


@transaction.atomic
def bring_in_line(*, case_id: UUID) -> Verdict | None:
    """Begin, move and end the clocks of a case so that they fit its facts; again, nothing happens.

    What they say together is kept beside them. None where the case is gone, or lives on in another.
    """
    case = Case.objects.select_for_update().filter(id=case_id).first()
    while case is not None and case.merged_into_id is not None:
        case = Case.objects.select_for_update().filter(id=case.merged_into_id).first()
    if case is None:
        return None
    facts = facts_of(case)
    changed = _follow(case, clocks(facts, laws()))
    Keeping.objects.filter(case__merged_into=case).delete()
    found = note_verdict(case, facts)
    _end_orders(case, found)
    for other in _relatives(case):
        note_verdict(other, facts_of(other))
    if changed:
        record("retention.clocks_changed", by=SYSTEM, about=case, clocks=changed)
    return found


def _end_orders(case: Case, found: Verdict) -> None:
    """An order to destroy it holds for the case as it was, and never outlives what comes to keep it."""
    kept = found.kept_until is not None and found.kept_until > timezone.now()
    end_stale(family(case), kept=kept)


def note_verdict(case: Case, facts: Facts) -> Verdict:
    """Keep what the clocks of a case say together, and ask a person where they collide."""
    found = verdict(running(case))
    ask = None if facts.closed_at else ask_at(found, _referred(case, facts), laws()[OWN])
    kept: dict[str, Any] = {
        "planned_at": found.planned_at,
        "kept_until": found.kept_until,
        "erase_by": found.erase_by,
    }
    kept |= {"due_at": found.due_at, "collides": found.collides, "ask_at": ask}
    if any(kept.values()) or Keeping.objects.filter(case=case).exists():
        Keeping.objects.update_or_create(case=case, defaults=kept)
    _ask(case, found)
    if facts.closed_at:
        finish(about=case, kind=STILL_OPEN, by=SYSTEM)
    return found


def running(case: Case) -> list[Running]:
    """The clocks that nobody has lifted: of the case, of what went into it, of what its reports left."""
    return [
        Running(bound=row.bound, covers=row.covers, ends_at=row.ends_at or FOR_EVER)
        for row in clocks_on(case)
    ]


def clocks_on(case: Case, *, lifted: bool = False) -> list[Clock]:
    """The clocks that run on a case, or on any of its reports: what must be kept is kept wherever it went."""
    merged = [one.id for one in family(case)[1:]]
    of_merged = Q(case__in=merged, added_by__isnull=False)
    rows = Clock.objects.filter(Q(case=case) | of_merged | Q(id__in=_brought_along([case.id, *merged])))
    return (
        list(rows.select_related("case", "added_by", "lifted_by", "referral"))
        if lifted
        else list(rows.filter(lifted_at=None).select_related("case", "added_by", "referral"))
    )


def _brought_along(case_ids: list[UUID]) -> QuerySet[Clock]:
    """What keeps a case that reports of these cases were part of while it was to be kept."""
    here = Membership.objects.filter(case__in=case_ids, left_at=None).values("report")
    # A clock that begins anew when an authority is told again kept what was there the first time, too.
    told = Delivery.objects.filter(referral=OuterRef(OuterRef("referral")), at__lte=OuterRef("left_at"))
    since = Q(left_at__gte=OuterRef("begins_at")) | Exists(told.filter(outcome__in=Delivery.TOLD))
    left = Membership.objects.filter(since, report__in=here, case=OuterRef("case"))
    rows = Clock.objects.filter(Exists(left), bound=Bound.KEEP).exclude(case__in=case_ids)
    return rows.values("id")  # type: ignore[return-value]


def _relatives(case: Case) -> list[Case]:
    """The cases that hold a report which was once in this one."""
    left = Membership.objects.filter(case=case).exclude(left_at=None).values("report")
    now_in = Membership.objects.filter(report__in=left, left_at=None).exclude(case=case).values("case")
    return list(Case.objects.filter(id__in=now_in).exclude(state=CaseState.MERGED))


@transaction.atomic
def ask_about_open(*, case_id: UUID, now: datetime) -> bool:
    """Ask a person to bring a case to its end that must not be kept much longer, or was told long ago."""
    case = Case.objects.select_for_update().filter(id=case_id, keeping__ask_at__lte=now).first()
    if case is None or case.state in (CaseState.CLOSED, CaseState.MERGED):
        return False
    open_task(
        kind=STILL_OPEN,
        about=case,
        reason="It is still open and should not be kept much longer. Bring it to its end, or say why not.",
        due_at=case.keeping.erase_by or case.keeping.ask_at,
        permission="triage.view_case",
    )
    Keeping.objects.filter(case=case).update(ask_at=None)
    return True


def _referred(case: Case, facts: Facts) -> tuple[Any, ...]:
    return facts.told if case.state == CaseState.REFERRED else ()


def _follow(case: Case, wanted: Iterable[Wanted]) -> list[str]:
    """Make the rows of the law's clocks fit; what a person added or lifted stays."""
    there = {(row.code, row.referral_id): row for row in Clock.objects.filter(case=case, added_by=None)}
    changed = [clock.law.code for clock in wanted if _begun(case, clock, there.pop(_name(clock), None))]
    for row in there.values():
        row.delete()
        changed.append(f"ended: {row.code}")
    return changed


def _name(clock: Wanted) -> tuple[str, UUID | None]:
    return clock.law.code, clock.referral


def _begun(case: Case, clock: Wanted, row: Clock | None) -> bool:
    if row is None:
        Clock.objects.create(
            case=case,
            code=clock.law.code,
            bound=clock.law.bound,
            covers=clock.law.covers,
            referral_id=clock.referral,
            begins_at=clock.begins_at,
            ends_at=clock.ends_at,
        )
        return True
    if (row.begins_at, row.ends_at) == (clock.begins_at, clock.ends_at):
        return False
    if row.referral_id and clock.begins_at > row.begins_at:
        # Whoever lifted it did so before the authority was told anew; the ledger keeps why.
        row.lifted_at, row.lifted_by, row.lifted_because = None, None, ""
    row.begins_at, row.ends_at = clock.begins_at, clock.ends_at
    row.save(update_fields=["begins_at", "ends_at", "lifted_at", "lifted_by", "lifted_because"])
    return True


def _ask(case: Case, found: Verdict) -> None:
    if not found.collides:
        finish(about=case, kind=COLLIDES, by=SYSTEM)
        return
    open_task(
        kind=COLLIDES,
        about=case,
        reason="One law keeps this case longer than another allows. Read both, and lift one with a reason.",
        due_at=found.erase_by,
        permission=SEE,
    )
