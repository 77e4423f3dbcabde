"""Writing the log: the last call of every use case, inside its transaction."""

import hmac
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from django.db import models, transaction
from django.utils import timezone

from belisha.guard.cut import cut_all
from belisha.ledger.models import Entry, Head
from belisha.vault.fields import SealedJSON, json_bytes
from belisha.vault.keys import DESK_KEY, key_to_open, key_to_seal
from belisha.vault.seal import version_of


class Actor(Protocol):
    """Whoever may act: a member of staff, an API key, the public, the worker."""

    @property
    def ledger_name(self) -> str: ...


@dataclass(frozen=True)
class Nobody:
    """An actor without an account."""

    ledger_name: str


PUBLIC = Nobody("public")
SYSTEM = Nobody("system")
CONSOLE = Nobody("console")


@transaction.atomic
def record(event: str, *, by: Actor, about: models.Model, **facts: Any) -> Entry:
    """Append one entry. Call it last: it takes the log's lock, which is held until the commit."""
    key = about.sealed_under() if hasattr(about, "sealed_under") else DESK_KEY
    content, _ = cut_all(facts)
    # Made, where it is the first of its record, before the log's lock is taken.
    key_to_seal(key)
    head, _ = Head.objects.select_for_update().get_or_create(id=1)
    entry = Entry(
        seq=head.size,
        at=timezone.now(),
        event=event,
        actor=by.ledger_name,
        about_kind=about._meta.label_lower,
        about_id=str(about.pk),
        key_kind=key.kind,
        key_id=key.subject,
    )
    _seal(entry, content)
    return _append(head, entry)


def _seal(entry: Entry, content: Any) -> None:
    """Seal the facts, and vouch for them under the very key that sealed them: another may come in between."""
    sealed, name = _content().close(entry, content), entry.sealed_under()
    version, key = key_to_seal(name)
    if version != version_of(sealed):
        key = key_to_open(name, version_of(sealed))
    entry.content, entry.content_hmac = sealed, content_hmac(key, content)


def _append(head: Head, entry: Entry) -> Entry:
    frontier = head.frontier()
    entry.leaf = entry.line().leaf()
    frontier.add(entry.leaf)
    entry.root = frontier.root()
    entry.save(force_insert=True)
    head.size, head.hashes = frontier.size, b"".join(frontier.hashes)
    head.save(update_fields=["size", "hashes"])
    return entry


def hmac_key(data_key: bytes) -> bytes:
    """What vouches for a record's facts: whoever is shown it learns nothing of the record's data key."""
    return hmac.digest(data_key, b"belisha ledger facts", "sha256")


def content_hmac(key: bytes, content: Any) -> bytes:
    """HMAC-SHA256 of the facts: a plain digest of guessable text outlives erasure. `key`: the record's."""
    return _hmac(hmac_key(key), json_bytes(content))


def fits(content: bytes, told: bytes, data_key: bytes, vouching: bytes) -> bool:
    """Do these bytes of facts match an entry's HMAC? `vouching`: hmac_key of the data key."""
    # Entries of the first desks were vouched for under the data key itself.
    return hmac.compare_digest(_hmac(vouching, content), told) or hmac.compare_digest(
        _hmac(data_key, content), told
    )


def _hmac(key: bytes, content: bytes) -> bytes:
    return hmac.digest(key, b"ledger\0" + content, "sha256")


@lru_cache(maxsize=1)
def _content() -> SealedJSON:
    return Entry._meta.get_field("content")
