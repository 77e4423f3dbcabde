"""SQLite whose writing transactions take turns: the threads of a process, and the processes of a machine.

SQLite lets one writer in at a time, and those who wait ask again after growing pauses: a worker that writes
one row after the other shuts them out for seconds. Here they queue, and a report is acknowledged when its
turn comes. Programs of others still wait as SQLite has it.
"""

import threading
import time
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from belisha.vault.fair_sqlite3.queue import Queue
from belisha.vault.fair_sqlite3.turns import Turns


class _Writers:
    """Those who write to one file: this process's threads, then this process among others."""

    def __init__(self, name: str) -> None:
        self._threads, self._process = Turns(), Queue(name)

    def take(self, seconds: float) -> bool:
        end = time.monotonic() + seconds
        if not self._threads.take(seconds):
            return False
        if self._process.take(end - time.monotonic()):
            return True
        self._threads.leave()
        return False

    def leave(self) -> None:
        self._process.leave()
        self._threads.leave()


_writers: dict[str, _Writers] = {}
_making = threading.Lock()


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, but for the turn that a writing transaction takes before it begins."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._turn: _Writers | None = None

    def _start_transaction_under_autocommit(self) -> None:
        # A reading transaction, such as the check of the ledger, waits for nobody.
        if getattr(self, "transaction_mode", None) == "IMMEDIATE":
            self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._leave()
            raise

    def _commit(self) -> Any:
        done = super()._commit()  # type: ignore[misc]
        self._leave()
        return done

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._leave()

    def close(self) -> None:
        try:
            super().close()
        finally:
            self._leave()

    def _take_turn(self) -> None:
        if self._turn is not None:
            return
        name = str(self.settings_dict["NAME"])
        with _making:
            writers = _writers.setdefault(name, _Writers(name))
        if not writers.take(float(self.settings_dict["OPTIONS"].get("timeout", 30))):
            raise OperationalError("database is locked")
        self._turn = writers

    def _leave(self) -> None:
        turn, self._turn = self._turn, None
        if turn is not None:
            turn.leave()
