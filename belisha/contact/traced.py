"""A contact with the pseudonyms of all that it names."""

from dataclasses import dataclass
from uuid import UUID

from belisha.contact.advice import Advice
from belisha.contact.event import Event
from belisha.contact.packing import ADVICE_NUMBERS, KINDS, pack
from belisha.contact.pseudonyms import A_DAY, Pseudonyms, key_of, milliseconds
from belisha.contact.store import Row


@dataclass(frozen=True, slots=True)
class Traced:
    """`fresh`: what the rules advise on it where nothing was shown before. `at`: milliseconds since 1970."""

    event: Event
    fresh: Advice
    service: UUID | None
    at: int
    actor: bytes
    recipient: bytes
    group: bytes
    place: bytes
    facts: int
    key: bytes

    @property
    def day(self) -> int:
        """Days since 1970, in UTC."""
        return self.at // A_DAY

    def row(self, advice: Advice, now: int) -> Row:
        """How it is kept."""
        return Row(
            self.key,
            now,
            KINDS[self.event.event],
            self.actor,
            self.recipient,
            self.facts,
            self.group,
            self.place,
            ADVICE_NUMBERS[advice.advice],
            advice.message is not None,
        )


def trace(event: Event, fresh: Advice, *, service: UUID | None, marks: Pseudonyms) -> Traced:
    """Make the pseudonyms of a contact, and all else that can be made before anybody waits for it."""
    actor, recipient = marks.account(event.actor.id), marks.account(event.recipient.id)
    group, place = marks.group(event.group), marks.place(event.place)
    key, facts, at = key_of(event, actor, recipient, group), pack(event), milliseconds(event.at)
    return Traced(event, fresh, service, at, actor, recipient, group, place, facts, key)
