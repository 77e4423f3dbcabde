"""Orders that follow from what others did: the log is read in its order, each entry once, by one worker.

A match, an upload that could not be screened and every decision leave an entry, whichever door they came by.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from uuid import UUID

import structlog
from django.db import InterfaceError, OperationalError, transaction

from belisha.decisions.decide import lock_case
from belisha.enforcement import machine_holds
from belisha.enforcement.followed_table import Followed
from belisha.enforcement.order_decisions import ask_about_reopened, bring_in_line
from belisha.intake.models import Report
from belisha.ledger.models import Entry
from belisha.refusal import NotFound
from belisha.triage.models import Case
from belisha.vault.seal import Erased
from belisha.work.assign import open_task

log = structlog.get_logger(__name__)

AT_ONCE = 500  # entries of the log in one go
NOT_MADE = "order_not_made"
LOOK = "An order to the service that should follow could not be made. Look at what the service is to do."


def follow() -> int:
    """Make the orders that follow from the log since the last time; return how much was looked at."""
    row, _ = Followed.objects.get_or_create(id=1)
    entries = Entry.objects.filter(seq__gte=row.read_to).order_by("seq")
    seen = list(entries.values_list("seq", "event")[:AT_ONCE])
    done = sum(_tried(seq) for seq, event in seen if event in FOLLOWED)
    if seen:
        Followed.objects.filter(id=1, read_to__lte=seen[-1][0]).update(read_to=seen[-1][0] + 1)
    return done


def _tried(seq: int) -> int:
    try:
        return _followed(seq)
    except (OperationalError, InterfaceError):
        # The database is away: the same entry is looked at again.
        raise
    except Exception:
        # One entry must not hold up the orders of all others; a person looks at what it told of.
        log.exception("an order could not be made", entry=seq)
        _ask(seq)
        return 0


def _followed(seq: int) -> int:
    with transaction.atomic():
        row = Followed.objects.select_for_update().get(id=1)
        if row.read_to > seq:
            return 0
        entry = Entry.objects.get(seq=seq)
        # What it told of may be gone, and its orders with it.
        with suppress(Erased, NotFound):
            FOLLOWED[entry.event](entry)
        row.read_to = seq + 1
        row.save(update_fields=["read_to"])
        return 1


def _ask(seq: int) -> None:
    entry = Entry.objects.get(seq=seq)
    with transaction.atomic():
        open_task(
            kind=NOT_MADE,
            about=(entry.about_kind, UUID(entry.about_id)),
            label=_label(entry),
            reason=LOOK,
            permission="enforcement.give_order",
        )
        Followed.objects.filter(id=1, read_to__lte=seq).update(read_to=seq + 1)


def _label(entry: Entry) -> str:
    case = Case.objects.filter(id=entry.about_id).first() if entry.about_kind == "triage.case" else None
    return case.label if case else "An upload that could not be screened"


def _case_of(entry: Entry) -> Case:
    """The case of an entry, or the one into which it went since."""
    case = lock_case(UUID(entry.about_id))
    return _case_into(case) if case.merged_into_id else case


def _case_into(case: Case) -> Case:
    while case.merged_into_id is not None:
        case = lock_case(case.merged_into_id)
    return case


def _report_came(entry: Entry) -> None:
    report = Report.objects.select_related("service").filter(id=entry.content.get("report")).first()
    if report is not None:
        case = _case_of(entry)
        machine_holds.join_case(report=report, case=case)
        machine_holds.hold_matches(report=report, case=case)


def _was_split(entry: Entry) -> None:
    told = entry.content
    into = lock_case(UUID(told["into_id"]))
    reports = [UUID(one) for one in told["reports"]]
    machine_holds.move_with_reports(report_ids=reports, from_case=_case_of(entry), into=into)


def _was_decided(entry: Entry) -> None:
    bring_in_line(_case_of(entry))


def _was_reopened(entry: Entry) -> None:
    case = _case_of(entry)
    bring_in_line(case)
    ask_about_reopened(case)


def _not_screened(entry: Entry) -> None:
    machine_holds.hold_unscreened(unscreened_id=UUID(entry.about_id))


def _released(entry: Entry) -> None:
    machine_holds.release_unscreened(unscreened_id=UUID(entry.about_id))


FOLLOWED: Mapping[str, Callable[[Entry], None]] = {
    "case.opened": _report_came,
    "case.report_joined": _report_came,
    "case.split": _was_split,
    "case.decided": _was_decided,
    "case.confirmed": _was_decided,
    "case.sent_back": _was_decided,
    "case.reopened": _was_reopened,
    "upload.not_screened": _not_screened,
    "unscreened.released": _released,
}
"""Which entries orders follow from, and how."""
