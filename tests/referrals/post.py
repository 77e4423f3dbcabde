"""Authorities with a mailbox, and a mail server on this machine that brings them their letters."""

from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from django.utils import timezone
from pydantic import SecretStr
from pysequoia import Cert, Tsk, decrypt

from tests.fakes.post import Office, Post
from tests.work.channels import free_port

POLICE = "police:E23000023"  # Cambridgeshire
INTAKE = "intake@cambs.example"


@pytest.fixture
def office(configured):
    """A mail server that the desk hands its letters to."""
    post = Post(port=free_port("127.0.0.1"))
    running = Office(post, hostname="127.0.0.1", port=post.port)
    running.start()
    configured(
        smtp_url=SecretStr(f"smtp://127.0.0.1:{post.port}"),
        referrals_from="referrals@lantern.example",
    )
    yield post
    running.stop()


@pytest.fixture
def their_key():
    """The key of an authority, with its secret."""
    return Tsk.generate(f"Intake <{INTAKE}>")


@pytest.fixture
def has_mailbox(person, monkeypatch):
    """has_mailbox(authority, key=..., plain_allowed=...): proposed by one, confirmed by another.

    It counts at once: a key that is made in a test would not have lived yet when it was to cool off.
    """
    monkeypatch.setattr("belisha.organisation.rules.holds_from", _at_once)
    from belisha.people.roles import Role

    first, second = person("Sasha", Role.SENIOR), person("Timo", Role.SENIOR)

    def has(authority=POLICE, email=INTAKE, **given):
        from belisha.organisation.addresses import Reading
        from belisha.organisation.destinations import confirm, propose_mailbox

        today = timezone.localdate()
        read = Reading(title="Contact", url="https://www.cambs.police.uk/", read_on=today)
        row = propose_mailbox(
            authority=authority, email=email, reading=read, reason="They asked.", by=first, **given
        )
        return confirm(destination_id=row.id, read_on=today, by=second)

    return has


def public(key):
    """The armoured public half."""
    return str(key.extract_certificate())


def opened(data, key):
    """The letter inside, decrypted with the authority's own key."""
    outer = message_from_bytes(data, policy=default)
    assert outer.get_content_type() == "multipart/encrypted"
    assert outer.get_param("protocol") == "application/pgp-encrypted"
    version, sealed = outer.iter_parts()
    assert version.get_content_type() == "application/pgp-encrypted"
    assert version.get_payload().strip() == "Version: 1"
    found = decrypt(sealed.get_payload(decode=True), decryptor=key.decryptor())
    return message_from_bytes(found.bytes, policy=default)


def parts_of(letter):
    """Its parts by kind."""
    return {one.get_content_type(): one for one in letter.iter_parts()}


def without_encryption(user_id=f"Intake <{INTAKE}>"):
    """A certificate whose key for encryption was left out."""
    from pysequoia.packet import PacketPile, Tag

    packets = list(PacketPile.from_bytes(bytes(Tsk.generate(user_id).extract_certificate())))
    kept, dropping = [], False
    for number, one in enumerate(packets):
        if one.tag == Tag.PublicSubkey:
            dropping = bool(packets[number + 1].key_flags.transport_encryption)
        if not dropping:
            kept.append(one)
    return str(Cert.from_packets(kept))


def _at_once(confirmed_at, **_):
    return confirmed_at + timedelta(microseconds=1)
