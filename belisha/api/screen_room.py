"""How much of what is to be screened this process holds in memory at once. Nothing of it is ever on disk."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from belisha.refusal import Refusal

MIB = 1024 * 1024


class NoRoom(Refusal):
    """Too much is being screened at this moment. Nothing was screened: keep it back, and send it again."""

    code = "busy"
    wait = 1  # seconds


class Room:
    """Bytes that may be held; who finds none is turned away at once, so that no thread waits for one."""

    def __init__(self, size: int) -> None:
        self.size, self.taken = size, 0
        self._lock = threading.Lock()

    def take(self, octets: int) -> None:
        """Take so many bytes more; raises NoRoom."""
        with self._lock:
            if self.taken + octets > self.size:
                raise NoRoom
            self.taken += octets

    def give_back(self, octets: int) -> None:
        """Give so many bytes back."""
        with self._lock:
            self.taken -= octets


class Share:
    """What one request has taken; `weight`: how often its bytes are in memory while it is answered."""

    def __init__(self, room: Room, weight: int) -> None:
        self.room, self.weight, self.taken = room, weight, 0

    def take(self, octets: int) -> None:
        """Take room for so many bytes of the body; raises NoRoom."""
        self.room.take(octets * self.weight)
        self.taken += octets * self.weight


@contextmanager
def share(weight: int) -> Iterator[Share]:
    """A share of this process's room, given back at the end."""
    taken = Share(ROOM, weight)
    try:
        yield taken
    finally:
        ROOM.give_back(taken.taken)


ROOM = Room(settings.BELISHA.screen_memory_mb * MIB)
