#!/usr/bin/env python3
"""Checks a ledger of Belisha, or the evidence of a case, without any part of Belisha.

One file for Python 3.11 with the package "cryptography". What it does is written in plain words in
docs/reference/ledger-format.md. Examples:

    python verify_ledger.py ledger.jsonl --checkpoints outside/ --key 'NAME+HASH+KEY'
    python verify_ledger.py belisha.sqlite3 --checkpoints outside/
    python verify_ledger.py evidence.zip --key 'NAME+HASH+KEY'

Exit code 0: whole. 1: not. 2: wrong use. 3: it could not be read.
"""

import argparse
import base64
import hashlib
import hmac
import json
import re
import sqlite3
import struct
import sys
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

LEAVES = re.compile(r"leaves-(\d{12})-(\d{12})-([0-9a-f]{16})\.txt")
BUNDLE = "belisha-evidence/1"
EMPTY = hashlib.sha256(b"").digest()


class CannotRead(Exception):
    """What was given can't be read at all."""


class Wrong(Exception):
    """The ledger isn't what it was: the first entry that differs, where one can be named."""

    def __init__(self, seq: int | None, reason: str, exact: bool = True) -> None:
        super().__init__(reason)
        self.seq, self.reason, self.exact = seq, reason, exact


@dataclass
class Answer:
    ok: bool
    entries: int
    first_bad: int | None = None
    reason: str = ""
    erased: int = 0
    checkpoints: int = 0
    exact: bool = True


class Entry(NamedTuple):
    """One entry; `content` is its sealed facts, which only a database holds."""

    seq: int
    at: str
    event: str
    actor: str
    about: tuple[str, str]
    key: tuple[str, str]
    content_hmac: bytes
    leaf: bytes
    root: bytes
    content: bytes = b""


# --- The tree (RFC 6962, section 2.1) ---


def leaf_due(entry: Entry) -> bytes:
    """The leaf hash that an entry's words ask for."""
    parts = [*entry[:4], list(entry.about), list(entry.key), entry.content_hmac.hex()]
    return hashlib.sha256(b"\x00" + json.dumps(parts, separators=(",", ":")).encode()).digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """The roots of the perfect subtrees of the entries so far."""

    def __init__(self, size: int = 0, parts: tuple[bytes, ...] = ()) -> None:
        self.size, self.parts = size, list(parts)

    def copy(self) -> "Tree":
        return Tree(self.size, tuple(self.parts))

    def add(self, leaf: bytes) -> None:
        height = self.size
        while height & 1:
            leaf, height = node(self.parts.pop(), leaf), height >> 1
        self.parts.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        if not self.parts:
            return EMPTY
        root = self.parts[-1]
        for left in self.parts[-2::-1]:
            root = node(left, root)
        return root


def root_of_proof(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """Where a proof of inclusion leads (RFC 9162, section 2.1.3.2)."""
    place, last, root = index, size - 1, leaf
    for beside in path:
        if last <= 0:
            return b""
        if place & 1 or place == last:
            root = node(beside, root)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            root = node(root, beside)
        place, last = place >> 1, last >> 1
    return b"" if last else root


# --- Checkpoints (c2sp.org/signed-note, c2sp.org/tlog-checkpoint) ---


def read_key(vkey: str) -> tuple[str, bytes, bytes]:
    """Name, hash and public key of "name+hash+base64"."""
    try:
        name, given, encoded = vkey.strip().split("+", 2)
        key = base64.b64decode(encoded, validate=True)
    except ValueError as problem:
        raise CannotRead(f"This is no key: {vkey!r}") from problem
    due = hashlib.sha256(name.encode() + b"\n" + key).digest()[:4]
    if len(key) != 33 or key[0] != 1 or due.hex() != given:
        raise CannotRead(f"A letter of this key was lost or changed: {vkey!r}")
    return name, due, key[1:]


def open_note(text: str, vkeys: list[str]) -> tuple[int, bytes] | None:
    """Size and root of a checkpoint that one of these keys signed; None otherwise."""
    body, gap, ending = text.replace("\r\n", "\n").partition("\n\n")
    lines = body.split("\n")
    if not gap or len(lines) < 3 or "" in lines or not re.fullmatch("0|[1-9][0-9]{0,18}", lines[1]):
        return None
    for vkey in vkeys:
        name, due, public = read_key(vkey)
        for line in ending.strip("\n").split("\n"):
            if _signed_by(line, name, due, public, f"{body}\n".encode()):
                root = base64.b64decode(lines[2])
                return (int(lines[1]), root) if len(root) == 32 else None
    return None


def _signed_by(line: str, name: str, due: bytes, public: bytes, body: bytes) -> bool:
    dash, _, rest = line.partition(" ")
    signer, _, encoded = rest.partition(" ")
    try:
        made = base64.b64decode(encoded, validate=True)
        if dash != "—" or signer != name or made[:4] != due:
            return False
        Ed25519PublicKey.from_public_bytes(public).verify(made[4:], body)
    except (ValueError, InvalidSignature):
        return False
    return True


def names_of(folder: Path) -> list[str]:
    """The files of a folder that should be checkpoints."""
    return sorted(path.name for path in folder.glob("*.txt") if not LEAVES.fullmatch(path.name))


class Outside:
    """The checkpoints of a folder; walks beside the entries and compares."""

    def __init__(self, folder: Path | None, names: list[str], vkeys: list[str]) -> None:
        self.folder, self.bad = folder, list[str]()
        self.heads: defaultdict[int, dict[bytes, str]] = defaultdict(dict)
        self.good, self.since, self.fitting = Tree(), list[bytes](), 0
        for name in names:
            self._read(name, vkeys)
        if folder and not self.heads and not self.bad:
            raise CannotRead(f"There is no checkpoint in {folder}: nothing there says how the ledger was.")
        self.compare(Tree())

    def _read(self, name: str, vkeys: list[str]) -> None:
        try:
            head = open_note(((self.folder or Path()) / name).read_bytes().decode(), vkeys)
        except (OSError, UnicodeDecodeError):
            head = None
        if head is None:
            self.bad.append(name)
        else:
            self.heads[head[0]][head[1]] = name

    def step(self, tree: Tree, leaf: bytes) -> None:
        self.since.append(leaf)
        if tree.size in self.heads:
            self.compare(tree)

    def compare(self, tree: Tree) -> None:
        if tree.size not in self.heads:
            return
        heads, root = self.heads[tree.size], tree.root()
        if set(heads) == {root}:
            self.good, self.since, self.fitting = tree.copy(), [], self.fitting + 1
        for other, name in heads.items():
            if other != root:
                self.differs(tree.size, other, name)

    def end(self, size: int) -> None:
        longer = [signed for signed in self.heads if signed > size]
        if longer:
            root, name = next(iter(self.heads[min(longer)].items()))
            self.differs(min(longer), root, name)
        if self.bad:
            raise Wrong(None, f"{self.bad[0]} is no checkpoint that was signed by a key that is known here.")

    def differs(self, signed: int, root: bytes, name: str) -> None:
        """Raise Wrong with the first entry that differs, or with where it must be."""
        start, end = self.good.size, self.good.size + len(self.since)
        for told in self._leaves(start, signed):
            tree = self.good.copy()
            for leaf in told:
                tree.add(leaf)
            if tree.root() == root:
                pairs = enumerate(zip(self.since, told, strict=False), start)
                first = next((seq for seq, (one, other) in pairs if one != other), end)
                raise Wrong(first, f"Entry {first} isn't the one that was there when {name} was signed.")
        if end < signed:
            raise Wrong(
                end, f"Entry {end} and what follows is missing: {name} is over {signed}.", end == start
            )
        where = f"{start} to {signed - 1}"
        raise Wrong(
            start, f"One of the entries {where} isn't what {name} was signed over.", signed == start + 1
        )

    def _leaves(self, start: int, end: int) -> Iterator[list[bytes]]:
        """Every way to join the files of leaf hashes up to `end`; none is believed before its root fits."""
        ending: defaultdict[int, list[tuple[int, Path]]] = defaultdict(list)
        for path in sorted(self.folder.iterdir()) if self.folder else ():
            if found := LEAVES.fullmatch(path.name):
                ending[int(found[2])].append((int(found[1]), path))
        waiting: list[tuple[int, list[Path]]] = [(end, [])]
        for _ in range(10_000):
            if not waiting:
                return
            at, paths = waiting.pop()
            if at > start:
                waiting += [(begin, [path, *paths]) for begin, path in ending[at] if begin < at]
                continue
            lines = [line for path in paths for line in path.read_bytes().split()]
            if len(lines) == end - at and all(re.fullmatch(rb"[0-9a-f]{64}", line) for line in lines):
                yield [bytes.fromhex(line.decode()) for line in lines[start - at :]]


# --- The entries: an export, or the database's own file ---


@dataclass
class Log:
    """Entries, what stands beside them, and how to look at their content, where there is a way."""

    entries: Iterator[Entry]
    vkeys: list[str]
    own: dict[int, bytes]
    head: tuple[int, bytes]
    content: "Contents | None" = None


def read_export(text: str) -> Log:
    """Entries as `belisha ledger export` writes them."""
    lines = text.splitlines()
    try:
        first = json.loads(lines[0])
        head = int(first["entries"]), bytes.fromhex(first["root"])
        return Log(map(_of_line, lines[1:]), list(first["keys"]), {}, head)
    except (IndexError, KeyError, TypeError, ValueError) as problem:
        raise CannotRead("This is no export of a ledger, no database and no bundle.") from problem


def _of_line(line: str) -> Entry:
    try:
        one = json.loads(line)
        about, key = (str(one["about"][0]), str(one["about"][1])), (str(one["key"][0]), str(one["key"][1]))
        known = (bytes.fromhex(one[name]) for name in ("content_hmac", "leaf", "root"))
        return Entry(one["seq"], one["at"], one["event"], one["actor"], about, key, *known)
    except (KeyError, IndexError, TypeError, ValueError):
        return Entry(-1, "", "", "", ("", ""), ("", ""), b"", b"", b"")


def read_sqlite(path: Path, contents: "Contents | None") -> Log:
    """Entries in the desk's own file, which is opened for reading alone, in one view of it."""
    database = open_sqlite(path)
    database.execute("BEGIN")
    return of_database(database, contents)


def of_database(database: sqlite3.Connection, contents: "Contents | None" = None) -> Log:
    """Entries of a database that is open."""
    size, hashes = (database.execute("SELECT size, hashes FROM ledger_head").fetchall() or [(0, b"")])[0]
    vkeys = [_vkey(bytes(name).decode(), bytes(key)) for name, key in _rows(database, SIGNERS)]
    own = {}
    for signed, root, note in _rows(database, CHECKPOINTS):
        head = open_note(bytes(note).decode(errors="replace"), vkeys)
        own[signed] = root if head == (signed, root) else b""
    parts = tuple(hashes[at : at + 32] for at in range(0, len(hashes), 32))
    return Log(
        map(_of_row, database.execute(ENTRIES)), vkeys, own, (size, Tree(size, parts).root()), contents
    )


SIGNERS = "SELECT CAST(origin AS BLOB), public FROM ledger_signer ORDER BY number DESC"
CHECKPOINTS = "SELECT size, root, CAST(signed AS BLOB) FROM ledger_checkpoint"
# As bytes: what isn't UTF-8 would end the whole reading.
ENTRIES = """SELECT seq, CAST(at AS BLOB), CAST(event AS BLOB), CAST(actor AS BLOB), CAST(about_kind AS BLOB),
    CAST(about_id AS BLOB), CAST(key_kind AS BLOB), CAST(key_id AS BLOB), CAST(content_hmac AS BLOB),
    CAST(leaf AS BLOB), CAST(root AS BLOB), CAST(content AS BLOB) FROM ledger_entry ORDER BY seq"""


def open_sqlite(path: Path) -> sqlite3.Connection:
    try:
        return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    except sqlite3.Error as problem:
        raise CannotRead(f"{path} can't be opened: {problem}") from problem


def _rows(database: sqlite3.Connection, asked: str) -> list[Any]:
    try:
        return database.execute(asked).fetchall()
    except sqlite3.OperationalError:
        return []  # A desk from before there were checkpoints.


def _vkey(name: str, public: bytes) -> str:
    due = hashlib.sha256(name.encode() + b"\n\x01" + public).hexdigest()[:8]
    return f"{name}+{due}+{base64.b64encode(bytes([1]) + public).decode()}"


def _of_row(row: Any) -> Entry:
    at, event, actor, about_kind, about_id, key_kind, key_id = (_text(part) for part in row[1:8])
    fraction = ".000000" if len(at) == 19 else ""
    number = f"{key_id[:8]}-{key_id[8:12]}-{key_id[12:16]}-{key_id[16:20]}-{key_id[20:]}"
    hmac_, leaf, root, content = (part or b"" for part in row[8:])
    at, about, key = f"{at.replace(' ', 'T', 1)}{fraction}+00:00", (about_kind, about_id), (key_kind, number)
    return Entry(row[0], at, event, actor, about, key, hmac_, leaf, root, content)


def _text(value: bytes | None) -> str:
    return (value or b"").decode(errors="replace")


# --- What entries tell: with the key store and the master key, or with the keys of a bundle ---


def facts_fit(facts: bytes, told: bytes, *keys: bytes) -> bool:
    return any(hmac.compare_digest(hmac.digest(key, b"ledger\0" + facts, "sha256"), told) for key in keys)


def opened(key: bytes, sealed: bytes, *place: str) -> bytes | None:
    """AES-256-GCM, bound to table, column, row and the version of the key; None where it doesn't open."""
    bound = [*place, str(int.from_bytes(sealed[1:5], "big"))]
    where = b"".join(len(part.encode()).to_bytes(2, "big") + part.encode() for part in bound)
    try:
        return AESGCM(key).decrypt(sealed[5:17], sealed[17:], where) if sealed[:1] == b"\x01" else None
    except (InvalidTag, ValueError):
        return None


class Contents:
    """The data keys of a key store, for whoever may hold the master key."""

    def __init__(self, store: sqlite3.Connection, masters: list[bytes]) -> None:
        self.store, self.masters = store, masters

    def check(self, entry: Entry) -> bool:
        """Do the facts fit? False: they were erased. Raises Wrong."""
        version, known = int.from_bytes(entry.content[1:5], "big"), self._wrapped(entry.key)
        if known and not any(known.values()):
            return False
        wrapped = known.get(version) or b""
        row = entry.key[1] if version == 1 else f"{entry.key[1]} {version}"
        keys = (opened(master, wrapped, "vault", entry.key[0], row) for master in self.masters)
        key = next((key for key in keys if key is not None), b"")
        facts = opened(key, entry.content, "ledger_entry", "content", str(entry.seq)) if key else None
        if facts is None:
            raise Wrong(entry.seq, f"Entry {entry.seq}: the content was changed or moved.")
        vouching = hmac.digest(key, b"belisha ledger facts", "sha256")
        if not facts_fit(facts, entry.content_hmac, vouching, key):
            raise Wrong(entry.seq, f"Entry {entry.seq}: the content doesn't fit its HMAC.")
        return True

    def _wrapped(self, key: tuple[str, str]) -> dict[int, bytes | None]:
        """The keys of a record by version; of one that was erased they are empty."""
        asked = "SELECT version, wrapped FROM vault_datakey WHERE kind = ? AND subject = ?"
        return dict(self.store.execute(asked, (key[0], key[1].replace("-", ""))).fetchall())


# --- The check ---


def verify(log: Log, outside: Outside) -> Answer:
    """Recompute everything; name the first entry that is wrong."""
    tree, erased = Tree(), 0
    try:
        for entry in log.entries:
            _check(entry, tree, log, outside)
            if log.content is not None:
                erased += not log.content.check(entry)
        outside.end(tree.size)
        if log.head != (tree.size, tree.root()):
            raise Wrong(min(log.head[0], tree.size), "The log's end is missing or doesn't fit its head.")
        if log.own and max(log.own) > tree.size:
            raise Wrong(tree.size, f"The log's end is missing: {max(log.own)} entries were signed here.")
    except Wrong as wrong:
        return Answer(False, log.head[0], wrong.seq, wrong.reason, erased, outside.fitting, wrong.exact)
    return Answer(True, tree.size, None, "", erased, outside.fitting)


def _check(entry: Entry, tree: Tree, log: Log, outside: Outside) -> None:
    if entry.seq != tree.size:
        raise Wrong(tree.size, f"Entry {tree.size} is missing.")
    leaf = leaf_due(entry)
    if leaf != entry.leaf:
        raise Wrong(entry.seq, f"Entry {entry.seq} was changed: its leaf hash doesn't fit its words.")
    tree.add(leaf)
    root = tree.root()
    if root != entry.root:
        raise Wrong(entry.seq, f"Entry {entry.seq} was rewritten: the root doesn't fit from here on.")
    outside.step(tree, leaf)
    if log.own.get(tree.size, root) != root:
        raise Wrong(entry.seq, f"The desk's own checkpoint of {tree.size} entries doesn't fit.")


def verify_bundle(path: Path, vkeys: list[str]) -> Answer:
    """Check the evidence of a case: each file, each entry, each proof up to the signed head."""
    found = Answer(False, 0)
    try:
        files = _files_of(path)
        told = json.loads(files["manifest.json"])
        _check_bundle(files, told, vkeys or list(told["keys"]), found)
    except Wrong as wrong:
        found.first_bad, found.reason, found.exact = wrong.seq, wrong.reason, wrong.exact
    except DAMAGED as problem:
        found.reason = f"The bundle is damaged ({type(problem).__name__}: {problem})."
    else:
        found.ok, found.checkpoints = bool(vkeys), 1
        found.reason = "" if vkeys else OWN_KEY
    return found


# What a ZIP or a text that somebody bent on purpose makes Python's own readers raise.
DAMAGED = (
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    OSError,
    EOFError,
    RuntimeError,
    MemoryError,
    OverflowError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)
OWN_KEY = (
    "It is consistent with its own key; its origin was not checked. Ask the organisation for its ledger key"
    " over another way, and give it with --key."
)
LARGEST = 256 << 20
PARTS = {
    "HOW-TO-VERIFY.txt",
    "checkpoint.txt",
    "custody.txt",
    "decisions.json",
    "entries.jsonl",
    "verify_ledger.py",
}
PACK = re.compile(r"packs/[A-Za-z0-9-]+\.[a-z0-9]+")


def _files_of(path: Path) -> dict[str, bytes]:
    """The files of a ZIP that holds nothing else: every program that opens it sees the same."""
    with path.open("rb") as file, zipfile.ZipFile(file) as bundle:
        parts = sorted(bundle.infolist(), key=lambda one: one.header_offset)
        if len({one.filename for one in parts}) != len(parts):
            raise Wrong(None, "A name stands twice in the bundle.")
        if sum(one.file_size for one in parts) > LARGEST:
            raise Wrong(None, "The bundle is larger than any evidence.")
        if any(one.flag_bits & 1 or one.compress_type not in (0, 8) for one in parts):
            raise Wrong(None, "A file in the bundle is encrypted, or packed in a way that evidence never is.")
        _check_nothing_beside(file, parts)
        return {one.filename: bundle.read(one) for one in parts}


def _check_nothing_beside(file: BinaryIO, parts: list[zipfile.ZipInfo]) -> None:
    """The files follow on each other from the first byte, and the directory from them to the last one."""
    at = 0
    for one in parts:
        file.seek(at)
        header = file.read(30)
        if one.header_offset != at or header[:4] != b"PK\3\4":
            raise Wrong(None, BESIDE)
        at += 30 + sum(struct.unpack("<HH", header[26:])) + one.compress_size
    file.seek(-22, 2)
    mark, _, size, start, comment = struct.unpack("<4s8sLLH", file.read())
    if (mark, comment, start, start + size + 22) != (b"PK\5\6", 0, at, file.tell()):
        raise Wrong(None, BESIDE)


BESIDE = "Something stands before, between or behind the files of the bundle: it isn't as it was made."


def _check_bundle(files: dict[str, bytes], told: dict[str, Any], vkeys: list[str], found: Answer) -> None:
    _check_manifest(files, told["case"], vkeys)
    _check_files(files, told["files"])
    head = open_note(files["checkpoint.txt"].decode(), vkeys)
    if head is None:
        raise Wrong(None, "The checkpoint isn't signed by the key.")
    lines = files["entries.jsonl"].decode().split("\n")[:-1]
    found.entries, last = len(lines), -1
    if not lines:
        raise Wrong(None, "There is no entry of the ledger in the bundle: nothing proves what it says.")
    open_facts, vouched = list[int](), dict[str, str]()
    for line in lines:
        one = json.loads(line)
        if one["seq"] <= last:
            raise Wrong(one["seq"], f"Entry {one['seq']} stands twice, or out of its place.")
        last = one["seq"]
        if _check_proven(line, *head):
            _packs_of(one, vouched)
        elif one["facts"] is None and last in told.get("erased", []):
            found.erased += 1
        else:
            open_facts.append(last)
    _check_packs(files, vouched)
    if open_facts:
        more = f", and of {len(open_facts) - 1} more" if len(open_facts) > 1 else ""
        raise Wrong(open_facts[0], f"The facts of entry {open_facts[0]}{more} are not proven.")


def _check_manifest(files: dict[str, bytes], case: str, vkeys: list[str]) -> None:
    """The manifest is the one that was signed."""
    digest = base64.b64encode(hashlib.sha256(files["manifest.json"]).digest()).decode()
    body, _, ending = files["manifest.note"].decode().partition("\n\n")
    if body.split("\n") != [BUNDLE, case, digest]:
        raise Wrong(None, "manifest.json was changed: it isn't the one that was signed.")
    signed = (read_key(vkey) for vkey in vkeys)
    made = ending.strip("\n").split("\n")
    if not any(_signed_by(line, *key, f"{body}\n".encode()) for key in signed for line in made):
        raise Wrong(None, "The manifest isn't signed by the key.")


def _check_files(files: dict[str, bytes], told: list[dict[str, Any]]) -> None:
    named = {one["name"]: one for one in told}
    inside = set(files) - {"manifest.json", "manifest.note"}
    strange = {name for name in inside if name not in PARTS and not PACK.fullmatch(name)}
    if missing := sorted(strange | (inside ^ set(named)) | (PARTS - inside)):
        raise Wrong(None, f"{missing[0]} is missing, or doesn't belong to the bundle.")
    for name, one in named.items():
        if (len(files[name]), hashlib.sha256(files[name]).hexdigest()) != (one["size"], one["sha256"]):
            raise Wrong(None, f"{name} was changed: its SHA-256 isn't the one of the manifest.")


def _packs_of(one: dict[str, Any], vouched: dict[str, str]) -> None:
    """Note which documents this entry released, and their digests."""
    if one["event"] != "referral.released":
        return
    facts = json.loads(one["facts"])
    for kind, digest in facts.get("packs", {}).items():
        name = f"packs/{facts['number']}.{kind}"
        if name in vouched:
            raise Wrong(one["seq"], f"{name} was released by two entries.")
        vouched[name] = digest


def _check_packs(files: dict[str, bytes], vouched: dict[str, str]) -> None:
    """What was released is in the bundle, byte for byte, and no document that wasn't."""
    inside = {name for name in files if name.startswith("packs/")}
    if stray := sorted(inside - set(vouched)):
        raise Wrong(None, f"No entry proves that {stray[0]} was released.")
    for name, digest in vouched.items():
        if hashlib.sha256(files.get(name, b"")).hexdigest() != digest:
            raise Wrong(None, f"{name} is missing, or isn't what was released.")


def _check_proven(line: str, size: int, head: bytes) -> bool:
    """Check one entry of a bundle; False where nothing proves its facts."""
    entry, one = _of_line(line), json.loads(line)
    leaf = leaf_due(entry)
    path = [bytes.fromhex(part) for part in one["proof"]]
    if leaf != entry.leaf or root_of_proof(leaf, entry.seq, size, path) != head:
        raise Wrong(entry.seq, f"Entry {entry.seq} isn't part of the ledger that was signed.")
    if one["facts"] is None or one["hmac_key"] is None:
        return False
    if not facts_fit(one["facts"].encode(), entry.content_hmac, bytes.fromhex(one["hmac_key"])):
        raise Wrong(entry.seq, f"Entry {entry.seq}: its facts aren't those that were recorded.")
    return True


# --- The command ---


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("log", type=Path, help="an export (.jsonl), a bundle (.zip), or the database's file")
    asked.add_argument("--checkpoints", type=Path, help="folder of the checkpoints that were kept outside")
    asked.add_argument("--key", action="append", default=[], help="the ledger's key; repeat for several")
    asked.add_argument("--keys", type=Path, help="the key store's file, to check the contents too")
    asked.add_argument("--master-key", type=Path, help="file of the master key, with --keys")
    asked.add_argument("--json", action="store_true", help="one JSON object on stdout")
    given = asked.parse_args()
    if bool(given.keys) != bool(given.master_key):
        asked.error("--keys and --master-key are given together")
    if given.key and not given.checkpoints and given.log.suffix != ".zip":
        asked.error("a key says who signed checkpoints: give --checkpoints too")
    try:
        answer = look(given)
    except (CannotRead, OSError, UnicodeDecodeError, sqlite3.Error) as problem:
        print(problem, file=sys.stderr)
        return 3
    if given.json:
        print(json.dumps(asdict(answer)))
    else:
        print(_said(answer))
    if given.checkpoints and not given.key:
        print("The key was taken from the log itself: give --key to see who signed.", file=sys.stderr)
    return 0 if answer.ok else 1


def _said(answer: Answer) -> str:
    if not answer.ok:
        return answer.reason
    erased = f" The facts of {answer.erased} were erased." if answer.erased else ""
    return f"Whole: {answer.entries} entries, {answer.checkpoints} checkpoints fit.{erased}"


def look(given: argparse.Namespace) -> Answer:
    """Read what was given, by what it is, and check it."""
    with given.log.open("rb") as file:
        start = file.read(16)
    if start.startswith(b"PK"):
        return verify_bundle(given.log, given.key)
    # Before the entries: a checkpoint that comes meanwhile would seem to be over more than there is.
    names = names_of(given.checkpoints) if given.checkpoints else []
    masters = given.master_key.read_text(encoding="ascii").split() if given.keys else []
    contents = Contents(open_sqlite(given.keys), [*map(base64.b64decode, masters)]) if given.keys else None
    log = (
        read_sqlite(given.log, contents)
        if start.startswith(b"SQLite")
        else read_export(given.log.read_text(encoding="utf-8"))
    )
    return verify(log, Outside(given.checkpoints, names, given.key or log.vkeys))


if __name__ == "__main__":
    sys.exit(main())
