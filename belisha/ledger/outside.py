"""Small texts that are to lie outside the database too: signed heads of the log, lists of what was erased."""

import re
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from belisha.ledger import places
from belisha.ledger.models import Delivery, Document, Place
from belisha.ledger.note import sign
from belisha.ledger.signer import signer

CHECKPOINT = "checkpoint-"
NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,98}")


def publish(*, name: str, text: str) -> None:
    """Queue a small text file for every configured place outside the database, in the caller's transaction.

    The same name again is the same document: whoever was interrupted may publish it again.
    """
    if not NAME.fullmatch(name):
        raise ValueError(f"not a name for a document outside: {name}")
    document, _ = Document.objects.get_or_create(
        name=name, defaults={"body": text, "kept": not name.startswith(CHECKPOINT)}
    )
    send_to_places([document], places.known(), now=timezone.now())


def publish_signed(*, name: str, line: str) -> None:
    """Queue a line as a note that the key of the log signed: whoever reads it outside knows it for ours."""
    key = signer()
    publish(name=name, text=sign(f"{line}\n", key.origin, bytes(key.private)))


@transaction.atomic
def notice_places(*, now: datetime) -> int:
    """Give a place that was configured since what lies at the others: what is kept, and the newest head."""
    rows = {row.digest: row for row in places.known()}
    new = [one for one in places.configured() if one.digest not in rows]
    for one in new:
        place = Place.objects.create(kind=one.kind, digest=one.digest)
        newest = Document.objects.filter(name__startswith=CHECKPOINT).order_by("-name")[:1]
        send_to_places(newest, [place], now=now)
        rows[one.digest] = place
    for row in rows.values():
        # Again and again: a document may be published while a place is new.
        send_to_places(Document.objects.filter(kept=True).exclude(deliveries__place=row), [row], now=now)
    return len(new)


def send_to_places(documents: Iterable[Document], where: Iterable[Place], *, now: datetime) -> None:
    """Queue each document for each place, once."""
    there = list(where)
    rows = [Delivery(document=one, place=place, next_at=now) for one in documents for place in there]
    if rows:
        Delivery.objects.bulk_create(rows, ignore_conflicts=True)
