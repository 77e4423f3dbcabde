"""What lies outside the database: signed heads in a folder, and leaf hashes by which one entry is named."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from belisha.ledger.note import BadNote, Checkpoint, open_note
from belisha.ledger.tree import Frontier
from belisha.refusal import Refusal

LEAVES = re.compile(r"leaves-(\d{12})-(\d{12})-([0-9a-f]{16})\.txt")
TRIES = 10_000  # ways to join files of leaf hashes; there is one, unless a log was signed twice over


class NothingOutside(Refusal):
    """There is no checkpoint in {folder}: nothing there says how the ledger was."""

    code = "nothing_outside"


@dataclass
class Witness:
    """The heads that were signed, by size and root, with the file of each; and what in the folder is none."""

    heads: dict[int, dict[bytes, str]] = field(default_factory=dict)
    bad: list[str] = field(default_factory=list)
    folder: Path | None = None

    def add(self, head: Checkpoint, name: str) -> None:
        """Keep one head."""
        self.heads.setdefault(head.size, {})[head.root] = name

    def leaves(self, since: Frontier, size: int, root: bytes) -> list[bytes] | None:
        """The leaf hashes that follow on a log that fits, up to a head; None unless they prove that head."""
        for leaves in self._ways(since.size, size):
            frontier = Frontier(since.size, list(since.hashes))
            for leaf in leaves:
                frontier.add(leaf)
            if frontier.root() == root:
                return leaves
        return None

    def _ways(self, start: int, end: int) -> Iterator[list[bytes]]:
        ending: defaultdict[int, list[tuple[int, Path]]] = defaultdict(list)
        for path in sorted(self.folder.iterdir()) if self.folder else ():
            if found := LEAVES.fullmatch(path.name):
                ending[int(found[2])].append((int(found[1]), path))
        waiting: list[tuple[int, list[Path]]] = [(end, [])]
        for _ in range(TRIES):
            if not waiting:
                return
            at, paths = waiting.pop()
            if at <= start:
                if (leaves := _read(paths)) is not None and len(leaves) == end - at:
                    yield leaves[start - at :]
                continue
            waiting += [(begin, [path, *paths]) for begin, path in ending[at] if begin < at]


def read_folder(folder: Path, vkeys: list[str]) -> Witness:
    """Read a folder of checkpoints; raises NothingOutside where it holds none that can be read."""
    witness = Witness(folder=folder)
    for path in sorted(folder.glob("*.txt")) if folder.is_dir() else ():
        if LEAVES.fullmatch(path.name):
            continue
        try:
            witness.add(open_any(path.read_bytes().decode(), vkeys), path.name)
        except (BadNote, OSError, UnicodeDecodeError) as problem:
            witness.bad.append(f"{path.name}: {_why(problem)}")
    if not witness.heads and not witness.bad:
        raise NothingOutside(folder=folder)
    return witness


def open_any(text: str, vkeys: list[str]) -> Checkpoint:
    """The checkpoint that one of these keys signed; raises BadNote."""
    problem = BadNote("No key is known by which to check it.")
    for vkey in vkeys:
        try:
            return open_note(text, vkey)
        except BadNote as why:
            problem = why
    raise problem


def _why(problem: Exception) -> str:
    return str(problem) if isinstance(problem, BadNote) else "It can't be read."


def _read(paths: list[Path]) -> list[bytes] | None:
    try:
        lines = [line for path in paths for line in path.read_text(encoding="ascii").split()]
        return [bytes.fromhex(line) for line in lines]
    except (OSError, ValueError):
        return None
