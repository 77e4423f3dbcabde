"""Which addresses are of the world outside, and which are of a machine, its network or its cloud.

Sources: the special-purpose registries of IANA (RFC 6890), gathered on 22 November 2026; the addresses at
which clouds tell a machine its own secrets are from their manuals.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address

INNER = tuple(
    IPv4Network(one)
    for one in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # shared by a provider's customers (RFC 6598)
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",  # relays of 6to4
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "168.63.129.16/32",  # Azure's own, for its machines
    )
)
WORLD = IPv6Network("2000::/3")
NOT_OF_THE_WORLD = tuple(
    IPv6Network(one)
    # Teredo and the like, examples, 6to4, examples: within the world's range, and not of it.
    for one in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
)
NEVER = tuple(
    IPv4Network(one)
    for one in (
        "0.0.0.0/8",
        "169.254.0.0/16",
        "224.0.0.0/4",
        "255.255.255.255/32",
        "100.100.100.200/32",  # Alibaba's metadata
        "168.63.129.16/32",
        "192.0.0.192/32",  # Oracle's
    )
)
NEVER_6 = tuple(
    IPv6Network(one)
    # Unspecified, link-local, multicast, and the metadata of Amazon and Google.
    for one in ("::/128", "fe80::/10", "ff00::/8", "fd00:ec2::254/128", "fd20:ce::254/128")
)
_NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))


def is_outside(address: str) -> bool:
    """Is it of the world, as opposed to a machine, a private network, or a way around either?"""
    found = ip_address(address)
    if isinstance(found, IPv4Address):
        return not any(found in one for one in INNER)
    return found.scope_id is None and found in WORLD and not any(found in one for one in NOT_OF_THE_WORLD)


def is_ever_sent_to(address: str) -> bool:
    """May it be sent to where the operator named the host? Never to what gives a machine its secrets."""
    found = ip_address(address)
    within = _within(found) if isinstance(found, IPv6Address) else found
    if within is not None:
        return not any(within in one for one in NEVER)
    return not any(found in one for one in NEVER_6)


def _within(found: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that one of IPv6 stands for."""
    if any(found in one for one in _NAT64):
        return IPv4Address(int(found) & 0xFFFFFFFF)
    return found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
