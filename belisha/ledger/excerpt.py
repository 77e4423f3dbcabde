"""Some entries of the log for somebody outside: each with its facts, their HMAC's key, and its proof."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from belisha.ledger import note, signer
from belisha.ledger.checkpoints import make_checkpoint
from belisha.ledger.models import Entry
from belisha.ledger.proof import inclusions, root_from
from belisha.ledger.record import fits, hmac_key
from belisha.refusal import Refusal
from belisha.vault.fields import Sealed
from belisha.vault.keys import KeyName, fetch, key_to_open
from belisha.vault.seal import CannotOpen, Erased, version_of


class DoesNotProve(Refusal):
    """Entry {seq} of the ledger doesn't stand under its signed head: it was changed. Run "belisha ledger
    verify", and keep the database as it is."""

    code = "does_not_prove"


@dataclass(frozen=True, kw_only=True)
class Proved:
    """One entry; `facts` as the text that was vouched for, None where they were erased.

    `hmac_key` is "" then, and where the facts were vouched for under the data key itself.
    """

    entry: Entry
    facts: str | None
    hmac_key: str
    proof: list[bytes]


@dataclass(frozen=True, kw_only=True)
class Excerpt:
    """Entries under one signed head, and the public keys of the log, the newest first."""

    checkpoint: str
    size: int
    vkeys: list[str]
    entries: list[Proved]


def excerpt(keys: Collection[KeyName], *, now: datetime) -> Excerpt:
    """All entries whose facts are sealed under these keys, proved under a head that is made now.

    Raises DoesNotProve, and DoesNotFollow where the log was changed since its last head.
    """
    signed = make_checkpoint(now=now)
    head = note.read(signed.partition("\n\n")[0] + "\n")
    rows = list(
        Entry.objects.filter(key_id__in=[key.subject for key in keys], seq__lt=head.size).order_by("seq")
    )
    fetch({row.sealed_under() for row in rows})
    proofs = inclusions(_leaves(head.size), [row.seq for row in rows])
    for row in rows:
        if root_from(row.line().leaf(), row.seq, head.size, proofs[row.seq]) != head.root:
            raise DoesNotProve(seq=row.seq)
    entries = [_proved(row, proofs[row.seq]) for row in rows]
    return Excerpt(checkpoint=signed, size=head.size, vkeys=signer.vkeys(), entries=entries)


def signed(lines: Iterable[str]) -> str:
    """These lines as a note, signed with the key of the log."""
    key = signer.signer()
    return note.sign("".join(f"{line}\n" for line in lines), key.origin, bytes(key.private))


def _leaves(size: int) -> list[bytes]:
    rows = Entry.objects.filter(seq__lt=size).order_by("seq").values_list("leaf", flat=True)
    return [bytes(leaf) for leaf in rows.iterator(chunk_size=5000)]


def _proved(row: Entry, proof: list[bytes]) -> Proved:
    sealed, told = Sealed(row.__dict__["content"]), bytes(row.content_hmac)
    try:
        plain = Entry._meta.get_field("content").unsealed(row, sealed)
        key = key_to_open(row.sealed_under(), version_of(sealed))
    except Erased:
        return Proved(entry=row, facts=None, hmac_key="", proof=proof)
    except CannotOpen as problem:
        raise DoesNotProve(seq=row.seq) from problem
    shown = hmac_key(key)
    if not fits(plain, told, key, shown):
        raise DoesNotProve(seq=row.seq)
    # The key of an entry of the first desks would open its record: it is shown to nobody.
    its_own = fits(plain, told, shown, shown)
    return Proved(entry=row, facts=plain.decode(), hmac_key=shown.hex() if its_own else "", proof=proof)
