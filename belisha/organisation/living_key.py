"""The part of an OpenPGP certificate that may be encrypted to now.

Sequoia's own `encrypt` takes a key whose time is over, so that is looked at here, packet by packet.
"""

from collections.abc import Iterator
from datetime import datetime

from pysequoia import Cert
from pysequoia.packet import Packet, PacketPile, SignatureType, Tag

Group = list[Packet]
"""A key, a name or a picture of a certificate, with the signatures after it."""

_KEYS = (Tag.PublicKey, Tag.PublicSubkey)


def living(cert: Cert, now: datetime) -> Cert | None:
    """Return the certificate with those subkeys alone that can be encrypted to now; None where there is none.

    What Sequoia finds too weak it refuses by itself.
    """
    groups = list(_grouped(bytes(cert)))
    kept = [group for group in groups if group[0].tag != Tag.PublicSubkey or _encrypts(group, now)]
    alone = _encrypts_itself(groups[0], groups, now)
    if not alone and not any(group[0].tag == Tag.PublicSubkey for group in kept):
        return None
    return Cert.from_packets([packet for group in kept for packet in group])


def _grouped(certificate: bytes) -> Iterator[Group]:
    group: Group = []
    for packet in PacketPile.from_bytes(certificate):
        if packet.tag != Tag.Signature and group:
            yield group
            group = []
        group.append(packet)
    yield group


def _encrypts(group: Group, now: datetime) -> bool:
    key, *signatures = group
    if any(one.signature_type == SignatureType.SubkeyRevocation for one in signatures):
        return False
    bindings = [one for one in signatures if one.signature_type == SignatureType.SubkeyBinding]
    return bool(bindings) and _lives(key, max(bindings, key=_made), now)


def _encrypts_itself(primary: Group, groups: list[Group], now: datetime) -> bool:
    """An old kind of certificate: one key for everything."""
    own = [one for group in (primary, *groups) for one in group[1:] if group[0].tag not in _KEYS[1:]]
    bindings = [one for one in own if one.key_flags is not None]
    return bool(bindings) and _lives(primary[0], max(bindings, key=_made), now)


def _lives(key: Packet, binding: Packet, now: datetime) -> bool:
    flags, begins, lasts = binding.key_flags, key.key_created, binding.key_validity_period
    if flags is None or begins is None or not flags.transport_encryption:
        return False
    return begins <= now and (not lasts or now < begins + lasts)


def _made(signature: Packet) -> float:
    return signature.signature_created.timestamp() if signature.signature_created else 0.0
