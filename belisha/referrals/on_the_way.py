"""What pages and commands read of referrals on their way: how each stands, in words, and every attempt."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from belisha.people.models import Staff
from belisha.referrals.late import in_words
from belisha.referrals.models import Breaker, Delivery, Dispatch, Referral, ReferralState
from belisha.referrals.problems import in_words as problem_in_words
from belisha.triage.access import opens, opens_all

State, Wanted = Dispatch.State, Dispatch.Wanted
UNTAKEN = timedelta(minutes=5)
"""So long after it was due somebody should have taken it, were there a worker."""
SHOWN = 200


@dataclass(frozen=True, kw_only=True)
class DispatchView:
    """A referral on its way. `sentence` says how it stands; `due_since` that no worker takes it."""

    referral_id: UUID
    case_id: UUID
    number: str
    authority: str
    authority_name: str
    channel: str
    channel_words: str
    line: str
    state: str
    state_words: str
    sentence: str
    is_test: bool
    is_late: bool
    attempts: int
    problem: str
    began_at: datetime
    next_at: datetime | None
    may_try: bool
    may_leave: bool
    takes_back: bool


@dataclass(frozen=True, kw_only=True)
class AttemptView:
    """One attempt of the worker: what left, by digest, and what came back, in words."""

    at: datetime
    channel_words: str
    outcome_words: str
    sent_sha256: str
    answer_words: str


@dataclass(frozen=True, kw_only=True)
class LineView:
    """A line that fails, and until when it is left alone."""

    line: str
    words: str
    failures: int
    problem_words: str
    left_alone_until: datetime | None
    last_arrived_at: datetime | None


def of_referral(referral_id: UUID) -> DispatchView | None:
    """The newest dispatch of a referral; None where people carry it."""
    row = _rows().filter(referral_id=referral_id).order_by("-began_at").first()
    return _view(row, _resting(), timezone.now()) if row else None


def attempts_of(referral_id: UUID) -> list[AttemptView]:
    """Every attempt of the worker for a referral."""
    rows = Delivery.objects.filter(referral_id=referral_id, by=None).exclude(answer="").order_by("at")
    return [
        AttemptView(
            at=one.at,
            channel_words=one.get_channel_display(),
            outcome_words=one.get_outcome_display(),
            sent_sha256=one.sent_sha256,
            answer_words=problem_in_words(one.answer),
        )
        for one in rows
    ]


def listed(*, state: str = "", viewer: Staff | None = None) -> list[DispatchView]:
    """What is on its way and what needs a person, or what is in one state; of cases open to the `viewer`."""
    wanted = [state] if state in State.values else [State.WAITING, State.STOPPED, State.TESTED]
    rows = _rows().filter(state__in=wanted)
    if not state:
        # What was told by hand or withdrawn since needs nobody.
        rows = rows.exclude(state__in=[State.STOPPED, State.TESTED], referral__state__in=_OVER)
    found: Iterable[Dispatch] = rows.order_by("referral__case__priority", "began_at")[:SHOWN]
    found, resting, now = _open_to(list(found), viewer), _resting(), timezone.now()
    return [_view(row, resting, now) for row in found]


def lines() -> list[LineView]:
    """The lines that fail now."""
    now = timezone.now()
    return [
        LineView(
            line=row.line,
            words=_line_in_words(row.line),
            failures=row.failures,
            problem_words=problem_in_words(row.problem),
            left_alone_until=row.open_until if row.open_until and row.open_until > now else None,
            last_arrived_at=row.last_arrived_at,
        )
        for row in Breaker.objects.filter(failures__gt=0).order_by("line")
    ]


def _line_in_words(line: str) -> str:
    """Which way to whom, as people call it."""
    row = _rows().filter(line=line).order_by("-began_at").first()
    return f"{row.get_channel_display()} to {row.referral.authority_name}" if row else line


def counts() -> dict[str, int]:
    """How many wait, are late, need a person, were never taken by a worker; how many lines are left alone."""
    now, waiting = timezone.now(), Dispatch.objects.filter(state=State.WAITING)
    stopped = Dispatch.objects.filter(state=State.STOPPED, referral__state=ReferralState.RELEASED)
    resting = list(_resting())
    untaken = waiting.filter(next_at__lte=now - UNTAKEN, lease=None).exclude(line__in=resting)
    return {
        "waiting": waiting.count(),
        "late": waiting.exclude(late_told_at=None).count(),
        "stopped": stopped.count(),
        "untaken": untaken.count(),
        "lines_left_alone": len(resting),
    }


def _rows() -> QuerySet[Dispatch]:
    return Dispatch.objects.select_related("referral")


def _open_to(rows: list[Dispatch], viewer: Staff | None) -> list[Dispatch]:
    if viewer is None or opens_all(viewer):
        return rows
    seen = opens({row.case_id for row in rows}, viewer)
    return [row for row in rows if row.case_id in seen]


def _resting() -> dict[str, datetime]:
    rows = Breaker.objects.filter(open_until__gt=timezone.now()).values_list("line", "open_until")
    return {line: until for line, until in rows if until}


def _view(row: Dispatch, resting: Mapping[str, datetime], now: datetime) -> DispatchView:
    referral: Referral = row.referral
    waits = row.state == State.WAITING
    told = referral.state in _OVER and referral.state != ReferralState.SENT
    return DispatchView(
        referral_id=row.referral_id,
        case_id=row.case_id,
        number=referral.number,
        authority=referral.authority,
        authority_name=referral.authority_name,
        channel=row.channel,
        channel_words=row.get_channel_display(),
        line=row.line,
        state=row.state,
        state_words=row.get_state_display(),
        sentence=_sentence(row, resting.get(row.line), now),
        is_test=row.mode == "test",
        is_late=waits and row.late_told_at is not None,
        attempts=row.attempts,
        problem=row.problem,
        began_at=row.began_at,
        next_at=max(row.next_at, resting.get(row.line, row.next_at)) if waits else None,
        may_try=not told and _may_try(row, row.line in resting),
        may_leave=waits and row.wanted != Wanted.BY_HAND,
        takes_back=row.state != State.BY_HAND and row.wanted != Wanted.SEND,
    )


def _may_try(row: Dispatch, rests: bool) -> bool:
    """Whether to offer a try at once: not where the first is about to come by itself."""
    if row.state == State.WAITING:
        return row.attempts > 0 or rests
    return row.state in (State.STOPPED, State.BY_HAND)


def _sentence(row: Dispatch, rests_until: datetime | None, now: datetime) -> str:
    if row.state != State.WAITING:
        return _ENDED[row.state].format(tries=_tries(row), why=problem_in_words(row.problem))
    parts = [_WANTED.get(row.wanted, ""), _next(row, rests_until, now)]
    return " ".join(part for part in parts if part)


def _next(row: Dispatch, rests_until: datetime | None, now: datetime) -> str:
    if row.lease_until and row.lease_until > now:
        return "It is being sent now."
    tried = f"{_tries(row)}. {problem_in_words(row.problem)}" if row.problem else ""
    if rests_until and rests_until >= row.next_at:
        return f"{tried or 'Not tried yet.'} They are left alone until {clock(rests_until, now)}."
    if row.next_at <= now - UNTAKEN:
        return f"It has been due since {clock(row.next_at, now)}, and no worker took it: is one running?"
    if row.next_at <= now:
        return f"{tried} It leaves within seconds.".strip()
    left = row.next_at - now
    soon = in_words(left) if left < timedelta(seconds=1) else f"about {in_words(left)}"
    return f"{tried} Next try in {soon}, at {clock(row.next_at, now)}.".strip()


def _tries(row: Dispatch) -> str:
    if not row.attempts:
        return "Never tried"
    return f"Tried {row.attempts} times" if row.attempts > 1 else "Tried once"


def clock(when: datetime, now: datetime) -> str:
    """A moment by the reader's clock: "14:05", or with its day where that is another."""
    local = timezone.localtime(when)
    words = f"{local:%H:%M}"
    same = local.date() == timezone.localtime(now).date()
    return words if same else f"{words} on {local.day} {local:%B}"


_OVER = (
    ReferralState.SENT,
    ReferralState.ACKNOWLEDGED,
    ReferralState.CLOSED,
    ReferralState.WITHDRAWN,
    ReferralState.FAILED,
)
_WANTED: Mapping[str, str] = {
    Wanted.BY_HAND: "What may be open there is taken back; then it is left to a person.",
    Wanted.WITHDRAW: "What may be open there is taken back; then it is withdrawn.",
}
_ENDED: Mapping[str, str] = {
    State.ARRIVED: "It arrived.",
    State.TESTED: "It went to their test environment only: nobody has been told. Tell them by hand.",
    State.STOPPED: "{tries}, then stopped: it needs a person. {why}",
    State.BY_HAND: "It is left to a person. {why}",
    State.WITHDRAWN: "It was withdrawn before they had it.",
}
