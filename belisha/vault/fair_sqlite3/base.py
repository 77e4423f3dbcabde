"""SQLite whose writing transactions take turns within a process.

SQLite lets one writer in at a time, and those who wait ask again after growing pauses: a worker that writes
one row after the other shuts them out for seconds. Here they queue, and a report is acknowledged when its
turn comes. Other processes still wait as SQLite has it.
"""

import threading
from collections import defaultdict
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from belisha.vault.fair_sqlite3.turns import Turns

_turns: defaultdict[str, Turns] = defaultdict(Turns)
_making = threading.Lock()


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, but for the turn that a writing transaction takes before it begins."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._turn: Turns | None = None

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
        with _making:
            turns = _turns[str(self.settings_dict["NAME"])]
        if not turns.take(float(self.settings_dict["OPTIONS"].get("timeout", 30))):
            raise OperationalError("database is locked")
        self._turn = turns

    def _leave(self) -> None:
        turn, self._turn = self._turn, None
        if turn is not None:
            turn.leave()
