"""Signed heads of the log: after every referral that left and every hour, each following from the last."""

from datetime import datetime, timedelta

from django.db import transaction

from belisha.ledger.models import RELEASED, Checkpoint, Entry, Head, Signer
from belisha.ledger.note import sign, write
from belisha.ledger.outside import CHECKPOINT, publish
from belisha.ledger.signer import signer
from belisha.ledger.tree import Frontier
from belisha.refusal import Refusal

HOURLY = timedelta(hours=1)
PAGE = 2000


class DoesNotFollow(Refusal):
    """The ledger doesn't follow from its checkpoint of {size} entries: nothing is signed any more. Run
    "belisha ledger verify", and keep the database as it is."""

    code = "does_not_follow"


def latest() -> str | None:
    """The newest signed note; None before the first one."""
    return Checkpoint.objects.order_by("-size").values_list("signed", flat=True).first()


def is_due(*, now: datetime) -> bool:
    """Has the log grown, and a referral left or an hour gone by since the last head? A clock may go back."""
    size = Head.objects.filter(id=1).values_list("size", flat=True).first() or 0
    last = Checkpoint.objects.order_by("-size").only("size", "made_at").first()
    if last is None or size == 0:
        return size > 0
    if size == last.size:
        return False
    return (
        abs(now - last.made_at) >= HOURLY or Entry.objects.filter(event=RELEASED, seq__gte=last.size).exists()
    )


@transaction.atomic
def make_checkpoint(*, now: datetime) -> str:
    """Sign the log as it is and queue it for every place outside; the newest one where it hasn't grown.

    Raises DoesNotFollow where the entries since the last head were changed: such a log is never signed.
    """
    key = signer()
    head = Head.objects.select_for_update().get(id=1)
    last = Checkpoint.objects.order_by("-size").first()
    if last is not None and last.size == head.size:
        return last.signed
    _refuse_unless_it_follows(head, last)
    root = head.frontier().root()
    note = _signed(write(key.origin, head.size, root), key, last)
    Checkpoint.objects.create(size=head.size, root=root, hashes=head.hashes, signed=note, made_at=now)
    publish(name=f"{CHECKPOINT}{head.size:012d}-{root.hex()[:16]}.txt", text=note)
    return note


def _signed(text: str, key: Signer, last: Checkpoint | None) -> str:
    note = sign(text, key.origin, key.private)
    before = Signer.objects.filter(number=key.number - 1).first()
    # The first head after a change of keys carries both signatures.
    if before is not None and last is not None and last.made_at <= key.made_at:
        note = sign(note, before.origin, before.private)
    return note


def _refuse_unless_it_follows(head: Head, last: Checkpoint | None) -> None:
    if last is None:
        return
    frontier = Frontier.of(last.size, bytes(last.hashes))
    rows = Entry.objects.filter(seq__gte=last.size, seq__lt=head.size).defer("content").order_by("seq")
    for entry in rows.iterator(chunk_size=PAGE):
        if entry.seq != frontier.size:
            break
        frontier.add(entry.line().leaf())
    if (head.size, head.frontier().hashes) != (frontier.size, frontier.hashes):
        raise DoesNotFollow(size=last.size)
