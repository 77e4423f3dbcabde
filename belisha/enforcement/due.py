"""What the worker does about keeping: clocks that begin, cases that are due, files to be cut."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db.models import Q

from belisha.enforcement import erase, facts
from belisha.enforcement.clocks import ask_about_open, bring_in_line
from belisha.enforcement.models import DestroyOrder, Keeping, Watch
from belisha.enforcement.references import erase_references
from belisha.enforcement.watch import may_erase
from belisha.ledger.models import Entry
from belisha.screening.erase import forget_answered
from belisha.triage.models import Case, CaseState

log = structlog.get_logger(__name__)

AT_ONCE = 500  # entries of the log in one go
CASES_AT_ONCE = 20


def begin_clocks() -> int:
    """Bring the clocks of each case in line of which the log told since the last time; return how many."""
    watch, _ = Watch.objects.get_or_create(id=1)
    words = facts.of_settings()
    if watch.settings != words:
        _all_again(words)
        return 1
    entries = Entry.objects.filter(seq__gte=watch.read_to).order_by("seq")
    rows = list(entries.values_list("seq", "key_kind", "key_id")[:AT_ONCE])
    if not rows:
        return 0
    cases = {key_id for _, kind, key_id in rows if kind == "case"}
    done = sum(_tried(bring_in_line, case_id) for case_id in cases)
    Watch.objects.filter(id=1, read_to=watch.read_to).update(read_to=rows[-1][0] + 1)
    return done or 1


def erase_due(*, now: datetime) -> int:
    """Go on with what was begun; then, unless the clock jumped, erase what is due. Return how many."""
    done = sum(_carried_out(one, now) for one in erase.unfinished())
    if may_erase(now=now):
        done += sum(_erased(case_id, now) for case_id in due(now))
        done += erase_references(now=now)
        done += forget_answered(before=now - timedelta(days=_unfounded_days()))
    erase.clean_files(now=now)
    return done


def look_again() -> int:
    """Bring the clocks of closed cases in line for which nothing is planned: something failed on the way."""
    rows = Case.objects.filter(state=CaseState.CLOSED, keeping__due_at=None).exclude(keeping__collides=True)
    ids = list(rows.order_by("number").values_list("id", flat=True)[:CASES_AT_ONCE])
    return sum(_tried(bring_in_line, one) for one in ids)


def ask(*, now: datetime) -> int:
    """Ask about the cases that are still worked on and should not be kept much longer."""
    rows = Keeping.objects.filter(ask_at__lte=now).exclude(
        case__state__in=(CaseState.CLOSED, CaseState.MERGED)
    )
    ids = list(rows.order_by("ask_at").values_list("case_id", flat=True)[:CASES_AT_ONCE])
    return sum(ask_about_open(case_id=one, now=now) for one in ids)


def due(now: datetime) -> list[UUID]:
    """The cases that are to be erased now, the longest overdue first, some at a time."""
    over = Q(keeping__due_at__lte=now)
    ordered = Q(destroyorders__state=DestroyOrder.State.CONFIRMED)
    free = Q(keeping__kept_until=None) | Q(keeping__kept_until__lte=now)
    rows = Case.objects.filter(over | ordered, free, state=CaseState.CLOSED)
    ids = rows.order_by("keeping__due_at", "number").distinct().values_list("id", flat=True)
    return list(dict.fromkeys(ids[:CASES_AT_ONCE]))


def _all_again(words: str) -> None:
    """The lengths have changed, or this is the first time: every case that has a clock, or is closed."""
    Watch.objects.filter(id=1).update(settings=words, read_to=0)


def _erased(case_id: UUID, now: datetime) -> int:
    begun = _tried(lambda case_id: erase.begin(case_id=case_id, now=now), case_id)
    return sum(_carried_out(one, now) for one in erase.unfinished()) if begun else 0


def _carried_out(erasure_id: UUID, now: datetime) -> int:
    return _tried(lambda erasure_id: erase.carry_out(erasure_id=erasure_id, now=now), erasure_id)


def _unfounded_days() -> int:
    from django.conf import settings

    return int(settings.BELISHA.retention_unfounded_days)


def _tried(act: Callable[..., object], one: UUID) -> int:
    try:
        act(case_id=one) if act is bring_in_line else act(one)
    except Exception:
        # It is tried again; the next one must not wait for it.
        log.exception("could not keep or erase")
        return 0
    return 1
