"""Where a request to one force stands, worked out of what happened. Pure; the caller brings the day."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from belisha.figures.ask.days import in_words, working_day_after, working_days_between
from belisha.figures.ask.law import Law
from belisha.figures.ask.steps import DRAFTED, STATES, STEPS, WAITING, Event
from belisha.refusal import Refusal


class NotNow(Refusal):
    """“{step}” can’t stand on {day}: the request was “{state}” then."""

    code = "not_now"


class NoExtension(Refusal):
    """The {act} knows no extension: an answer is due after 20 working days whatever the public interest."""

    code = "no_extension"


class NotLateYet(Refusal):
    """Nothing is late on {day}: an answer is due on {due}. Only then can this be done."""

    code = "not_late_yet"


class ReviewFirst(Refusal):
    """Ask for a review first: the {commissioner} hears of it after that ({section})."""

    code = "review_first"


class ReceivedOnce(Refusal):
    """The day of receipt is noted already: {day}. Strike that entry to correct it."""

    code = "received_once"


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """A request on the evening of its last event. `due` is the day by which the force owes an answer."""

    state: str = DRAFTED
    since: date | None = None
    sent: date | None = None
    received: date | None = None
    acknowledged: date | None = None
    clock_from: date | None = None
    """The day of receipt, or that of the clarification: the day after it is the first that counts."""
    due: date | None = None
    answered: date | None = None
    answered_late: int = 0
    """By how many working days the first answer came late."""
    outcome: str = ""
    sections: tuple[str, ...] = ()
    source: int | None = None
    reminded: date | None = None
    first_due: date | None = None

    @property
    def presumed(self) -> bool:
        """Whether the clock runs from the day of sending, since nobody told the day of receipt."""
        return self.state in WAITING and self.received is None and self.clock_from == self.sent

    def late_on(self, day: date) -> bool:
        """Is an answer owed, and its day over?"""
        return self.due is not None and day > self.due


def standing(events: Iterable[Event], law: Law) -> Standing:
    """Replay what happened; raises the refusal that the first impossible event deserves."""
    now = Standing()
    for event in sorted((event for event in events if not event.struck), key=lambda event: event.order):
        now = _then(now, event, law)
    return now


def _then(now: Standing, event: Event, law: Law) -> Standing:
    step = STEPS[event.step]
    if now.state not in step.after:
        raise NotNow(step=step.words, day=in_words(event.day), state=STATES[now.state])
    _refuse(now, event, law)
    # What comes while a review of an answer is under way ends neither.
    reviewed = event.step == "answered" and now.state == "review" and now.answered
    state = now.state if reviewed else step.to or now.state
    later = replace(now, state=state, since=event.day if step.to else now.since)
    return _EFFECTS.get(event.step, _nothing)(later, event, law)


def _refuse(now: Standing, event: Event, law: Law) -> None:
    if event.step == "received" and now.received:
        raise ReceivedOnce(day=in_words(now.received))
    if event.step == "extended" and not law.extension:
        raise NoExtension(act=law.title)
    unanswered = now.state in WAITING | {"extended"}
    if event.step == "complained" and unanswered and law.review_first:
        raise ReviewFirst(commissioner=law.commissioner, section=law.complaint)
    waits = unanswered or now.state == "review"
    if event.step in {"review_asked", "complained"} and waits and not now.late_on(event.day):
        raise NotLateYet(day=in_words(event.day), due=in_words(now.due) if now.due else "no day")


def _nothing(now: Standing, event: Event, law: Law) -> Standing:
    return now


def _runs_from(now: Standing, day: date, law: Law) -> Standing:
    return replace(now, clock_from=day, due=working_day_after(day, law.days, law))


def _sent(now: Standing, event: Event, law: Law) -> Standing:
    return _runs_from(replace(now, sent=event.day), event.day, law)


def _received(now: Standing, event: Event, law: Law) -> Standing:
    state = "acknowledged" if now.acknowledged else "received"
    return _runs_from(replace(now, received=event.day, state=state), event.day, law)


def _acknowledged(now: Standing, event: Event, law: Law) -> Standing:
    return replace(now, acknowledged=event.day)


def _clarifying(now: Standing, event: Event, law: Law) -> Standing:
    return replace(now, due=None, clock_from=None)


def _clarified(now: Standing, event: Event, law: Law) -> Standing:
    # FOIA, s. 10(6)(b); FOISA, s. 10(1)(b): the 20 working days begin anew with the clarification.
    return _runs_from(replace(now, received=now.received or now.sent), event.day, law)


def _extended(now: Standing, event: Event, law: Law) -> Standing:
    start = now.clock_from or event.day
    return replace(now, due=event.until or working_day_after(start, law.extended_days, law))


def _answered(now: Standing, event: Event, law: Law) -> Standing:
    if now.answered is None:
        owed = now.first_due or now.due
        late = working_days_between(owed, event.day, law) if owed else 0
        now = replace(now, answered=event.day, answered_late=late, first_due=owed)
    due = now.due if now.state == "review" else None
    return replace(_outcome(now, event, law), due=due)


def _outcome(now: Standing, event: Event, law: Law) -> Standing:
    if event.outcome:
        now = replace(now, outcome=event.outcome, sections=event.sections)
    return replace(now, source=event.source or now.source, due=None)


def _review(now: Standing, event: Event, law: Law) -> Standing:
    first = now.first_due or now.due
    return replace(now, due=working_day_after(event.day, law.review_days, law), first_due=first)


def _imported(now: Standing, event: Event, law: Law) -> Standing:
    return replace(now, source=event.source or now.source)


def _reminded(now: Standing, event: Event, law: Law) -> Standing:
    return replace(now, reminded=event.day)


def _complained(now: Standing, event: Event, law: Law) -> Standing:
    return replace(now, first_due=now.first_due or now.due, due=None)


def _over(now: Standing, event: Event, law: Law) -> Standing:
    return replace(now, due=None)


_EFFECTS: Final[dict[str, Callable[[Standing, Event, Law], Standing]]] = {
    "sent": _sent,
    "received": _received,
    "acknowledged": _acknowledged,
    "clarification_asked": _clarifying,
    "clarification_given": _clarified,
    "extended": _extended,
    "reminded": _reminded,
    "answered": _answered,
    "review_asked": _review,
    "review_answered": _outcome,
    "complained": _complained,
    "decided": _outcome,
    "imported": _imported,
    "withdrawn": _over,
}
