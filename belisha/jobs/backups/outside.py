"""What lies outside the database: what was erased since the backup, and how far the log had come."""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from belisha.jobs.backups.refusals import WrongErasure
from belisha.ledger.note import BadNote, Checkpoint, open_note
from belisha.vault.keys import KeyName

ERASURES, CHECKPOINTS = "erasure-*.json", "checkpoint-*.txt"


@dataclass(frozen=True, kw_only=True)
class Erasure:
    """A case that was erased, and the keys that were destroyed with it."""

    id: UUID
    at: datetime
    case: str
    keys: tuple[KeyName, ...]


def erasures(folder: Path) -> list[Erasure]:
    """What was erased, the oldest first; raises WrongErasure for a file that can't be read."""
    found = [_erasure(path) for path in folder.glob(ERASURES)]
    return sorted(found, key=lambda one: (one.at, one.id))


def newest(folder: Path, vkeys: Sequence[str]) -> Checkpoint | None:
    """The head of the longest log that one of these keys signed; None where there is none."""
    heads = [_head(path, vkeys) for path in folder.glob(CHECKPOINTS)]
    return max((head for head in heads if head), key=lambda head: head.size, default=None)


def _erasure(path: Path) -> Erasure:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        return Erasure(
            id=UUID(said["id"]),
            at=datetime.fromisoformat(said["at"]),
            case=str(said["case"]),
            keys=tuple(KeyName(str(kind), UUID(subject)) for kind, subject in said["keys"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        raise WrongErasure(file=path) from problem


def _head(path: Path, vkeys: Sequence[str]) -> Checkpoint | None:
    with suppress(OSError, UnicodeDecodeError):
        text = path.read_text(encoding="utf-8")
        for vkey in vkeys:
            with suppress(BadNote):
                return open_note(text, vkey)
    return None
