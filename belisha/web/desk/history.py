"""The history of a case in words, from its ledger entries."""

from collections.abc import Callable, Iterable, Mapping

from belisha.referrals.custody import words
from belisha.triage.match import why_in_words
from belisha.triage.page import Happened
from belisha.web.parts import Event

Facts = Mapping[str, object]
PRIORITIES = {1: "immediate", 2: "urgent", 3: "standard"}
WHO = {
    "system": "Belisha",
    "public": "A member of the public",
    "console": "The console",
    "mail": "The mailbox",
}

TITLES = {
    "case.opened": "Case opened",
    "case.report_joined": "A report joined",
    "case.claimed": "Claimed",
    "case.released": "Put back into the queue",
    "case.first_seen": "First looked at",
    "case.split": "Reports moved out",
    "case.merged": "Merged into another case",
    "case.took_in": "Another case merged into this one",
    "case.priority_overridden": "Priority changed by hand",
    "case.child_suspect_marked": "Noted whether a child may be the suspect",
    "case.note_added": "Note added",
    "retention.clocks_changed": "What must be kept has changed",
    "retention.kept": "Kept because an authority asks",
    "retention.lifted": "Need not be kept for this any more",
    "destruction.asked": "An authority asks for its destruction",
    "destruction.confirmed": "Its destruction confirmed",
    "destruction.withdrawn": "Its destruction withdrawn",
    "case.revealed": "Hidden fields shown",
    "case.shown_for_emergency": "All shown for an emergency call",
    "case.shown_looked_at": "Second look at what was shown",
    "case.leave_asked": "Somebody asked to open this case",
    "case.leave_given": "Leave given to open this case",
    "case.leave_declined": "Leave to open this case declined",
    "case.handed_to_senior": "Handed to a senior",
    "case.decided": "Decided",
    "case.match_confirmed": "Match confirmed",
    "case.match_refuted": "Match refuted",
    "case.match_unsure": "Match looked at: nobody can tell yet",
    "case.item_listed": "Put on this desk’s own list",
    "case.reopened": "Reopened",
    "case.orders_reversed": "Its orders reversed",
    "case.orders_stay": "Its orders left as they are",
    "task.opened": "Task opened",
    "task.taken": "Task taken",
    "task.done": "Task done",
    "task.answered": "Alarm stopped",
    "task.people_alerted": "People alerted",
    "task.alert_sent": "Alert sent",
    "task.alert_failed": "Alert not delivered",
    "task.alert_no_channel": "Alert not sent: no channel is set up",
    "task.alert_not_needed": "Alert not sent: somebody was quicker",
}


def events_of(happened: Iterable[Happened]) -> list[Event]:
    """The steps of a timeline, in their order."""
    return [
        Event(when=step.at, title=title(step.event), by=WHO.get(step.by, step.by), text=_text(step))
        for step in happened
    ]


def title(event: str) -> str:
    """An event in words; one that has none yet by its own name."""
    return TITLES.get(event) or words(event)


def _text(step: Happened) -> str:
    if step.facts is None:
        return "What was noted here was erased."
    tell = TEXTS.get(step.event)
    return tell(step.facts) if tell else str(step.facts.get("reason", ""))


def _joined(facts: Facts) -> str:
    why = " ".join(why_in_words(str(facts.get("why", ""))))
    also = facts.get("also_matches")
    more = f" It also matches {', '.join(map(str, also))}." if isinstance(also, list) and also else ""
    return why + more


def _overridden(facts: Facts) -> str:
    before, after = (PRIORITIES.get(int(str(facts.get(name, 0))), "") for name in ("before", "after"))
    return f"From {before} to {after}. {facts.get('reason', '')}"


def _alerted(facts: Facts) -> str:
    people, ways = facts.get("people"), facts.get("channels")
    count = len(people) if isinstance(people, list) else 0
    how = " and ".join(map(str, ways)) if isinstance(ways, list) and ways else ""
    who = "1 person" if count == 1 else f"{count} people"
    return f"{who}, by {how}." if how else "No channel is set up: the alarm stands on the desk’s pages alone."


TEXTS: dict[str, Callable[[Facts], str]] = {
    "case.opened": _joined,
    "case.report_joined": _joined,
    "case.priority_overridden": _overridden,
    "case.split": lambda facts: f"Into {facts.get('into', '')}.",
    "case.merged": lambda facts: f"Into {facts.get('into', '')}.",
    "case.took_in": lambda facts: f"From {facts.get('merged', '')}.",
    "task.people_alerted": _alerted,
}
