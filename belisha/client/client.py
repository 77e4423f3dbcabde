"""The calls of a service to its desk, one method each."""

import json
import ssl
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import Any
from uuid import uuid4

from belisha.client.answers import Advice, Order, Preserved, Receipt, Screened, Status
from belisha.client.errors import NotUnderstood
from belisha.client.wire import Request, Wire

MOST_EVENTS = 1000
JSON = {"Content-Type": "application/json"}


class Client:
    """A desk, as a service's program sees it. One is enough for all threads; close it at the end.

    A call is sent again after a broken connection, a 429 and a 5xx, for `patience` seconds in all; then it
    raises. `timeout` bounds each wait of one try. Whatever it raises is a DeskError.
    """

    def __init__(
        self,
        base_url: str,
        key: str,
        *,
        timeout: float = 10.0,
        patience: float = 30.0,
        plain: bool = False,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._wire = Wire(base_url, key, timeout=timeout, patience=patience, plain=plain, tls=tls)

    def __enter__(self) -> "Client":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._wire.close()

    def report(
        self,
        *,
        source: str,
        concerns: Sequence[str],
        danger_now: str,
        what_happened: str,
        idempotency_key: str = "",
        **more: Any,
    ) -> Receipt:
        """Send a report; it is durable at the desk once this returns. `more`: the fields of docs/API.md.

        Give an `idempotency_key` of your own where your program may crash and send the report again.
        """
        said = {"source": source, "concerns": list(concerns), "danger_now": danger_now}
        said |= {"what_happened": what_happened, **more}
        headers = {"Idempotency-Key": idempotency_key or str(uuid4())}
        return Receipt.read(self._post("reports", said, headers))

    def status(self, receipt: str) -> Status:
        """Ask where a report stands."""
        return Status.read(self._get(f"reports/{receipt.replace(' ', '')}"))

    def screen(
        self, data: bytes, *, content_type: str = "application/octet-stream", **about: Any
    ) -> Screened:
        """Compare a picture or a video with the desk's lists, before anybody sees it.

        `about`: id, account, locator, uploaded_at, ip, port, service. No answer is no permission.
        """
        query = {name: _word(value) for name, value in about.items() if value is not None}
        request = Request(
            method="POST",
            path="screen/media",
            query=query,
            body=data,
            headers={"Content-Type": content_type},
        )
        return Screened.read(self._wire.call(request))

    def screen_hashes(self, hashes: Iterable[Mapping[str, Any]]) -> list[Screened]:
        """Compare fingerprints: each {"id", "sha256", "pdq", ...}. The answers come in the same order."""
        return [Screened.read(one) for one in self._results("screen/hashes", "hashes", hashes)]

    def screen_urls(self, urls: Iterable[Mapping[str, Any]]) -> list[Screened]:
        """Compare addresses: each {"id", "url", ...}. The answers come in the same order."""
        return [Screened.read(one) for one in self._results("screen/urls", "urls", urls)]

    def assess(self, event: Mapping[str, Any]) -> Advice:
        """Ask what to do with a contact, and what to show. Pseudonyms and facts, never what was written."""
        return Advice.read(self._post("contacts/assess", event))

    def assess_all(self, events: Iterable[Mapping[str, Any]]) -> list[Advice]:
        """The same for many. The answers come in the same order; each MOST_EVENTS of them are one request."""
        sent, found = list(events), list[Advice]()
        for start in range(0, len(sent), MOST_EVENTS):
            some = self._results("contacts/assess", "events", sent[start : start + MOST_EVENTS])
            found += [Advice.read(one) for one in some]
        return found

    def orders(self, *, state: str = "due", service: str = "", language: str = "") -> Iterator[Order]:
        """The orders that wait, the longest due first: carry them out in this order."""
        asked = {"state": state, "service": service, "language": language}
        for said in self._pages("orders", "orders", "cursor", asked):
            yield Order.read(said)

    def order(self, order_id: str, *, language: str = "") -> Order:
        """One order: what a webhook's event points to. `language`: that of its notice, such as "de"."""
        return Order.read(self._get(f"orders/{order_id}", {"language": language} if language else {}))

    def done(
        self,
        order_id: str,
        *,
        detail: str = "",
        at: datetime | None = None,
        kept: Sequence[Mapping[str, Any]] = (),
    ) -> Order:
        """Say that an order is carried out. `kept`: what a preservation keeps, {"what", "locator"}."""
        said = {"at": _word(at or datetime.now(UTC)), "detail": detail, "kept": [_plain(one) for one in kept]}
        return Order.read(
            self._post(f"orders/{order_id}/done", {name: it for name, it in said.items() if it})
        )

    def failed(self, order_id: str, *, reason: str, at: datetime | None = None) -> Order:
        """Say that an order could not be carried out, and why; a person at the desk is asked."""
        said = {"at": _word(at or datetime.now(UTC)), "reason": reason}
        return Order.read(self._post(f"orders/{order_id}/failed", said))

    def preserved(self, *, state: str = "released", service: str = "") -> Iterator[Preserved]:
        """What this service keeps as ordered; what is "released" may be destroyed, and nothing else."""
        for said in self._pages("preserved", "preserved", "after", {"state": state, "service": service}):
            yield Preserved.read(said)

    def destroyed(
        self, preserved_id: str, *, by: str, detail: str = "", at: datetime | None = None
    ) -> Preserved:
        """Prove that a preserved thing is destroyed: when, and by whom."""
        said = {"at": _word(at or datetime.now(UTC)), "by": by, "detail": detail}
        said = {name: it for name, it in said.items() if it}
        return Preserved.read(self._post(f"preserved/{preserved_id}/destroyed", said))

    def _results(self, path: str, name: str, things: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        sent = [_plain(one) for one in things]
        found: list[Mapping[str, Any]] = self._post(path, {name: sent})["results"]
        if len(found) != len(sent):
            raise NotUnderstood("There are not as many answers as questions.")
        return found

    def _pages(
        self, path: str, name: str, cursor: str, query: Mapping[str, str]
    ) -> Iterator[Mapping[str, Any]]:
        asked = {key: value for key, value in query.items() if value}
        while True:
            said = self._get(path, asked)
            yield from said[name]
            if not said["next"]:
                return
            asked[cursor] = said["next"]

    def _get(self, path: str, query: Mapping[str, str] | None = None) -> Any:
        return self._wire.call(Request(method="GET", path=path, query=query or {}))

    def _post(self, path: str, said: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Any:
        body = json.dumps(_plain(said), separators=(",", ":")).encode()
        request = Request(method="POST", path=path, body=body, headers=JSON | dict(headers or {}))
        return self._wire.call(request)


def _word(value: Any) -> str:
    """A value as a query or a JSON text holds it; a time with its zone, or it is refused."""
    if not isinstance(value, datetime):
        return str(value)
    if value.tzinfo is None:
        raise ValueError("A time needs its zone: datetime.now(UTC).")
    return value.isoformat()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return _word(value)
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value
