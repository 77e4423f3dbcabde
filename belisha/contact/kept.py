"""Which contacts are kept, and whose id with them: no more than rules and patterns can use. Pure."""

from belisha.contact.event import CHILD, Event
from belisha.contact.patterns.step import NEW_CONTACT, REFUSAL, ties_of

MET = NEW_CONTACT | REFUSAL


def is_kept(event: Event) -> bool:
    """Two adults matter where they newly meet: without them, who meets many people looks like a danger."""
    if event.actor.age_band == event.recipient.age_band == "adult":
        return event.event in MET
    return True


def named_of(event: Event) -> str | None:
    """The id that a report may have to name: of an adult, as far as known, without ties to a child; or none.

    Whoever blocks or reports is the actor; whom it is about is the recipient.
    """
    mine, theirs = event.actor, event.recipient
    subject, other = (theirs, mine) if event.event in REFUSAL else (mine, theirs)
    if subject.age_band in CHILD or other.age_band == "adult" or ties_of(event.relation) == "real":
        return None
    return subject.id
