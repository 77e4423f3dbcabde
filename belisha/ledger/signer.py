"""The key that signs the log's heads: made once, sealed under the desk's key, replaced when somebody asks."""

from datetime import datetime
from urllib.parse import urlsplit
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from belisha.ledger.models import Head, Signer
from belisha.ledger.note import vkey_of
from belisha.ledger.record import SYSTEM, Actor, record


def signers() -> list[Signer]:
    """Every key that ever signed, the newest first."""
    return list(Signer.objects.order_by("-number"))


def vkeys() -> list[str]:
    """The public keys, the newest first, in the form in which outsiders are given them."""
    return [vkey(one) for one in signers()]


def vkey(signer: Signer) -> str:
    """A public key as `name+hash+base64`."""
    return vkey_of(signer.origin, bytes(signer.public))


@transaction.atomic
def signer(*, by: Actor = SYSTEM) -> Signer:
    """The key that signs now; makes the first one."""
    # The log's lock: of two processes that start on a new desk one makes the key.
    Head.objects.select_for_update().get_or_create(id=1)
    newest = Signer.objects.order_by("-number").first()
    return newest or _make(1, _name_of_the_log(), by, timezone.now())


@transaction.atomic
def rotate_signer(*, by: Actor) -> Signer:
    """Replace the key. The next head is signed by both, so that whoever holds the old key can follow."""
    old = signer(by=by)
    return _make(old.number + 1, old.origin, by, timezone.now())


def _make(number: int, origin: str, by: Actor, now: datetime) -> Signer:
    key = Ed25519PrivateKey.generate()
    made = Signer.objects.create(
        number=number,
        origin=origin,
        public=key.public_key().public_bytes_raw(),
        private=key.private_bytes_raw(),
        made_at=now,
    )
    record("ledger.key_made", by=by, about=made, vkey=vkey(made))
    return made


def _name_of_the_log() -> str:
    # A name without a scheme, as the standard has it; random, since two desks may serve under one address.
    return f"{urlsplit(settings.BASE_URL).hostname or 'desk'}/ledger/{uuid4().hex[:12]}"
