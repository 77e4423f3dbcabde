"""What somebody with the whole database could do to a log: each done, looked at by both verifiers, undone."""

import io
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection, connections, transaction
from django.utils import timezone

from belisha.intake.models import Report
from belisha.ledger import deliver, outside, triggers
from belisha.ledger.checkpoints import make_checkpoint
from belisha.ledger.export import export
from belisha.ledger.models import Checkpoint, Entry, Head, Signer
from belisha.ledger.note import sign, write
from belisha.ledger.record import PUBLIC, record
from belisha.ledger.rows import snapshot
from belisha.ledger.signer import vkeys
from belisha.ledger.tree import Frontier
from belisha.ledger.verify import verify
from belisha.ledger.witness import read_folder
from bench.standalone import tool

COLUMNS = [
    *("seq", "at", "event", "actor", "about_kind", "about_id", "key_kind", "key_id"),
    *("content", "content_hmac", "leaf", "root"),
]
IN_BYTES = {"content", "content_hmac", "leaf", "root"}


@dataclass(frozen=True)
class Mutation:
    """One thing done to the log, and the entry that must be named."""

    kind: str
    expected: int
    do: Callable[[], None]


def fill(entries: int, folder: Path) -> None:
    """A log of about so many entries, of several records, with ten heads in a folder outside."""
    reports = [_report() for _ in range(max(2, entries // 50))]
    for start in range(0, entries, max(1, entries // 10)):
        with transaction.atomic():
            for number in range(start, min(start + max(1, entries // 10), entries)):
                record("report.noted", by=PUBLIC, about=reports[number % len(reports)], number=number)
        make_checkpoint(now=timezone.now())
        outside.notice_places(now=timezone.now())
        deliver.deliver_due(now=timezone.now())
    assert len(list(folder.glob("leaves-*"))) >= 10


def _report() -> Report:
    lookup = uuid4().bytes * 2
    return Report.objects.create(
        source="public", sent_by="public", received_at=timezone.now(), receipt_lookup=lookup
    )


def everything(size: int, every: int = 1) -> Iterator[Mutation]:
    """Every mutation of a log of this size, or each so many-th."""
    for at in range(0, size, every):
        yield Mutation("delete", at, _run("DELETE FROM ledger_entry WHERE seq = %s", at))
        yield Mutation("insert", at, lambda at=at: _insert(at))  # type: ignore[misc]
        yield Mutation("tail cut", at, _run("DELETE FROM ledger_entry WHERE seq >= %s", at))
        yield Mutation("rollback", at, lambda at=at: _roll_back(at))  # type: ignore[misc]
        yield Mutation("full rewrite", at, lambda at=at: _rewrite(at))  # type: ignore[misc]
        if at + 1 < size:
            yield Mutation("swap", at, lambda at=at: _swap(at))  # type: ignore[misc]
        for column in COLUMNS:
            yield Mutation(f"bit of {column}", at, lambda at=at, column=column: _flip(at, column))  # type: ignore[misc]


def _run(statement: str, *values: Any) -> Callable[[], None]:
    return lambda: _execute(statement, *values)


def _execute(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _insert(at: int) -> None:
    _execute("UPDATE ledger_entry SET seq = -seq - 2 WHERE seq >= %s", at)
    _execute("UPDATE ledger_entry SET seq = -seq - 1 WHERE seq < 0")
    entry = Entry.objects.get(seq=at + 1)
    entry.seq, entry.event = at, "report.invented"
    entry.leaf = entry.line().leaf()
    entry.save(force_insert=True)


def _swap(at: int) -> None:
    for old, new in ((at, -1), (at + 1, at), (-1, at + 1)):
        _execute("UPDATE ledger_entry SET seq = %s WHERE seq = %s", new, old)


def _flip(at: int, column: str) -> None:
    """One bit of one column, as a failing disk or an editor of files would."""
    if column == "seq":
        return _execute(
            "UPDATE ledger_entry SET seq = %s WHERE seq = %s", at ^ (1 << random.randint(10, 40)), at
        )
    if connection.vendor == "sqlite":
        return _flip_on_sqlite(at, column)
    old = Entry.objects.values_list(column, flat=True).get(seq=at)
    new: Any = None
    if column in IN_BYTES:
        new = _flipped(bytes(old))
    elif column == "key_id":
        new = UUID(int=old.int ^ (1 << random.randint(0, 127)))
    elif column == "at":
        new = old + timedelta(microseconds=1 << random.randint(0, 40))
    else:
        place = random.randrange(len(old))
        new = old[:place] + chr(ord(old[place]) ^ 1) + old[place + 1 :]
    return _execute(f"UPDATE ledger_entry SET {column} = %s WHERE seq = %s", new, at)


def _flip_on_sqlite(at: int, column: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT CAST({column} AS BLOB) FROM ledger_entry WHERE seq = %s", [at])
        new, kind = _flipped(cursor.fetchone()[0]), "BLOB" if column in IN_BYTES else "TEXT"
        cursor.execute(f"UPDATE ledger_entry SET {column} = CAST(%s AS {kind}) WHERE seq = %s", [new, at])


def _flipped(old: bytes) -> bytes:
    new, place = bytearray(old), random.randrange(len(old) * 8)
    new[place // 8] ^= 1 << place % 8
    return bytes(new)


def _roll_back(at: int) -> None:
    """An older database, put back whole."""
    _execute("DELETE FROM ledger_entry WHERE seq >= %s", at)
    Checkpoint.objects.filter(size__gt=at).delete()
    _keep_head([bytes(leaf) for leaf in Entry.objects.order_by("seq").values_list("leaf", flat=True)])


def _rewrite(at: int) -> None:
    """The whole log anew from one entry on, by somebody who has the database and every key."""
    leaves = [bytes(leaf) for leaf in Entry.objects.order_by("seq").values_list("leaf", flat=True)]
    changed = Entry.objects.get(seq=at)
    changed.event = "report.invented"
    leaves[at] = changed.line().leaf()
    frontier, rows, heads = Frontier(), [], {}
    signed = set(Checkpoint.objects.filter(size__gt=at).values_list("size", flat=True))
    for seq, leaf in enumerate(leaves):
        frontier.add(leaf)
        if seq >= at:
            rows.append((leaf, frontier.root(), seq))
        if frontier.size in signed:
            heads[frontier.size] = (frontier.root(), b"".join(frontier.hashes))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_entry SET event = 'report.invented' WHERE seq = %s", [at])
        cursor.executemany("UPDATE ledger_entry SET leaf = %s, root = %s WHERE seq = %s", rows)
    key = Signer.objects.order_by("-number")[0]
    for size, (root, hashes) in heads.items():
        note = sign(write(key.origin, size, root), key.origin, key.private)
        Checkpoint.objects.filter(size=size).update(root=root, hashes=hashes, signed=note)
    _keep_head(leaves)


def _keep_head(leaves: list[bytes]) -> None:
    frontier = Frontier()
    for leaf in leaves:
        frontier.add(leaf)
    Head.objects.update(size=frontier.size, hashes=b"".join(frontier.hashes))


class Both:
    """Both verifiers, with all that each can be given: ours, and the one that imports nothing of ours."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.vkeys = folder, vkeys()
        self.witness, self.names = read_folder(folder, self.vkeys), tool.names_of(folder)
        self.on_sqlite = connection.vendor == "sqlite"

    def ours(self) -> tuple[bool, int | None, bool]:
        """Whether it is whole, what is named, and whether exactly."""
        verdict = verify(self.witness)
        return verdict.ok, verdict.first_bad, verdict.exact

    def theirs(self) -> tuple[bool, int | None, bool]:
        """The same, of the other."""
        with snapshot():
            answer = tool.verify(self._log(), tool.Outside(self.folder, self.names, self.vkeys))
        return answer.ok, answer.first_bad, answer.exact

    def _log(self) -> Any:
        if not self.on_sqlite:
            # There is no file to read: an outsider has an export, which holds no content.
            text = io.StringIO()
            export(text)
            return tool.read_export(text.getvalue())
        with connections["keys"].cursor() as cursor:
            cursor.execute("SELECT 1")
        masters = settings.BELISHA.master_keys()
        contents = tool.Contents(connections["keys"].connection, masters)
        return tool.of_database(connection.connection, contents)


def tried(both: Both, mutation: Mutation) -> list[str]:
    """Do it, look, undo it; return which verifier didn't name the very entry."""
    with transaction.atomic():
        mutation.do()
        wanted = (False, mutation.expected, True)
        missed = ["ours"] if both.ours() != wanted else []
        sees_all = both.on_sqlite or mutation.kind != "bit of content"
        missed += ["theirs"] if sees_all and both.theirs() != wanted else []
        transaction.set_rollback(True)
    return missed


def drop_triggers() -> None:
    """As somebody does who owns the database."""
    for statement in triggers.SQLITE_DROP if connection.vendor == "sqlite" else triggers.POSTGRES_DROP:
        _execute(statement)


def main(entries: int, every: int) -> None:
    """Everything, on the desk of the environment; prints how often each was done, and what was missed."""
    random.seed(6)
    folder = settings.BELISHA.checkpoint_dir
    assert folder is not None
    fill(entries, folder)
    drop_triggers()
    both, counts, missed = Both(folder), dict[str, int](), list[str]()
    assert both.ours()[0]
    assert both.theirs()[0]
    for mutation in everything(Head.objects.get().size, every):
        counts[mutation.kind] = counts.get(mutation.kind, 0) + 1
        missed += [f"{mutation.kind} {mutation.expected}: {who}" for who in tried(both, mutation)]
    print(json.dumps({"counts": counts, "missed": missed}))
