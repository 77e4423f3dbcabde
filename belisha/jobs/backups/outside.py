"""What lies outside the database: what was erased since the backup, and how far the log had come."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from belisha.enforcement.erase import keys_in
from belisha.jobs.backups.refusals import NoHeads, WrongErasure
from belisha.ledger.note import BadNote, signed_body
from belisha.ledger.witness import NothingOutside, Witness, read_folder
from belisha.vault.keys import KeyName

ERASURES = "erasure-*.json"
KINDS = {"case", "report", "reference"}


@dataclass(frozen=True, kw_only=True)
class Erasure:
    """A case that was erased, the keys that were destroyed with it, and the words that say so outside."""

    id: UUID
    at: datetime
    keys: tuple[KeyName, ...]
    listed: Mapping[str, Any]


def trusted(folder: Path, given: Sequence[str], own: Sequence[str]) -> list[str]:
    """The public keys to believe: all of the backup's own, where none was given.

    Else those given, and of its own those that signed a head together with one of them, as both keys sign the
    first head after a change of keys.
    """
    found = list(given)
    texts = [text for path in sorted(folder.glob("checkpoint-*.txt")) if (text := _text(path)) is not None]
    for vkey in own:
        both = (_signed(text, [vkey]) and _signed(text, found) for text in texts)
        if not given or (vkey not in found and any(both)):
            found.append(vkey)
    return found


def erasures(folder: Path, vkeys: Sequence[str] | None = None) -> list[Erasure]:
    """What was erased, the oldest first; without keys nobody looks at the signatures.

    Raises WrongErasure for a file that can't be read, names a key that no erasure destroys, or isn't signed
    by one of these keys.
    """
    found = [_erasure(path, vkeys) for path in folder.glob(ERASURES)]
    return sorted(found, key=lambda one: (one.at, one.id))


def heads(folder: Path, vkeys: Sequence[str] | None = None) -> Witness:
    """The heads of the log that one of these keys signed; raises NoHeads where there is none.

    Without keys it raises only where there is no file of a head at all.
    """
    try:
        found = read_folder(folder, list(vkeys or ()))
    except NothingOutside as problem:
        raise NoHeads(folder=folder, problem="there is none in it") from problem
    if vkeys is not None and not found.heads:
        raise NoHeads(folder=folder, problem=f"none of them fits ({found.bad[0]})")
    return found


def up_to(witness: Witness, size: int) -> Witness:
    """Only what was signed of a log before it grew beyond this: the rest is what a backup can't have."""
    return replace(witness, heads={at: roots for at, roots in witness.heads.items() if at <= size})


def _erasure(path: Path, vkeys: Sequence[str] | None) -> Erasure:
    text = _text(path)
    if vkeys is not None and not _signed(text or "", vkeys):
        raise WrongErasure(file=path, problem="isn't signed by the key of this desk's ledger")
    try:
        listed = json.loads((text or "").partition("\n\n")[0])
        keys = tuple(keys_in(listed))
        erasure = Erasure(
            id=UUID(listed["id"]),
            at=datetime.fromisoformat(listed["at"]),
            keys=keys,
            listed={**listed, "case": str(listed["case"])},
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        raise WrongErasure(file=path, problem="can't be read") from problem
    if strange := sorted({key.kind for key in keys} - KINDS):
        raise WrongErasure(file=path, problem=f'names a key "{strange[0]}", which no erasure destroys')
    return erasure


def _signed(text: str, vkeys: Sequence[str]) -> bool:
    return any(_opens(text, vkey) for vkey in vkeys)


def _opens(text: str, vkey: str) -> bool:
    try:
        return bool(signed_body(text, vkey))
    except BadNote:
        return False


def _text(path: Path) -> str | None:
    try:
        return path.read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        return None
