"""What a person says of a case's clocks: kept because an authority asks; lifted, with a reason."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from belisha.decisions.decide import lock_case
from belisha.enforcement.clocks import bring_in_line, clocks_on
from belisha.enforcement.laws import ASKED, LAWS
from belisha.enforcement.models import Clock
from belisha.ledger.record import record
from belisha.people.models import Staff
from belisha.refusal import NotFound, Refusal
from belisha.triage.erase import family
from belisha.triage.models import Case, CaseState, Membership

DESTROY = "enforcement.destroy_case"


class WhoAsked(Refusal):
    """Say which authority asks for it."""

    code = "wrong_authority"


class WrongEnd(Refusal):
    """The day until which it is kept lies in the past."""

    code = "wrong_end"


class WhyLifted(Refusal):
    """Say why it need not be kept any more. The reason is kept with the case."""

    code = "no_reason"


class LiftedAlready(Refusal):
    """This clock was lifted already, or has ended."""

    code = "lifted_already"


class SeniorLifts(Refusal):
    """A law or an authority keeps this. A senior lifts it, with a reason."""

    code = "not_allowed"


@transaction.atomic
def keep(*, case_id: UUID, authority: str, reference: str, until: datetime | None, by: Staff) -> Clock:
    """Keep a case because an authority asks for it, until a moment or until somebody lifts it.

    Noted on a case that was merged, it keeps the reports of that one wherever they are now.
    Raises WhoAsked, WrongEnd, NotFound.
    """
    if not authority.strip():
        raise WhoAsked
    if until is not None and until <= timezone.now():
        raise WrongEnd
    case = lock_case(case_id)
    asked = {"asked_by": authority.strip(), "reference": reference.strip()}
    for other in _apart_from(case):
        _keep(other, until, by, noted_on=case.label, **asked)
    return _keep(case, until, by, **asked)


def _keep(case: Case, until: datetime | None, by: Staff, *, noted_on: str = "", **asked: str) -> Clock:
    law = LAWS[ASKED]
    clock = Clock.objects.create(
        case=case,
        code=law.code,
        bound=law.bound,
        covers=law.covers,
        begins_at=timezone.now(),
        ends_at=until,
        added_by=by,
        **asked,
    )
    bring_in_line(case_id=case.id)
    facts = {"authority": clock.asked_by, "reference": clock.reference, "until": until and until.isoformat()}
    elsewhere = {"noted_on": noted_on} if noted_on else {}
    record("retention.kept", by=by, about=case, **facts, **elsewhere)
    return clock


def _apart_from(case: Case) -> list[Case]:
    """The cases that hold reports of a merged case now, but for those into which it went itself."""
    if case.state != CaseState.MERGED:
        return []
    went, into = [case.id], case.merged_into
    while into is not None:
        went, into = [*went, into.id], into.merged_into
    reports = Membership.objects.filter(case=case).values("report")
    now_in = Membership.objects.filter(report__in=reports, left_at=None).exclude(case__in=went)
    return list(Case.objects.select_for_update().filter(id__in=now_in.values("case")).order_by("number"))


@transaction.atomic
def lift(*, case_id: UUID, clock_id: UUID, reason: str, by: Staff) -> Clock:
    """Lift a clock with a reason, as a senior. Raises WhyLifted, SeniorLifts, LiftedAlready, NotFound.

    A clock that a report brought along from another case is lifted there.
    """
    case = lock_case(case_id)
    clock = Clock.objects.filter(id=clock_id, case__in=family(case)).first()
    if clock is None:
        raise NotFound(what="clock on this case")
    if clock.lifted_at:
        raise LiftedAlready
    if not by.has_perm(DESTROY):
        raise SeniorLifts
    if not reason.strip():
        raise WhyLifted
    clock.lifted_at, clock.lifted_by, clock.lifted_because = timezone.now(), by, reason.strip()
    clock.save(update_fields=["lifted_at", "lifted_by", "lifted_because"])
    bring_in_line(case_id=case_id)
    facts = {"clock": clock.code, "reason": clock.lifted_because, "lifted_by": "a senior"}
    record("retention.lifted", by=by, about=case, **facts)
    return clock


def kept_by(case_id: UUID, now: datetime) -> list[str]:
    """What keeps a case now, as names of laws; for whoever would destroy it."""
    case = lock_case(case_id)
    rows = [
        row
        for row in clocks_on(case)
        if row.bound == "keep" and row.covers == "content" and (row.ends_at is None or row.ends_at > now)
    ]
    return [LAWS[row.code].name for row in rows]
