"""Addresses of HTTP, read in one strict way: what is compared is what is dialled."""

import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address

from belisha.outbound.problem import NotSent

Origin = tuple[str, str, int]
"""Scheme, host and port of an address (RFC 6454)."""

PORTS = {"http": 80, "https": 443}
# No user, no fragment, no backslash, nothing to be decoded: parsers disagree about each of them.
_URL = re.compile(
    r"(?P<scheme>https?)://(?P<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(?::(?P<port>[0-9]{1,5}))?"
    r"(?P<target>[/?][!-\[\]-~]*)?"
)
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")


@dataclass(frozen=True, slots=True)
class Address:
    """Where one request goes, in the only spelling it has."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def origin(self) -> Origin:
        return self.scheme, self.host, self.port


def read(url: str) -> Address:
    """Read an address; raises NotSent for one that could be read in two ways."""
    found = _URL.fullmatch(url)
    if found is None or "#" in url or len(url) > 2000:
        raise NotSent("wrong_address")
    scheme = found["scheme"]
    port = int(found["port"]) if found["port"] else PORTS[scheme]
    if not 0 < port < 65536:
        raise NotSent("wrong_address")
    target = found["target"] or "/"
    return Address(scheme, host(found["host"]), port, target if target[0] == "/" else f"/{target}")


def host(written: str) -> str:
    """The one spelling of a host, without brackets; raises NotSent for a number in disguise."""
    name = written.lower()
    try:
        if name.startswith("["):
            return str(IPv6Address(name[1:-1]))
        # Machines read 127.1, 0x7f.1 and 2130706433 as an address, each in its own way.
        if _NUMBER.fullmatch(name.rpartition(".")[2]):
            return str(IPv4Address(name))
    except AddressValueError:
        raise NotSent("wrong_address") from None
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in name.split(".")):
        raise NotSent("wrong_address")
    return name


def origin(url: str) -> Origin:
    """Scheme, host and port of an address; of nowhere where it is none."""
    try:
        return read(url).origin
    except NotSent:
        return "", "", 0
