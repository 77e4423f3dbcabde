"""An authority of the tests' own and the certificates that it gives, good and bad."""

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PEM = serialization.Encoding.PEM
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Authority:
    """What signs, and its own certificate."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    def pem(self, folder: Path) -> Path:
        """Its certificate as a file, for BELISHA_CA_FILE."""
        file = folder / "authority.pem"
        file.write_bytes(self.certificate.public_bytes(PEM))
        return file

    def server(self, folder: Path, name: str, *, ends_in: timedelta = DAY) -> ssl.SSLContext:
        """The TLS of a server with a certificate for this name."""
        key = ec.generate_private_key(ec.SECP256R1())
        alternative = x509.SubjectAlternativeName([x509.DNSName(name)])
        made = _builder(name, self.certificate.subject, key, ends_in).add_extension(alternative, False)
        file = folder / f"{name}.pem"
        form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        signed = made.sign(self.key, hashes.SHA256())
        file.write_bytes(key.private_bytes(PEM, *form) + signed.public_bytes(PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context


@cache
def authority(name: str) -> Authority:
    """An authority of this name."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = _builder(name, subject, key, DAY)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
    return Authority(key, made.sign(key, hashes.SHA256()))


def _builder(name, issuer, key, ends_in):
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - 30 * DAY)
        .not_valid_after(now + ends_in)
    )
