"""How fast something may come: counts by the minute or the hour, in memory alone, that name nobody.

Each server process counts for itself. What is counted are keyed digests whose key is made anew at each start,
so that no count can be turned back into an address afterwards.
"""

import hmac
import ipaddress
import secrets
import threading
import time
from collections.abc import Mapping

IPV6_NETWORK = 64  # bits: what one household or phone is given
MOST_NAMES = 100_000
_KEY = secrets.token_bytes(32)


class Pace:
    """At most `most` of each name within `seconds`; forgotten afterwards."""

    def __init__(self, most: int, seconds: int) -> None:
        self.most, self.seconds = most, seconds
        self._lock = threading.Lock()
        self._counts: dict[bytes, int] = {}
        self._until = 0.0

    def is_over(self, name: str) -> bool:
        """Count one, and say whether that is one too many."""
        key = hmac.digest(_KEY, name.encode(), "sha256")[:12]
        with self._lock:
            now = time.monotonic()
            if now >= self._until or len(self._counts) >= MOST_NAMES:
                self._counts.clear()
                self._until = now + self.seconds
            self._counts[key] = count = self._counts.get(key, 0) + 1
        return count > self.most

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self._counts.clear()


def network_of(environ: Mapping[str, object], *, behind_proxy: bool) -> str:
    """The network that a request comes from: one address, or a household's of IPv6."""
    # Behind the proxy that ends TLS every request comes from the proxy, which adds its client at the end.
    forwarded = str(environ.get("HTTP_X_FORWARDED_FOR", "")) if behind_proxy else ""
    return _network(forwarded.rpartition(",")[2].strip() or str(environ.get("REMOTE_ADDR", "")))


def _network(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address) and not parsed.ipv4_mapped:
        return str(ipaddress.ip_network((int(parsed) >> IPV6_NETWORK << IPV6_NETWORK, IPV6_NETWORK)))
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)
