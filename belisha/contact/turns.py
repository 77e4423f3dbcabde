"""Work of several threads done in one go: whoever has the turn does what all others are waiting for.

One durable commit costs as much as ten: so many that come at once share it, and each is answered after it.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

Given = TypeVar("Given")
Found = TypeVar("Found")


class _Part(Generic[Given, Found]):
    """What one thread brought, and what came of it."""

    def __init__(self, given: Sequence[Given]) -> None:
        self.given = given
        self.found: list[Found] | None = None
        self.failed: BaseException | None = None


class Turns(Generic[Given, Found]):
    """`act` takes what several threads brought, at most about `most` at once, and returns as many answers."""

    def __init__(self, act: Callable[[Sequence[Given]], list[Found]], most: int) -> None:
        self.act, self.most = act, most
        self._turn = threading.Lock()
        self._waiting: deque[_Part[Given, Found]] = deque()
        self.acted_at = float("-inf")
        """When somebody had the turn last, by the clock that only goes forward."""

    def do(self, given: Sequence[Given]) -> list[Found]:
        """The answers to what this thread brings. Raises what `act` raises."""
        found: list[Found] = []
        for at in range(0, len(given), self.most):
            # One slice at a time, behind those who wait: who brings much doesn't hold up who brings little.
            found += self._one(given[at : at + self.most])
        return found

    def _one(self, given: Sequence[Given]) -> list[Found]:
        part = _Part[Given, Found](given)
        self._waiting.append(part)
        while part.found is None and part.failed is None:
            with self._turn:
                if part.found is None and part.failed is None:
                    self._act()
        if part.failed is not None:
            raise part.failed
        return part.found or []

    def _act(self) -> None:
        parts, self.acted_at = self._take(), time.monotonic()
        try:
            found = self.act([one for part in parts for one in part.given])
        except BaseException as failed:
            for part in parts:
                part.failed = failed
            return
        at = 0
        for part in parts:
            part.found = found[at : at + len(part.given)]
            at += len(part.given)

    def _take(self) -> list[_Part[Given, Found]]:
        parts, size = [self._waiting.popleft()], 0
        size += len(parts[0].given)
        while self._waiting and size + len(self._waiting[0].given) <= self.most:
            parts.append(self._waiting.popleft())
            size += len(parts[-1].given)
        return parts
