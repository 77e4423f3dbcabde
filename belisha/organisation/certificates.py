"""An OpenPGP certificate that somebody gives for an authority: whose it is, and whether it will do."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from pysequoia import Cert, encrypt

from belisha.guard.pgp import is_key_or_signature
from belisha.organisation.living_key import living

LONGEST = 50_000
EXPIRES_SOON = timedelta(days=30)
_ARMOUR = re.compile(
    r"-----BEGIN PGP PUBLIC KEY BLOCK-----\r?\n(.*?)-----END PGP PUBLIC KEY BLOCK-----", re.DOTALL
)


class WrongCertificate(Exception):
    """Says in a sentence why a certificate will not do."""


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """A certificate that can be encrypted to. `armoured` holds it alone, without comments of others."""

    armoured: str
    fingerprint: str
    user_ids: tuple[str, ...]
    expires: datetime | None

    @property
    def grouped(self) -> str:
        """The fingerprint in groups of four, as people compare it over the telephone."""
        return in_groups(self.fingerprint)

    @property
    def emails(self) -> frozenset[str]:
        """The addresses that the certificate says it is for."""
        found = (re.search(r"<([^<>]*)>\s*$", one) for one in self.user_ids)
        bare = (one for one in self.user_ids if "@" in one and "<" not in one)
        return frozenset(one.casefold() for one in (*(match[1] for match in found if match), *bare))


def in_groups(fingerprint: str) -> str:
    """A fingerprint in groups of four."""
    return " ".join(fingerprint[at : at + 4].upper() for at in range(0, len(fingerprint), 4))


def read_certificate(armoured: str, *, now: datetime) -> Certificate:
    """Return the one certificate in a text. Raises WrongCertificate: none, several, secret, revoked, expired,
    without a key to encrypt to, or with something in it that is no key, such as a photograph."""
    cert = _parsed(armoured.strip())
    if cert.is_revoked:
        raise WrongCertificate("This key is revoked: ask them for the one that they use now.")
    if cert.expiration is not None and cert.expiration <= now:
        raise WrongCertificate("This key has expired: ask them for the one that they use now.")
    _refuse_unless_encrypts(cert, now)
    return Certificate(
        armoured=str(cert),
        fingerprint=cert.fingerprint.lower(),
        user_ids=tuple(str(one) for one in cert.user_ids),
        expires=cert.expiration,
    )


def _parsed(text: str) -> Cert:
    if len(text) > LONGEST:
        raise WrongCertificate(f"This key is longer than {LONGEST:,} letters.")
    if "PRIVATE KEY" in text:
        raise WrongCertificate("This is a private key. Ask them for the public one, and tell them of this.")
    if not (block := _ARMOUR.fullmatch(text)):
        raise WrongCertificate("Give one public key, from its line with BEGIN to its line with END.")
    if not is_key_or_signature(block[1]):
        raise WrongCertificate("This key can't be read, or it holds more than a key, such as a photograph.")
    try:
        found = Cert.split_bytes(text.encode())
    except Exception as problem:  # pysequoia raises plain exceptions of its own.
        raise WrongCertificate("This key can't be read.") from problem
    if len(found) != 1:
        raise WrongCertificate("Give one public key alone.")
    return found[0]


def _refuse_unless_encrypts(cert: Cert, now: datetime) -> None:
    if (alive := living(cert, now)) is None:
        raise WrongCertificate("Nothing can be encrypted to this key: no part of it is for that any more.")
    try:
        encrypt(recipients=[alive], bytes=b"")
    except Exception as problem:
        raise WrongCertificate("Nothing can be encrypted to this key: it is for signing alone.") from problem
