"""Reading the log as a sceptic: recompute every leaf, head and HMAC; name the first that is wrong."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

from belisha.ledger.compare import Beside, Wrong
from belisha.ledger.models import Checkpoint, Entry, Head
from belisha.ledger.note import BadNote
from belisha.ledger.record import fits, hmac_key
from belisha.ledger.rows import Row, pages, snapshot
from belisha.ledger.signer import vkeys
from belisha.ledger.tree import Frontier
from belisha.ledger.witness import Witness, open_any
from belisha.vault.keys import KeyName, fetch, key_to_open, was_destroyed
from belisha.vault.seal import CannotOpen, Erased, unseal, version_of

TABLE = Entry._meta.db_table


@dataclass(frozen=True)
class Verdict:
    """`first_bad` is the first entry that is wrong or missing, where `exact`; else the earliest that may be.

    `checkpoints` counts the heads outside that fit."""

    ok: bool
    entries: int
    first_bad: int | None = None
    reason: str = ""
    erased: int = 0
    checkpoints: int = 0
    exact: bool = True


def verify(outside: Witness | None = None, *, seen: Callable[[int], object] = lambda count: None) -> Verdict:
    """Check the whole log against itself, and against the signed heads that were kept outside.

    Without those a cut tail or a full rewrite doesn't show. Read them before this: what is signed meanwhile
    would be missing in the log that is looked at here.
    """
    # Entries that others append meanwhile belong to the next check.
    with snapshot():
        check = _Check(outside or Witness())
        head = Head.objects.filter(id=1).first() or Head()
        try:
            for page in pages():
                check.page(page)
                seen(len(page))
            check.end(head)
        except Wrong as wrong:
            return Verdict(
                False, head.size, wrong.seq, wrong.reason, check.erased, check.beside.fitting, wrong.exact
            )
    return Verdict(True, check.frontier.size, None, "", check.erased, check.beside.fitting)


class _Check:
    """What one reading of the log has found so far."""

    def __init__(self, outside: Witness) -> None:
        self.frontier, self.erased = Frontier(), 0
        self.beside, self.own = Beside(outside), dict(_own_heads())
        self.keys: dict[tuple[str, str, int], tuple[bytes, bytes]] = {}
        self.gone = set[tuple[str, str]]()

    def page(self, rows: list[Row]) -> None:
        self.keys = {}
        _prefetch(rows)
        for row in rows:
            self.entry(row)

    def entry(self, row: Row) -> None:
        """Check one entry; raises Wrong."""
        if row.seq != self.frontier.size:
            raise Wrong(self.frontier.size, f"Entry {self.frontier.size} is missing.")
        leaf = row.leaf_due()
        if leaf != row.leaf:
            raise Wrong(row.seq, f"Entry {row.seq} was changed: its leaf hash doesn't fit its words.")
        self.frontier.add(leaf)
        root = self.frontier.root()
        if root != row.root:
            raise Wrong(row.seq, f"Entry {row.seq} was rewritten: the tree's head doesn't fit from here on.")
        self.beside.step(self.frontier, leaf)
        if self.own.get(self.frontier.size, root) != root:
            raise Wrong(row.seq, f"The desk's own checkpoint of {self.frontier.size} entries doesn't fit.")
        self.content(row)

    def content(self, row: Row) -> None:
        """Check what an entry holds; of one that was erased only the leaf can be checked."""
        if (row.key_kind, row.key_id) in self.gone:
            self.erased += 1
            return
        try:
            data_key, vouching = self.key(row)
            plain = unseal(data_key, row.content, table=TABLE, column="content", row=str(row.seq))
        except (CannotOpen, ValueError) as problem:
            raise Wrong(row.seq, f"Entry {row.seq}: the content was changed or moved.") from problem
        except Erased as problem:
            self.erase(row, problem)
            return
        if not fits(plain, row.content_hmac, data_key, vouching):
            raise Wrong(row.seq, f"Entry {row.seq}: the content doesn't fit its HMAC.")

    def erase(self, row: Row, problem: Erased) -> None:
        """Count an entry whose key was destroyed; raises Wrong where it names a key that never was."""
        # Each change of the bytes that say under which key it was sealed would pass for an erasure.
        if not was_destroyed(row.sealed_under()):
            raise Wrong(
                row.seq, f"Entry {row.seq}: the content was changed, or its key is lost."
            ) from problem
        self.gone.add((row.key_kind, row.key_id))
        self.erased += 1

    def key(self, row: Row) -> tuple[bytes, bytes]:
        """The data key of an entry, and the key that vouches for its facts."""
        name = (row.key_kind, row.key_id, version_of(row.content))
        if (known := self.keys.get(name)) is None:
            data_key = key_to_open(row.sealed_under(), name[2])
            known = self.keys[name] = data_key, hmac_key(data_key)
        return known

    def end(self, head: Head) -> None:
        """The log ends here; raises Wrong where more was there."""
        size = self.frontier.size
        self.beside.end(size)
        if head.size != size or head.frontier().hashes != self.frontier.hashes:
            raise Wrong(min(head.size, size), "The log's end is missing or doesn't fit its head.")
        if longer := [signed for signed in self.own if signed > size]:
            raise Wrong(
                size, f"The log's end is missing: a checkpoint of {max(longer)} entries was signed here."
            )


def _own_heads() -> Iterator[tuple[int, bytes]]:
    """The heads that this desk signed; one whose signature doesn't fit can't be any log's."""
    known = vkeys()
    for row in Checkpoint.objects.order_by("size"):
        try:
            signed = open_any(row.signed, known)
        except BadNote:
            yield row.size, b""
            continue
        yield row.size, signed.root if (signed.size, signed.root) == (row.size, bytes(row.root)) else b""


def _prefetch(rows: list[Row]) -> None:
    try:
        fetch({KeyName(kind, UUID(one)) for kind, one in {(row.key_kind, row.key_id) for row in rows}})
    except (CannotOpen, ValueError):
        return  # Each is asked for again, and named, at its entry.
