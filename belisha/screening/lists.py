"""Lists of known material: taken in as versions, rolled back, changed. Every process sees every change."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from belisha.ledger.record import Actor, record
from belisha.refusal import NotFound, Refusal
from belisha.screening import genuine, lists_old
from belisha.screening.check import ListRefused
from belisha.screening.list_folders import opened
from belisha.screening.lists_change import bump
from belisha.screening.lists_stage import Stage, counted, read_into, require_fit, staging
from belisha.screening.models import HashList, ListVersion
from belisha.screening.parse.detect import NoList
from belisha.screening.parse.read import Reading, RefusedLines
from belisha.screening.store.version import UnusableVersion, Version
from belisha.work.assign import finish, open_task

OFFICERS = "screening.manage_lists"
REFUSED, UNUSABLE = "list.refused", "list.unusable"
REASON_OF_TASK = (
    "A new version of a list was refused; the old one stays in force. See why, and tell its source."
)


class OwnList(Refusal):
    """What this desk itself confirmed comes from decisions, and can be neither imported nor rolled back."""

    code = "own_list"


class NothingToGoBackTo(Refusal):
    """There is no earlier version of this list that could come into force again."""

    code = "nothing_to_go_back_to"


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What became of an import: "in_force", or "unchanged" where it is what was in force already."""

    list: str
    state: str
    version: int
    counts: Mapping[str, int] = field(default_factory=dict)
    refused: int = 0
    left_out: int = 0
    withdrawn: int = 0
    refused_file: str = ""


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
            with genuine.mapped(path) as octets:
                digest = genuine.digest(octets)
                genuine.require_digest(digest, sha256)
                genuine.require_signature(octets, signature, row.public_key)
            if (same := _same(row, digest)) is not None:
                return same
            with path.open("rb") as file:
                reading = Reading(file, format=format, algorithm=algorithm, progress=progress)
                version = read_into(stage, reading, refused)
            genuine.require_digest(reading.sha256, digest)
            require_fit(row, version, in_force(row), stated=reading.shape.made)
        except (ListRefused, NoList) as refusal:
            refuse(row=row, source_digest=digest, reason=str(refusal.facts["reason"]), by=by)
            raise ListRefused(reason=refusal.facts["reason"]) from None
        made = put_in_force(
            stage=stage, counts=counted(version), source_digest=digest, stated=reading.shape.made, by=by
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
    )


@transaction.atomic
def list_named(*, name: str, kind: str, by: Actor, source: str = HashList.Source.FILE) -> HashList:
    """The list of this name; makes it. Raises OwnList, or ListRefused where it is of another kind."""
    row, new = HashList.objects.get_or_create(name=name, defaults={"kind": kind, "source": source})
    if row.kind == HashList.Kind.OWN and kind != HashList.Kind.OWN:
        raise OwnList
    if row.kind != kind:
        raise ListRefused(reason=f"{name} is a list of another kind: {row.get_kind_display().lower()}")
    if new:
        bump()
        record("list.made", by=by, about=row, name=name, kind=kind)
    return row


@transaction.atomic
def put_in_force(
    *, stage: Stage, counts: Mapping[str, int], source_digest: str, by: Actor, stated: str = ""
) -> ListVersion:
    """Swap a checked version in: its folder first, then one transaction that every process sees."""
    bump()
    row = HashList.objects.select_for_update().get(id=stage.row.id)
    if row.in_force_id != stage.row.in_force_id:
        raise ListRefused(reason="another version came into force meanwhile")
    folder = stage.publish()
    made = ListVersion(
        id=stage.version_id,
        hash_list=row,
        number=_next_number(row),
        counts=dict(counts),
        source_digest=source_digest,
        manifest_digest=genuine.digest((folder / "manifest.json").read_bytes()),
        made_at=timezone.now(),
    )
    _swap(row, made, leave=ListVersion.State.REPLACED)
    if stated:
        row.sync_state = {**row.sync_state, "made": stated}
        row.save(update_fields=["sync_state"])
    finish(about=row, kind=REFUSED, by=by)
    record("list.imported", by=by, about=made, list=str(row.id), number=made.number, counts=made.counts)
    return made


@transaction.atomic
def refuse(*, row: HashList, source_digest: str, reason: str, by: Actor) -> None:
    """Keep why a version was refused, and tell the list officers once; the version in force stays."""
    last = row.versions.order_by("-number").first()
    again = last and last.state == ListVersion.State.REFUSED and last.reason == reason
    if last is None or not again or last.source_digest != source_digest:
        made = ListVersion.objects.create(
            hash_list=row,
            number=_next_number(row),
            state=ListVersion.State.REFUSED,
            source_digest=source_digest,
            reason=reason,
            made_at=timezone.now(),
        )
        record("list.refused", by=by, about=made, list=str(row.id), reason=reason)
    open_task(kind=REFUSED, about=row, reason=REASON_OF_TASK, permission=OFFICERS, by=by)


@transaction.atomic
def roll_back(*, name: str, by: Actor) -> ListVersion:
    """Put the version before the one in force in force again, once every file of it is as it was written.

    What was set aside since stays set aside. Raises NothingToGoBackTo, OwnList or UnusableVersion.
    """
    bump()
    row = named(name)
    if row.kind == HashList.Kind.OWN:
        raise OwnList
    before = row.versions.filter(state=ListVersion.State.REPLACED).order_by("-number").first()
    if before is None or row.in_force is None:
        raise NothingToGoBackTo
    opened(row.id, before.id).verify()
    _swap(row, before, leave=ListVersion.State.ROLLED_BACK)
    row.sync_state = {}
    row.save(update_fields=["sync_state"])
    record("list.rolled_back", by=by, about=before, list=str(row.id), number=before.number)
    return before


def named(name: str) -> HashList:
    """The list of this name; raises NotFound."""
    row = HashList.objects.select_for_update().filter(name=name).first()
    if row is None:
        raise NotFound(what="list")
    return row


def in_force(row: HashList) -> Version | None:
    """The version in force, opened; None where there is none, or it is damaged and only a new one helps."""
    if row.in_force_id is None:
        return None
    try:
        return opened(row.id, row.in_force_id)
    except UnusableVersion:
        return None


def _swap(row: HashList, made: ListVersion, *, leave: str) -> None:
    now = timezone.now()
    ListVersion.objects.filter(hash_list=row, state=ListVersion.State.IN_FORCE).update(state=leave)
    made.state, made.in_force_at = ListVersion.State.IN_FORCE, now
    made.save()
    row.in_force, row.checked_at = made, now
    row.save(update_fields=["in_force", "checked_at"])


def _next_number(row: HashList) -> int:
    return (row.versions.aggregate(last=Max("number"))["last"] or 0) + 1


def _same(row: HashList, digest: str) -> Imported | None:
    """Is it the file that is in force already? Raises ListRefused for one that was replaced since."""
    known = row.versions.filter(source_digest=digest).exclude(state=ListVersion.State.REFUSED)
    before = known.order_by("-number").first()
    if before is None:
        return None
    if before.state != ListVersion.State.IN_FORCE:
        raise ListRefused(reason=f"it is version {before.number} again, which is no longer in force")
    HashList.objects.filter(id=row.id).update(checked_at=timezone.now())
    return Imported(list=row.name, state="unchanged", version=before.number, counts=before.counts)
