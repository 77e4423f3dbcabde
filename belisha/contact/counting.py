"""What somebody was shown before, so that warnings don't weary: read for many at once, counted one by one."""

from collections.abc import Iterable

from belisha.contact import store
from belisha.contact.advice import WORDS, Advice
from belisha.contact.event import CHILD
from belisha.contact.frequency import Seen
from belisha.contact.packing import ADVICE_NUMBERS
from belisha.contact.pseudonyms import A_DAY, key_of_pair, key_of_reader, moment
from belisha.contact.store import Count
from belisha.contact.traced import Traced

NEVER = Count(last_at=0, times=0, advice=0, last_day=0)


class Counting:
    """The counts of these contacts, as they were and as they become."""

    def __init__(self, traced: Iterable[Traced]) -> None:
        self._keys = {one.key: _keys(one) for one in traced}
        self._counts: dict[bytes, Count] = {}
        self._changed: dict[bytes, Count] = {}

    @property
    def keys(self) -> set[bytes]:
        """Under which they are kept."""
        return {key for keys in self._keys.values() for key in keys}

    def begin(self, counts: dict[bytes, Count]) -> None:
        """With what was counted before."""
        self._counts = dict(counts)

    def seen(self, one: Traced) -> Seen:
        """What whoever would read the message of this contact was shown before it."""
        pair, reader = (self._counts.get(key, NEVER) for key in self._keys[one.key])
        today = reader.times if reader.last_day == one.day else 0
        if not pair.times:
            return Seen(today=today)
        return Seen(pair_at=moment(pair.last_at), pair_advice=WORDS[pair.advice], today=today)

    def note(self, one: Traced, advice: Advice) -> None:
        """The message of this contact is shown."""
        pair, reader = self._keys[one.key]
        number, before = ADVICE_NUMBERS[advice.advice], self._counts.get(pair, NEVER)
        at = max(one.at, before.last_at)
        self._count(pair, Count(at, before.times + 1, number, at // A_DAY))
        before = self._counts.get(reader, NEVER)
        if one.day >= before.last_day:
            today = before.times if before.last_day == one.day else 0
            self._count(reader, Count(one.at, today + 1, number, one.day))

    def keep(self) -> None:
        """Write what has changed."""
        store.write_counts(self._changed)

    def _count(self, key: bytes, count: Count) -> None:
        self._counts[key] = self._changed[key] = count


def _keys(one: Traced) -> tuple[bytes, bytes]:
    """Under which a pair is counted, and a reader: the child, whichever side it is on."""
    event = one.event
    child_acts = event.recipient.age_band == "adult" and event.actor.age_band in CHILD
    reader = one.actor if child_acts else one.recipient
    return key_of_pair(one.actor, one.recipient), key_of_reader(reader)
