"""Fetches lists from their exchanges beside the worker's other jobs: it may take minutes; they can't wait."""

import threading
from datetime import timedelta

import structlog
from django.db import connections
from django.utils import timezone

from belisha.ledger.record import SYSTEM
from belisha.refusal import Refusal
from belisha.screening.sync import due, sync

log = structlog.get_logger(__name__)

LOOK_AGAIN = timedelta(minutes=1)


class Fetcher:
    """One thread at a time that fetches what is due."""

    def __init__(self) -> None:
        self._looked_at = timezone.now() - LOOK_AGAIN
        self._thread: threading.Thread | None = None

    def fetch_lists(self) -> int:
        """Begin to fetch the lists that are due, and return at once how many they are."""
        busy = self._thread is not None and self._thread.is_alive()
        if busy or abs(timezone.now() - self._looked_at) < LOOK_AGAIN:
            return 0
        self._looked_at = timezone.now()
        names = due(now=self._looked_at)
        if names:
            self._thread = threading.Thread(target=fetch, args=(names,), daemon=True)
            self._thread.start()
        return len(names)

    def wait(self) -> None:
        """Until what was begun is done."""
        if self._thread is not None:
            self._thread.join()


def fetch(names: list[str]) -> None:
    """Fetch these lists, one after another; what fails has its task, and is tried again."""
    try:
        for name in names:
            _fetch(name)
    finally:
        connections.close_all()


def _fetch(name: str) -> None:
    try:
        sync(name=name, by=SYSTEM)
    except Refusal as refusal:
        log.warning("a list was not fetched", code=refusal.code)
    except Exception:
        log.exception("a list was not fetched")
