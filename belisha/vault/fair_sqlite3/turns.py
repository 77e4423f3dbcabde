"""A lock that is handed over in the order of asking."""

import threading
from collections import deque


class Turns:
    """One at a time, first come first served: whoever lets go can't be first again before those who wait."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._taken = False
        self._waiting: deque[threading.Lock] = deque()

    def take(self, seconds: float) -> bool:
        """Wait for one's turn, at most so long; return whether it came."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            mine = threading.Lock()
            mine.acquire()
            self._waiting.append(mine)
        return mine.acquire(timeout=seconds) or self._came_after_all(mine)

    def leave(self) -> None:
        """End one's turn: the one that has waited longest is next."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False

    def _came_after_all(self, mine: threading.Lock) -> bool:
        with self._guard:
            if mine in self._waiting:
                self._waiting.remove(mine)
                return False
        return True
