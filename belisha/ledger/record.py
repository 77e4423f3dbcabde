"""Writing the log: the last call of every use case, inside its transaction."""

import hmac
import json
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import models, transaction
from django.utils import timezone

from belisha.guard.cut import cut_all
from belisha.ledger.models import Entry, Head
from belisha.vault.keys import DESK_KEY, KeyName, key_to_open, key_to_seal


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
    _, secret = key_to_seal(key)
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
        content=content,
        content_hmac=content_hmac(secret, content),
    )
    return _append(head, entry)


def _append(head: Head, entry: Entry) -> Entry:
    frontier = head.frontier()
    entry.leaf = entry.line().leaf()
    frontier.add(entry.leaf)
    entry.root = frontier.root()
    entry.save(force_insert=True)
    head.size, head.hashes = frontier.size, b"".join(frontier.hashes)
    head.save(update_fields=["size", "hashes"])
    return entry


def content_hmac(key: bytes, content: Any) -> bytes:
    """HMAC-SHA256 of the facts under the record's key: a plain digest of guessable text outlives erasure."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hmac.digest(key, b"ledger\0" + text.encode(), "sha256")


def hmac_holds(entry: Entry, version: int) -> bool:
    """Does the sealed content of an entry still match its HMAC? Raises Erased where its key is gone."""
    key = key_to_open(KeyName(entry.key_kind, entry.key_id), version)
    return hmac.compare_digest(content_hmac(key, entry.content), bytes(entry.content_hmac))
