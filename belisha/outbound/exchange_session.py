"""A session of `requests` that goes to one address, and nowhere else, whatever an answer says."""

import time
from collections.abc import Callable
from typing import Any

import requests
from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter

from belisha.outbound import tls
from belisha.outbound.exchange_line import POOLS
from belisha.outbound.origin import Origin, origin
from belisha.outbound.problem import NotSent

CONNECT, READ, WHOLE = 8.0, 30.0, 120.0  # seconds: to connect, between two parts of an answer, for all of it
LONGEST = 64 * 1024 * 1024  # bytes; a page has 1,000 records of some 2 kB
PART = 64 * 1024
AWAY = frozenset({429, 500, 502, 503, 504})


class NotFetched(NotSent):
    """It did not come; `problem` is a short word for the reason that names nobody and no address."""


class Away(NotFetched):
    """It did not come now; it may in a moment."""


def confined(make: Callable[..., Any], allowed: Origin) -> Callable[..., Any]:
    """What makes the sessions of a client, so that they keep its log-in and lose every other way out."""

    def session(*args: Any) -> Any:
        made = make(*args)
        # No proxy, password file or certificate of the environment.
        made.trust_env = False
        made.headers["Accept-Encoding"] = "identity"
        made.adapters.clear()
        for scheme in ("https://", "http://"):
            made.mount(scheme, OnlyThere(allowed))
        return made

    return session


class OnlyThere(HTTPAdapter):
    """Sends to one origin; reads an answer whole, within bounds of size and time; follows no redirect."""

    def __init__(self, allowed: Origin) -> None:
        super().__init__(max_retries=0)
        self._allowed = allowed

    def init_poolmanager(self, *sizes: Any, **how: Any) -> None:
        """Connect to checked addresses alone, with the TLS of this desk."""
        super().init_poolmanager(*sizes, ssl_context=tls.context(), **how)
        self.poolmanager.pool_classes_by_scheme = POOLS

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Leave the authorities to the context above; a certificate is asked for, whatever a caller says."""
        conn.cert_reqs = "CERT_REQUIRED"

    def send(
        self,
        request: PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: bool | str = True,
        cert: Any = None,
        proxies: Any = None,
    ) -> Response:
        """Send it, in our own time and through no proxy, whatever was asked for; raises NotFetched."""
        if origin(request.url or "") != self._allowed:
            raise NotFetched("not_configured")
        began = time.monotonic()
        try:
            answer = super().send(request, stream=True, timeout=(CONNECT, READ), verify=True)
            with answer:
                _require_success(answer.status_code)
                answer._content = _read(answer, began + WHOLE)
        except requests.Timeout:
            raise Away("too_slow") from None
        except requests.RequestException:
            raise Away("unreachable") from None
        answer._content_consumed = True
        return answer


def _require_success(status: int) -> None:
    if status in AWAY:
        raise Away(f"status_{status}")
    if not 200 <= status < 300:
        raise NotFetched(f"status_{status}")


def _read(answer: Response, deadline: float) -> bytes:
    body = bytearray()
    for part in answer.iter_content(PART):
        body += part
        if len(body) > LONGEST:
            raise NotFetched("too_long")
        # A part may come every second for ever.
        if time.monotonic() > deadline:
            raise Away("too_slow")
    return bytes(body)
