"""What lies outside the database: what was erased since the backup, and how far the log had come."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from belisha.enforcement.erase import keys_in
from belisha.jobs.backups.refusals import WrongErasure
from belisha.ledger.witness import NothingOutside, Witness, read_folder
from belisha.vault.keys import KeyName

ERASURES = "erasure-*.json"


@dataclass(frozen=True, kw_only=True)
class Erasure:
    """A case that was erased, the keys that were destroyed with it, and the words that say so outside."""

    id: UUID
    at: datetime
    keys: tuple[KeyName, ...]
    listed: Mapping[str, Any]


def erasures(folder: Path) -> list[Erasure]:
    """What was erased, the oldest first; raises WrongErasure for a file that can't be read."""
    found = [_erasure(path) for path in folder.glob(ERASURES)]
    return sorted(found, key=lambda one: (one.at, one.id))


def heads(folder: Path | None, vkeys: Sequence[str]) -> Witness | None:
    """The heads of the log that one of these keys signed; None where none lies there."""
    if folder is None:
        return None
    try:
        found = read_folder(folder, list(vkeys))
    except NothingOutside:
        return None
    return found if found.heads else None


def up_to(witness: Witness, size: int) -> Witness:
    """Only what was signed of a log before it grew beyond this: the rest is what a backup can't have."""
    return replace(witness, heads={at: roots for at, roots in witness.heads.items() if at <= size})


def _erasure(path: Path) -> Erasure:
    try:
        listed = json.loads(path.read_text(encoding="utf-8"))
        return Erasure(
            id=UUID(listed["id"]),
            at=datetime.fromisoformat(listed["at"]),
            keys=tuple(keys_in(listed)),
            listed={**listed, "case": str(listed["case"])},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        raise WrongErasure(file=path) from problem
