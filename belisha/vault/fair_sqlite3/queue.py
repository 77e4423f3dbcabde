"""Turns among the processes that write to one file, by locks that end with whoever holds them.

SQLite lets those who wait ask again after pauses of up to a tenth of a second: a process with a queue of its
own is faster each time, and the others wait for seconds. Here whoever waits for the turn stands first at the
door, and who comes back for more stands behind it.
"""

import fcntl
import os
import time

SHORTEST, LONGEST = 0.0002, 0.002  # seconds between two looks
DOOR, TURN = "door", "turn"


class Queue:
    """The turn of this process; its threads take it one at a time (turns.py)."""

    def __init__(self, database: str) -> None:
        self._names = {part: f"{database}-{part}" for part in (DOOR, TURN)}
        self._files: dict[str, int] = {}
        self._process = 0

    def take(self, seconds: float) -> bool:
        """Wait at most so long for the turn; return whether it came.

        It always comes where the files can't be: they make it fair, and SQLite alone keeps writers apart.
        """
        self._open()
        end = time.monotonic() + seconds
        if not self._lock(DOOR, end):
            return False
        try:
            return self._lock(TURN, end)
        finally:
            self._unlock(DOOR)

    def leave(self) -> None:
        """Let the next process in."""
        self._unlock(TURN)

    def _open(self) -> None:
        if self._process == os.getpid():
            return
        # A process that was forked would share its parent's locks; those files stay the parent's.
        self._process, self._files = os.getpid(), {}
        for part, name in self._names.items():
            try:
                self._files[part] = os.open(name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            except OSError:
                self._files = {}
                return

    def _lock(self, part: str, end: float) -> bool:
        pause = SHORTEST
        while part in self._files:
            try:
                fcntl.flock(self._files[part], fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= end:
                    return False
                time.sleep(pause)
                pause = min(LONGEST, pause * 1.5)
            except OSError:
                return True
            else:
                return True
        return True

    def _unlock(self, part: str) -> None:
        if part in self._files:
            fcntl.flock(self._files[part], fcntl.LOCK_UN)
