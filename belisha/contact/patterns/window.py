"""What is kept of one account's contacts: whom it newly met within the window, at most MOST of them. Pure.

Nothing is estimated. Up to MOST people the counts are exact; beyond, the newest MOST are kept, the number
reads "MOST or more", and shares are those of the newest. Packed, one person takes 18 bytes and an account at
most 2.3 kB; an account that met three children takes 65.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from belisha.contact.event import CHILD
from belisha.contact.patterns.step import NEW_CONTACT, REFUSAL, Step

MOST = 128
BANDS = ("unknown", "under_13", "13_15", "16_17", "adult")
_HEAD = struct.Struct("<BIHI")
_ONE = struct.Struct("<8sIBBHH")
_PACKING = 1
REFUSED, OFF_PLATFORM, SHARES_PLACE = 1, 2, 4


@dataclass(slots=True)
class Met:
    """Somebody newly met, without real ties. `at`: the minute of the first contact."""

    at: int
    band: str
    flags: int = 0
    group: int = 0
    place: int = 0

    @property
    def is_child(self) -> bool:
        return self.band in CHILD


@dataclass(slots=True)
class Window:
    """The people whom one account newly met, oldest first, and what is known of the account.

    `born`: the minute of its making, 0 where the service did not say. `last`: the newest minute seen.
    """

    met: dict[bytes, Met]
    born: int = 0
    upheld: int = 0
    last: int = 0

    @classmethod
    def empty(cls) -> Self:
        return cls({})

    @classmethod
    def unpack(cls, data: bytes) -> Self:
        """What `pack` wrote. Raises ValueError for what it did not write."""
        if len(data) < _HEAD.size or (len(data) - _HEAD.size) % _ONE.size or data[0] != _PACKING:
            raise ValueError("not a packed window")
        _, born, upheld, last = _HEAD.unpack_from(data)
        return cls(dict(_people(data)), born, upheld, last)

    def pack(self) -> bytes:
        """The whole window in bytes, for its row."""
        head = _HEAD.pack(_PACKING, self.born, min(self.upheld, 0xFFFF), self.last)
        return head + b"".join(
            _ONE.pack(who, one.at, BANDS.index(one.band), one.flags, one.group, one.place)
            for who, one in self.met.items()
        )

    def add(self, step: Step) -> bool:
        """Take a step in; whether it changed anything that is scored. The same step again changes nothing."""
        self.last = max(self.last, minute(step.at))
        before = (self.born, self.upheld)
        self._learn(step)
        who = step.other[:8]
        if step.kind in REFUSAL:
            return self._mark(who, REFUSED)
        if step.kind not in NEW_CONTACT or step.ties == "real":
            return before != (self.born, self.upheld)
        if who in self.met:
            return self._mark(who, OFF_PLATFORM) if step.off_platform else False
        self.met[who] = _met(step)
        if len(self.met) > MOST:
            # The newest: their order is that in which they came, which is nearly that of their times.
            del self.met[next(iter(self.met))]
        return True

    def forget_before(self, moment: datetime) -> None:
        """Leave out whoever was met before this moment."""
        first = minute(moment)
        self.met = {who: one for who, one in self.met.items() if one.at >= first}

    def oldest(self) -> datetime:
        """When the first of them was met; the newest contact where nobody is left."""
        return moment(min((one.at for one in self.met.values()), default=self.last))

    def within(self, days: int, now: datetime) -> list[Met]:
        """Whoever was met in these days until now."""
        first = minute(now - timedelta(days=days))
        return [one for one in self.met.values() if one.at >= first]

    def _learn(self, step: Step) -> None:
        if step.account_age_days is not None and not self.born:
            self.born = max(1, minute(step.at) - step.account_age_days * 1440)
        if step.upheld_reports is not None:
            self.upheld = step.upheld_reports

    def _mark(self, who: bytes, flag: int) -> bool:
        one = self.met.get(who)
        if one is None or one.flags & flag:
            return False
        one.flags |= flag
        return True


def minute(moment: datetime) -> int:
    """Whole minutes since 1970."""
    return int(moment.timestamp()) // 60


def moment(minutes: int) -> datetime:
    """The time of `minute`."""
    return datetime.fromtimestamp(minutes * 60, UTC)


def _met(step: Step) -> Met:
    flags = OFF_PLATFORM if step.off_platform else 0
    flags |= SHARES_PLACE if step.ties == "place" else 0
    return Met(minute(step.at), step.other_band, flags, _short(step.group), _short(step.place))


def _short(digest: bytes) -> int:
    return int.from_bytes(digest[:2], "little") or 1 if digest else 0


def _people(data: bytes) -> Iterator[tuple[bytes, Met]]:
    for who, at, band, flags, group, place in _ONE.iter_unpack(data[_HEAD.size :]):
        yield who, Met(at, BANDS[band], flags, group, place)
