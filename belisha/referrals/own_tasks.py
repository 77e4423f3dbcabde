"""Tasks to look at what somebody did: they are for others than those who did it."""

from collections.abc import Sequence
from uuid import UUID

from belisha.people.changes import cannot_look
from belisha.people.models import Staff
from belisha.triage.reveal import SHOWN_LOOK, only_own_to_look_at
from belisha.triage.unusual import ABOUT as VIEWING
from belisha.work.look import CHANGE

Kinds = tuple[str, tuple[str, UUID]]  # the kind of a task, and what it is about


def own(tasks: Sequence[Kinds], person: Staff) -> set[Kinds]:
    """Which of these this person can't do, because they are about what they did or what was done for them."""
    changes = cannot_look({subject for _, (kind, subject) in tasks if kind == CHANGE}, person)
    shown = only_own_to_look_at({about[1] for kind, about in tasks if kind == SHOWN_LOOK}, person)
    return {
        (kind, about)
        for kind, about in tasks
        if about == (VIEWING, person.id)
        or (about[0] == CHANGE and about[1] in changes)
        or (kind == SHOWN_LOOK and about[1] in shown)
    }
