"""A host looked up once, each of its addresses checked, and a connection to exactly these.

A name that says something else a moment later leads nowhere: nobody looks it up again.
"""

import socket
import time
from collections.abc import Callable
from ipaddress import ip_address
from queue import Empty, Queue
from threading import Thread

from belisha.outbound.destinations import is_named, is_private_host
from belisha.outbound.problem import NotSent
from belisha.outbound.ranges import is_ever_sent_to, is_outside

CONNECT = 8.0  # seconds: to look a name up, and to reach one address
MOST = 8  # addresses of one host that are tried

Looking = Callable[[str, int], list[str]]


def addresses_of(host: str, port: int, *, within: float = CONNECT) -> tuple[str, ...]:
    """Return the addresses of a host, each checked; raises NotSent. Connect to these and look up no more."""
    found = (host,) if _is_literal(host) else _looked_up(host, port, within)
    may_be_inner = is_private_host(host)
    # An address that the settings spell out is named by that; a name that leads inside is not.
    spelt_out = host == "localhost" or _is_literal(host)
    own_machine = not may_be_inner and spelt_out and is_named(host, port)
    for address in found:
        if not is_ever_sent_to(address) or not (is_outside(address) or may_be_inner or own_machine):
            raise NotSent("private_address")
        if host == "localhost" and not ip_address(address).is_loopback:
            raise NotSent("private_address")
    return found[:MOST]


def connected(host: str, port: int, *, within: float = CONNECT) -> socket.socket:
    """Connect to the first address of a host that answers; raises NotSent."""
    until = time.monotonic() + within
    failed = NotSent("unreachable")
    for address in addresses_of(host, port, within=within):
        left = until - time.monotonic()
        if left <= 0:
            raise NotSent("too_slow")
        try:
            return socket.create_connection((address, port), min(left, CONNECT))
        except TimeoutError:
            failed = NotSent("too_slow")
        except OSError:
            failed = NotSent("unreachable")
    raise failed


def _is_literal(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def look_up(host: str, port: int) -> list[str]:
    """Ask the machine's resolver."""
    return [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _looked_up(host: str, port: int, within: float) -> tuple[str, ...]:
    # The resolver knows no time-out, so it is waited for, no longer than that.
    answers: Queue[list[str] | OSError | UnicodeError] = Queue()

    def ask() -> None:
        try:
            answers.put(look_up(host, port))
        except (OSError, UnicodeError) as problem:
            answers.put(problem)

    Thread(target=ask, name="look-up", daemon=True).start()
    try:
        found = answers.get(timeout=within)
    except Empty:
        raise NotSent("too_slow") from None
    if not isinstance(found, list) or not found:
        raise NotSent("no_such_host")
    return tuple(dict.fromkeys(found))
