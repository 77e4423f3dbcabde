"""Making a desk of a backup: in an empty place, whole or not at all, without what was erased since."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import connections

from belisha.jobs.backups import age, figures, outside, place, settle
from belisha.jobs.backups.enclosed import DATA, KEYS, Manifest, Reading
from belisha.jobs.backups.load import load, waiting_book
from belisha.jobs.backups.refusals import DamagedBackup, OlderKeys
from belisha.jobs.migrate import migrate
from belisha.ledger import read as ledger
from belisha.ledger.signer import vkeys
from belisha.ledger.verify import Verdict, verify
from belisha.screening.list_folders import lists_folder
from belisha.vault import keys as vault
from belisha.vault import masters
from belisha.vault.masters import WrongMasterKey
from belisha.vault.router import STORE


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What there is now, and what there is not."""

    taken_at: datetime
    entries: int
    rows: int
    erased_cases: int
    erased_keys: int
    ledger: Verdict
    outside: int | None
    """Entries of the newest head that lies outside; None where no head could be compared."""

    @property
    def lost(self) -> int:
        """Entries that were recorded after the backup was taken, as far as it shows outside."""
        return max(0, (self.outside or 0) - self.entries)


@dataclass(frozen=True, kw_only=True)
class Backup:
    """The two files of a backup, and what opens them."""

    file: Path
    keys_file: Path
    identities: Sequence[age.Identity]


def restore(backup: Backup, *, checkpoints: Path | None, given: Sequence[str] = ()) -> Restored:
    """Fill an empty place. Nothing is served from it before this has come to its end.

    `given`: public keys of the ledger that are believed; the backup's own where there is none.
    """
    if checkpoints:
        outside.erasures(checkpoints)
        outside.heads(checkpoints, given or None)
    _refuse(backup)
    place.mark()
    _bring_keys(backup)
    manifest, rows = _bring_data(backup)
    migrate()
    entries = ledger.size()
    believed = outside.trusted(checkpoints, given, vkeys()) if checkpoints else []
    witness = outside.heads(checkpoints, believed) if checkpoints else None
    erased = outside.erasures(checkpoints, believed) if checkpoints else []
    verdict = verify(outside.up_to(witness, entries) if witness else None)
    newest = max(witness.heads) if witness else None
    keys_erased = settle.erase(erased)
    settle.settle(taken_at=manifest.at, entries=entries, outside=newest or 0, erased=keys_erased)
    place.unmark()
    return Restored(
        taken_at=manifest.at,
        entries=entries,
        rows=rows,
        erased_cases=len(erased),
        erased_keys=keys_erased,
        ledger=verdict,
        outside=newest,
    )


def _refuse(backup: Backup) -> None:
    """Look at both files and at the place before anything is written; raises what stands against it."""
    with ExitStack() as opened:
        data = _reading(backup, backup.file, DATA, opened).manifest
        keys = _reading(backup, backup.keys_file, KEYS, opened).manifest
    place.refuse_unfit("default", data, backup.file)
    place.refuse_unfit(STORE, keys, backup.keys_file)
    if keys.id != data.id and keys.at < data.at:
        raise OlderKeys(file=backup.keys_file)
    if missing := set(keys.masters) - set(masters.known()):
        raise WrongMasterKey(needed=", ".join(sorted(missing)))
    place.refuse_unless_empty()


def _reading(backup: Backup, file: Path, what: str, opened: ExitStack) -> Reading:
    reading = Reading(opened.enter_context(age.opened(file, backup.identities)), file)
    if reading.manifest.what != what:
        raise DamagedBackup(file=file, problem=f"it holds {reading.manifest.what}, not {what}")
    return reading


def _bring_keys(backup: Backup) -> None:
    with ExitStack() as opened:
        reading = _reading(backup, backup.keys_file, KEYS, opened)
        place.make_tables(STORE, reading.manifest)
        load(STORE, reading, backup.keys_file, folder=place.waiting_lists(), check=lambda: None)
    # The desk's own key is read by the code of today.
    migrate(STORE)
    vault.forget()
    reading.whole().require_ours(backup.keys_file)


def _bring_data(backup: Backup) -> tuple[Manifest, int]:
    with ExitStack() as opened:
        reading = _reading(backup, backup.file, DATA, opened)
        place.make_tables("default", reading.manifest)
        rows = load(
            "default",
            reading,
            backup.file,
            folder=place.waiting_lists(),
            check=lambda: reading.whole().require_ours(backup.file),
        )
    if place.waiting_lists().exists():
        place.waiting_lists().rename(lists_folder())
    figures.settle(waiting_book(place.waiting_lists()))
    connections.close_all()
    return reading.manifest, sum(rows.values())
