"""How many requests a key may send within a minute; each server process counts for itself, in memory."""

import threading
import time
from uuid import UUID

from django.conf import settings

from belisha.people.models import ApiKey
from belisha.refusal import Refusal

WITHIN = 60.0  # seconds
MOST_REMEMBERED = 10_000


class KeyLimit(Refusal):
    """This key has sent {limit} requests within a minute. Wait, then send this one again."""

    code = "key_limit"

    def __init__(self, *, limit: int, wait: int) -> None:
        self.wait = wait  # seconds, for Retry-After
        super().__init__(limit=limit)


class Limits:
    """Counts the requests of each key from its first one on, a minute at a time."""

    def __init__(self) -> None:
        self._minutes: dict[UUID, tuple[float, int]] = {}
        self._lock = threading.Lock()

    def count(self, key: ApiKey, now: float) -> KeyLimit | None:
        """Count one request; what is to be said to it where it is one too many."""
        limit = settings.BELISHA.key_requests_per_minute
        with self._lock:
            began, sent = self._minutes.get(key.id, (now, 0))
            if now - began >= WITHIN:
                began, sent = now, 0
            if len(self._minutes) >= MOST_REMEMBERED:
                self._minutes.clear()
            self._minutes[key.id] = began, sent + 1
        return KeyLimit(limit=limit, wait=int(began + WITHIN - now) + 1) if sent >= limit else None

    def forget(self) -> None:
        """Begin to count anew."""
        with self._lock:
            self._minutes.clear()


limits = Limits()


def beyond_limit(key: ApiKey) -> KeyLimit | None:
    """Count a request of this key; what to refuse it with, or None."""
    return limits.count(key, time.monotonic())
