"""The pages of an exchange, one after another, from where the last time ended or an earlier try stopped."""

import hashlib
import time
from collections.abc import Callable
from typing import Any

from belisha.outbound.exchange import Exchange, Page
from belisha.outbound.problem import NotSent
from belisha.screening.exchange import Mapped
from belisha.screening.store.incoming import Incoming

OVERLAP = 600  # seconds that are asked for twice: a change may have been written late, or by another clock
LASTS = 6 * 3600  # seconds for which the address of a next page is good; NCMEC asks not to keep it long
MOST_PAGES = 200_000
COUNTED = ("pages", "changed", "gone", "passed_over", "malformed", "unknown")

State = dict[str, Any]


class Fetch:
    """What is being fetched. `base`: the time up to which the list in force is complete; None: fetch all.

    The state is kept with each page: `since` and `until` are the span that is being asked for, `end` the time
    up to which all is wanted, `after` what asks for the next page, `begun` when the span was begun, `reached`
    the time up to which all is here.
    """

    def __init__(self, base: int | None, exchange: Exchange, incoming: Incoming) -> None:
        self.exchange, self.incoming = exchange, incoming
        self.is_whole = base is None
        self._state = self._gone_on(base) or self._begun(base)

    @property
    def until(self) -> int:
        """The time of the source from which the next time goes on."""
        return int(self._state["reached"])

    @property
    def counts(self) -> dict[str, int]:
        """How many pages and records came, and how many of them are of no use."""
        return {name: self._state[name] for name in COUNTED}

    @property
    def digest(self) -> str:
        """What names this update of the list: where it came from, and from when on."""
        named = f"{self.exchange.address} {self._state['base']}"
        return hashlib.sha256(named.encode()).hexdigest()

    def all_pages(self, read: Callable[[Any], Mapped], progress: Callable[[int], object]) -> None:
        """Get every page that is not here yet; raises NotSent, and then what came is kept."""
        while not self._state["done"]:
            if self._state["pages"] >= MOST_PAGES:
                raise NotSent("goes_round")
            span = {name: self._state[name] for name in ("since", "until", "after")}
            page = self.exchange.page(**span)
            if page.after and page.after == self._state["after"]:
                raise NotSent("goes_round")
            mapped = [read(record) for record in page.records]
            self._state = self._next(page, mapped)
            self.incoming.append(self._state, [one.entry for one in mapped])
            progress(self._state["pages"])

    def _gone_on(self, base: int | None) -> State | None:
        """The state of an earlier try, if it was for the same."""
        kept = dict(self.incoming.state)
        if (kept.get("address"), kept.get("base", "")) != (self.exchange.address, base):
            self.incoming.clear()
            return None
        if abs(time.time() - kept["begun"]) > LASTS:
            # From the beginning of the span: to get a record twice does no harm.
            kept |= {"after": "", "begun": time.time()}
        return kept

    def _begun(self, base: int | None) -> State:
        since, now = max((base or 0) - OVERLAP, 0), int(time.time())
        return {
            "address": self.exchange.address,
            "base": base,
            "since": since,
            "until": self._end_of_span(since, now),
            "end": now,
            "after": "",
            "begun": time.time(),
            "reached": 0,
            "done": False,
            **dict.fromkeys(COUNTED, 0),
        }

    def _next(self, page: Page, mapped: list[Mapped]) -> State:
        state: State = self._state | self._added(page, mapped)
        if page.after:
            return state | {"after": page.after}
        since = state["until"]
        state |= {"after": "", "reached": page.until, "begun": time.time(), "done": since >= state["end"]}
        return state | {"since": since, "until": self._end_of_span(since, state["end"])}

    def _added(self, page: Page, mapped: list[Mapped]) -> State:
        gone = sum(one.entry.gone for one in mapped)
        new = {
            "pages": 1,
            "changed": len(mapped) - gone,
            "gone": gone,
            "passed_over": page.passed_over,
            "malformed": sum(one.malformed for one in mapped),
            "unknown": sum(one.unknown for one in mapped),
        }
        return {name: self._state[name] + count for name, count in new.items()}

    def _end_of_span(self, since: int, end: int) -> int:
        span = self.exchange.span
        return min(end, max(since, self.exchange.begins) + span) if span else end
