"""What the use cases of triage share: cases found under a lock, made, and weighed again."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from belisha.intake.models import Report
from belisha.organisation.models import Service
from belisha.refusal import NotFound, Refusal
from belisha.triage import clock, rules
from belisha.triage.models import Case, CaseState, Counter, Membership, Priority
from belisha.triage.weigh import Weighed

WORKABLE = (CaseState.OPEN, CaseState.PROPOSED)


class CaseNotOpen(Refusal):
    """Case {case} is {state}. To change it, reopen it with a reason."""

    code = "case_not_open"


def locked(case_id: UUID) -> Case:
    """The case, held until the end of the transaction; raises NotFound."""
    case = Case.objects.select_for_update().filter(id=case_id).first()
    if case is None:
        raise NotFound(what="case")
    return case


def locked_open(case_id: UUID) -> Case:
    """The same for a case without a standing decision; raises CaseNotOpen too."""
    case = locked(case_id)
    if case.state != CaseState.OPEN:
        raise CaseNotOpen(case=case.label, state=case.get_state_display().lower())
    return case


def one_at_a_time() -> Counter:
    """Hold the counter: whoever opens a case or brings reports together does so alone.

    Two reports about one account, triaged at once, would otherwise open two cases. Taken before any case.
    """
    counter, _ = Counter.objects.select_for_update().get_or_create(id=1)
    return counter


def new_case(counter: Counter, *, since: datetime, service: Service | None) -> Case:
    """A case with the next number, waiting since its first report came in; weigh it once it has that."""
    case = Case.objects.create(
        number=counter.next_number,
        priority=Priority.STANDARD,
        opened_at=since,
        due_at=clock.due(Priority.STANDARD, since),
        service=service,
    )
    counter.next_number += 1
    counter.save(update_fields=["next_number"])
    return case


def put_in(case: Case, report: Report, why: str, weighed: Weighed) -> Membership:
    """Make a report part of a case."""
    found = weighed.assessment
    return Membership.objects.create(
        case=case,
        report=report,
        why=why,
        joined_at=timezone.now(),
        priority=found.priority,
        points=found.points,
        reasons=[asdict(reason) for reason in found.reasons],
    )


def move_to(case: Case, memberships: Iterable[Membership], why: str) -> None:
    """End these memberships and begin the same ones in another case."""
    now = timezone.now()
    for old in memberships:
        old.left_at = now
        old.save(update_fields=["left_at"])
        Membership.objects.create(
            case=case,
            report_id=old.report_id,
            why=why,
            joined_at=now,
            priority=old.priority,
            points=old.points,
            reasons=old.reasons,
        )


def weigh_again(case: Case, *, since: datetime, danger_reported: bool = False) -> None:
    """Set a case's priority, points, reasons and counts from its reports as they are now, and save it.

    A person's override stands until a new report says that a child is in danger now (`danger_reported`).
    `since` is when the news came in: a deadline that comes forward counts from there.
    """
    current = Membership.objects.filter(case=case, left_at=None)
    case.report_count = current.count()
    found = _assessment(current.order_by("priority", "-points")[:1], case.report_count)
    stands = rules.stands(case.priority if case.overridden else None, found.priority, danger_reported)
    case.overridden = case.overridden and stands == case.priority
    set_priority(case, stands, since)
    case.points, case.reasons = found.points, [asdict(reason) for reason in found.reasons]
    case.danger_now = rules.most_danger(set(current.values_list("report__danger_now", flat=True).distinct()))
    lists = current.values_list("report__concerns", flat=True).distinct()
    case.concerns = joined({concern for concerns in lists for concern in concerns})
    case.save()


def set_priority(case: Case, priority: int, since: datetime) -> None:
    """Give a case a priority and the deadline that goes with it; a rise never moves the deadline back."""
    if priority < case.priority:
        case.due_at = min(case.due_at, clock.due(priority, since))
    elif priority > case.priority:
        case.due_at = clock.due(priority, case.opened_at)
    case.priority = priority


def joined(words: Iterable[str]) -> str:
    """Words in one column, each between commas, so that one of them can be asked for."""
    return f",{','.join(sorted(words))}," if words else ""


def _assessment(memberships: Iterable[Membership], reports: int) -> rules.Assessment:
    weighed = [rules.Assessment(row.priority, row.points, reasons_of(row.reasons)) for row in memberships]
    return rules.assess_case(weighed, reports)


def reasons_of(rows: Sequence[dict[str, object]]) -> tuple[rules.Reason, ...]:
    """Reasons as they are kept in a row."""
    return tuple(rules.Reason(int(str(row["points"])), str(row["words"])) for row in rows)
