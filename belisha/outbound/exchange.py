"""The hash exchanges of NCMEC and StopNCII, through Meta's clients, at the configured addresses and no other.

The clients come with the extra `exchange`. They are given a session that cannot go elsewhere; and what one of
them would stumble over, or write to a log with its value, is taken out of an answer first, and counted.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Protocol, cast

from django.conf import settings

from belisha.outbound.origin import Origin, origin
from belisha.outbound.problem import NotSent
from belisha.refusal import Refusal

PAUSES = (0.5, 2.0)  # seconds before a page is asked for again
RECORDS = 800  # of StopNCII's in one page
_LONG_AGO = "1970-01-01T00:00:00Z"


class NoClients(Refusal):
    """The clients of the exchanges are not installed. Do: make install EXTRAS=exchange"""

    code = "no_clients"


class NotConfigured(Refusal):
    """{exchange} is not set up here: set {needed}. docs/guides/lists.md says how access is given."""

    code = "not_configured"


@dataclass(frozen=True, kw_only=True)
class Page:
    """One answer. `after` asks for the next, empty at the end; `until`: the time of the source, in seconds,
    up to which all is here once the last page came; `passed_over`: records that nobody could read."""

    records: tuple[Any, ...]
    after: str
    until: int
    passed_over: int


class Exchange(Protocol):
    """An exchange that is set up."""

    address: str
    begins: int
    """The time, in seconds, before which there is next to nothing."""
    span: int
    """For how many seconds it is asked at once; 0: for all that there is."""

    def page(self, *, since: int, until: int, after: str) -> Page:
        """Get one page of what changed between two times, in seconds; raises NotSent."""


def allowed_origins() -> frozenset[Origin]:
    """Where the exchanges of this desk are; nowhere until they are set up, and never in the demo."""
    given = (settings.BELISHA.ncmec_url, settings.BELISHA.stopncii_url)
    there = frozenset() if settings.BELISHA.demo else frozenset(origin(str(url)) for url in given if url)
    return there - {origin("")}


class Ncmec:
    """NCMEC's hash sharing API, version 2. Long spans take it long, so it is asked month by month."""

    begins = 1_388_534_400  # 2014
    span = 30 * 24 * 3600

    def __init__(self) -> None:
        own = settings.BELISHA
        needed = "BELISHA_NCMEC_URL, BELISHA_NCMEC_USER and BELISHA_NCMEC_PASSWORD"
        self.address = _address(own.ncmec_url, "NCMEC's exchange", needed)
        if not own.ncmec_user or not own.ncmec_password:
            raise NotConfigured(exchange="NCMEC's exchange", needed=needed)
        try:
            from threatexchange.exchanges.clients.ncmec import hash_api
        except ImportError:
            raise NoClients from None
        self._api = hash_api
        # The client knows its environments by their addresses; ours is the one that is configured.
        there: Any = SimpleNamespace(value=self.address)
        password = own.ncmec_password.get_secret_value()
        self._client = cast(Any, hash_api.NCMECHashAPI(own.ncmec_user, password, there))
        _confine(self._client, self.address)
        self._get, self._client._get = self._client._get, self._cleaned
        self._passed_over = 0

    def page(self, *, since: int, until: int, after: str) -> Page:
        """See Exchange. Its records are not in the order of time: only the last page completes the span."""
        answer = _asked(
            lambda: self._client.get_entries(start_timestamp=since, end_timestamp=until, next_=after)
        )
        return Page(
            records=tuple(answer.updates), after=answer.next, until=until, passed_over=self._passed_over
        )

    def _cleaned(self, *args: Any, **how: Any) -> Any:
        """The answer without what the client can't read: one such record would cost it the whole page."""
        root = self._get(*args, **how)
        if root.tag != "queryResult":
            raise ValueError("no answer to this question")
        self._passed_over = 0
        for group in root:
            if group.tag in ("images", "videos"):
                group.set("maxTimestamp", _LONG_AGO)  # It says nothing before the last page, and is not used.
                for record in [one for one in group if not self._is_readable(one)]:
                    group.remove(record)
                    self._passed_over += 1
            elif group.tag != "paging":
                self._passed_over += len(group)
        return root

    def _is_readable(self, record: Any) -> bool:
        try:
            self._api.NCMECEntryUpdate.from_xml(self._api._XMLWrapper(record))
        except Exception:
            return False
        return True


class StopNcii:
    """StopNCII's hash exchange, version 1."""

    begins = 0
    span = 0

    def __init__(self) -> None:
        own = settings.BELISHA
        needed = "BELISHA_STOPNCII_URL, BELISHA_STOPNCII_SUBSCRIPTION_KEY and BELISHA_STOPNCII_FUNCTION_KEY"
        self.address = _address(own.stopncii_url, "StopNCII's exchange", needed)
        if not own.stopncii_subscription_key or not own.stopncii_function_key:
            raise NotConfigured(exchange="StopNCII's exchange", needed=needed)
        try:
            from threatexchange.exchanges.clients.stopncii import api
        except ImportError:
            raise NoClients from None
        self._kinds = {kind.value for kind in api.StopNCIISignalType}
        self._states = {state.value for state in api.StopNCIICaseStatus}
        keys = (
            own.stopncii_subscription_key.get_secret_value(),
            own.stopncii_function_key.get_secret_value(),
        )
        self._client = cast(Any, api.StopNCIIAPI(*keys, base_url_override=self.address))
        _confine(self._client, self.address)
        self._get, self._client._get = self._client._get, self._cleaned
        self._passed_over = 0

    def page(self, *, since: int, until: int, after: str) -> Page:
        """See Exchange. The time up to which it is complete is the source's own, and never before `since`."""
        answer = _asked(
            lambda: self._client.fetch_hashes(
                page_size=RECORDS,
                start_timestamp=max(since, self._client.DEFAULT_START_TIME),
                next_page=after,
            )
        )
        more = answer.nextPageToken or ""
        if answer.hasMoreRecords and not more:
            raise NotSent("not_understood")
        return Page(
            records=tuple(answer.hashRecords),
            after=more if answer.hasMoreRecords else "",
            until=min(max(answer.nextSetTimestamp, since), until),
            passed_over=self._passed_over,
        )

    def _cleaned(self, *args: Any, **how: Any) -> Any:
        """The answer without what the client can't read: it would write such a record to the log."""
        answer = self._get(*args, **how)
        given = answer["hashRecords"]
        answer["hashRecords"] = [one for one in map(self._plain, given) if one]
        self._passed_over = len(given) - len(answer["hashRecords"])
        return answer

    def _plain(self, record: Any) -> dict[str, Any] | None:
        try:
            cases = record["caseNumbers"] or {}
            if record["signalType"] not in self._kinds or record["hashStatus"] not in self._states:
                return None
            return {
                "lastModtimestamp": int(record.get("lastModtimestamp") or 0),
                "signalType": record["signalType"],
                "hashValue": str(record["hashValue"]),
                "hashStatus": record["hashStatus"],
                "caseNumbers": {
                    str(case): state if state in self._states else "Unknown" for case, state in cases.items()
                },
            }
        except (AttributeError, KeyError, TypeError, ValueError):
            return None


def _address(given: Any, exchange: str, needed: str) -> str:
    if given is None or origin(str(given)) not in allowed_origins():
        raise NotConfigured(exchange=exchange, needed=needed)
    return str(given).rstrip("/")


def _confine(client: Any, address: str) -> None:
    from belisha.outbound.exchange_session import confined

    client._get_session = confined(client._get_session, origin(address))


def _asked(ask: Callable[[], Any]) -> Any:
    """The answer, asked for again where the exchange is away for a moment; raises NotSent."""
    from belisha.outbound.exchange_session import Away, NotFetched

    for pause in (*PAUSES, None):
        try:
            return ask()
        except Away:
            if pause is None:
                raise
            time.sleep(pause)
        except NotFetched:
            raise
        except Exception:
            # The clients put what they could not read into the text of their exception.
            raise NotFetched("not_understood") from None
    raise AssertionError  # The last pause is none.
