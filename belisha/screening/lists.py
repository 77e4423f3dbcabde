"""Lists of known material: taken in as versions, rolled back, changed. Every process sees every change."""

from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from belisha.ledger.record import Actor, record
from belisha.refusal import Refusal
from belisha.screening import lists_old, lists_settings
from belisha.screening.check import ListRefused
from belisha.screening.genuine import genuine, require_digest
from belisha.screening.list_folders import opened
from belisha.screening.lists_change import bump
from belisha.screening.lists_stage import counted, read_into, require_fit, staging, take_into
from belisha.screening.lists_versions import (
    Imported,
    OwnList,
    list_named,
    named,
    put_in_force,
    refuse,
    same,
    swap,
    unchanged,
)
from belisha.screening.models import HashList, ListVersion
from belisha.screening.parse.detect import NoList
from belisha.screening.parse.entry import Entry
from belisha.screening.parse.read import Reading, RefusedLines


class NothingToGoBackTo(Refusal):
    """There is no earlier version of this list that could come into force again."""

    code = "nothing_to_go_back_to"


def import_list(
    *,
    name: str,
    path: Path,
    by: Actor,
    kind: str = HashList.Kind.KNOWN,
    format: str = "auto",
    algorithm: str = "",
    sha256: str = "",
    signature: bytes = b"",
    refused_to: Path | None = None,
    progress: Callable[[int], object] = lambda octets: None,
) -> Imported:
    """Read a file as the new version of a list, check it, and put it in force in one step.

    Raises ListRefused, with a task for the list officers, where it fails a check: the old version stays.
    """
    row = list_named(name=name, kind=kind, by=by)
    refused, digest = RefusedLines(refused_to), ""
    with staging(row) as stage:
        try:
            digest = genuine(path, sha256=sha256, signature=signature, public_key=row.public_key)
            if same(row, digest):
                return unchanged(row)
            with path.open("rb") as file:
                reading = Reading(file, format=format, algorithm=algorithm, progress=progress)
                version = read_into(stage, reading, refused)
            # It was read a second time: a file that was changed in between is not the one that was checked.
            require_digest(reading.sha256, digest)
            require_fit(row, version, stated=reading.shape.made)
        except (ListRefused, NoList) as refusal:
            refuse(row=row, source_digest=digest, reason=str(refusal.facts["reason"]), by=by)
            raise ListRefused(reason=refusal.facts["reason"]) from None
        stated = {**row.sync_state, "made": reading.shape.made, "ended": not reading.cut}
        made = put_in_force(
            stage=stage, counts=counted(version), source_digest=digest, sync_state=stated, by=by
        )
    lists_old.clear_away(row.id)
    return Imported(
        list=row.name,
        state="in_force",
        version=made.number,
        counts=made.counts,
        refused=reading.refused,
        left_out=reading.unknown,
        withdrawn=reading.withdrawn,
        refused_file=str(refused.path) if refused.count and refused.path else "",
        refused_lines=tuple(refused.first),
    )


def import_entries(
    *,
    name: str,
    entries: Iterable[Entry],
    by: Actor,
    whole: bool,
    kind: str = HashList.Kind.KNOWN,
    source: str = HashList.Source.FILE,
    source_digest: str = "",
    sync_state: Mapping[str, Any] | None = None,
) -> Imported:
    """Make a version of what a source says, entry by entry, and put it in force in one step.

    Not `whole`: they are changes to the version in force. Either way a later entry takes the place of an
    earlier one with the same source id, and one that is `gone` takes it back. `sync_state` is kept in the
    same transaction, so that the next exchange goes on from here. Raises ListRefused as `import_list` does,
    and UnusableVersion where the version in force can't be gone on from: then ask for the whole.
    """
    row = list_named(name=name, kind=kind, source=source, by=by)
    before = opened(row.id, row.in_force_id) if row.in_force_id and not whole else None
    some = iter(entries)
    first = next(some, None)
    if first is None and not whole:
        return unchanged(row, sync_state)
    with staging(row) as stage:
        try:
            version = take_into(stage, chain([first] if first else [], some), before)
            require_fit(row, version)
        except ListRefused as refusal:
            refuse(row=row, source_digest=source_digest, reason=str(refusal.facts["reason"]), by=by)
            raise
        made = put_in_force(
            stage=stage, counts=counted(version), source_digest=source_digest, sync_state=sync_state, by=by
        )
    lists_old.clear_away(row.id)
    return Imported(list=row.name, state="in_force", version=made.number, counts=made.counts)


def roll_back(*, name: str, by: Actor) -> ListVersion:
    """Put the version before the one in force in force again, once every file of it is as it was written.

    What was set aside since stays set aside. Raises NotFound, NothingToGoBackTo, OwnList, UnusableVersion, or
    ListRefused where another version came into force meanwhile.
    """
    with transaction.atomic():
        row, before = _earlier(name)
    # Outside any transaction: to read all of a large list takes seconds, and nobody else could write.
    opened(row.id, before.id).verify()
    return _go_back(name, before.id, by)


@transaction.atomic
def _go_back(name: str, version_id: UUID, by: Actor) -> ListVersion:
    bump()
    row, before = _earlier(name)
    if before.id != version_id:
        raise ListRefused(reason="another version came into force meanwhile")
    swap(row, before, leave=ListVersion.State.ROLLED_BACK)
    row.sync_state = {}
    row.save(update_fields=["sync_state"])
    record("list.rolled_back", by=by, about=before, list=str(row.id), number=before.number)
    return before


def _earlier(name: str) -> tuple[HashList, ListVersion]:
    """A list, and the version that was in force before the one that is."""
    row = named(name)
    if row.kind == HashList.Kind.OWN:
        raise OwnList
    before = row.versions.filter(state=ListVersion.State.REPLACED).order_by("-number").first()
    if before is None or row.in_force is None:
        raise NothingToGoBackTo
    return row, before


@transaction.atomic
def change_settings(*, name: str, by: Actor, **settings: Any) -> HashList:
    """Say what matches of a list mean, and which updates of it are believed; from now on, everywhere.

    `settings`: any of lists_settings.RULES. Raises NotFound, or WrongListSetting with the field.
    """
    bump()
    row = named(name)
    checked = lists_settings.checked(row, settings)
    for field, value in checked.items():
        setattr(row, field, value)
    row.save(update_fields=list(checked))
    record("list.settings_changed", by=by, about=row, **lists_settings.shown(checked))
    return row
