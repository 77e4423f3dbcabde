"""A letter inside OpenPGP/MIME (RFC 3156), its headers too (RFC 9788): outside are only the addresses."""

from datetime import datetime
from email.message import EmailMessage, MIMEPart
from email.policy import SMTP

from pysequoia import Cert, encrypt

from belisha.organisation.certificates import WrongCertificate, read_certificate
from belisha.organisation.living_key import living

SUBJECT = "[...]"
"""What RFC 9788 has outside for a subject that only the receiver reads."""
_ABOUT_THE_BODY = ("content-", "mime-version")


def enclosed(letter: EmailMessage, key: str, *, now: datetime) -> bytes:
    """Return the letter encrypted to a key, as it is handed in. Raises WrongCertificate, saying why not."""
    outer = EmailMessage(policy=SMTP)
    for name, value in letter.items():
        if not name.lower().startswith(_ABOUT_THE_BODY):
            outer[name] = SUBJECT if name.lower() == "subject" else str(value)
    sealed = _encrypted(_with_its_headers(letter, outer), key, now)
    outer["MIME-Version"] = "1.0"
    outer["Content-Type"] = 'multipart/encrypted; protocol="application/pgp-encrypted"'
    outer.set_payload([_version(), _part(sealed)])
    return outer.as_bytes()


def _with_its_headers(letter: EmailMessage, outer: EmailMessage) -> bytes:
    """The letter as it is encrypted: it names its own headers, and what stood outside for each."""
    for name, value in outer.items():
        letter["HP-Outer"] = f"{name}: {value}"
    letter.set_param("hp", "cipher")
    letter.set_param("protected-headers", "v1")  # What programs read that are older than RFC 9788.
    return letter.as_bytes()


def _encrypted(plain: bytes, key: str, now: datetime) -> str:
    read_certificate(key, now=now)
    cert = living(Cert.from_bytes(key.encode()), now)
    if cert is None:
        raise WrongCertificate("Nothing can be encrypted to this key.")
    return encrypt(recipients=[cert], bytes=plain).decode("ascii")


def _version() -> MIMEPart:
    part = MIMEPart(policy=SMTP)
    part["Content-Type"] = "application/pgp-encrypted"
    part["Content-Description"] = "PGP/MIME version identification"
    part.set_payload("Version: 1\r\n")
    return part


def _part(sealed: str) -> MIMEPart:
    part = MIMEPart(policy=SMTP)
    part["Content-Type"] = 'application/octet-stream; name="encrypted.asc"'
    part["Content-Disposition"] = 'inline; filename="encrypted.asc"'
    part["Content-Description"] = "OpenPGP encrypted message"
    part.set_payload(sealed)
    return part
