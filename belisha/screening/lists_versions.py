"""The versions of a list: which one is in force, how another comes into force, why one was refused."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from belisha.ledger.record import SYSTEM, Actor, record
from belisha.refusal import NotFound, Refusal
from belisha.screening import genuine
from belisha.screening.check import ListRefused
from belisha.screening.lists_change import bump
from belisha.screening.lists_stage import Stage
from belisha.screening.models import HashList, ListVersion
from belisha.work.assign import finish, open_task

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,49}")
OFFICERS = "screening.manage_lists"
REFUSED = "list.refused"
REASON_OF_TASK = "A new version of a list was refused; the old one stays. See why, and tell its source."
STILL_REFUSED = Q(state=ListVersion.State.REFUSED) & (
    Q(hash_list__checked_at=None) | Q(made_at__gte=F("hash_list__checked_at"))
)
"""Which versions were refused since their source was last found well."""


class OwnList(Refusal):
    """What this desk itself confirmed comes from decisions, and can be neither imported nor rolled back."""

    code = "own_list"


class WrongName(Refusal):
    """The name of a list has lower-case letters, digits and hyphens, 50 at most."""

    code = "wrong_name"


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
    refused_lines: tuple[str, ...] = ()


@transaction.atomic
def list_named(*, name: str, kind: str, by: Actor, source: str = HashList.Source.FILE) -> HashList:
    """The list of this name; makes it. Raises WrongName, OwnList, or ListRefused for another kind."""
    if not NAME.fullmatch(name):
        raise WrongName
    row, new = HashList.objects.get_or_create(name=name, defaults={"kind": kind, "source": source})
    if row.kind == HashList.Kind.OWN and kind != HashList.Kind.OWN:
        raise OwnList
    if row.kind != kind:
        raise ListRefused(reason=f"{name} is a list of another kind: {row.get_kind_display().lower()}")
    if row.source != source:
        raise ListRefused(reason=f"{name} is filled from another source: {row.get_source_display()}")
    if new:
        bump()
        record("list.made", by=by, about=row, name=name, kind=kind)
    return row


@transaction.atomic
def put_in_force(
    *,
    stage: Stage,
    counts: Mapping[str, int],
    source_digest: str,
    by: Actor,
    sync_state: Mapping[str, Any] | None = None,
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
    swap(row, made, leave=ListVersion.State.REPLACED)
    row.checked_at = made.in_force_at
    if sync_state is not None:
        row.sync_state = dict(sync_state)
    row.save(update_fields=["checked_at", "sync_state"])
    finish(about=row, kind=REFUSED, by=by)
    record("list.imported", by=by, about=made, list=str(row.id), number=made.number, counts=made.counts)
    return made


@transaction.atomic
def refuse(*, row: HashList, source_digest: str, reason: str, by: Actor) -> None:
    """Keep why a version was refused, and tell the list officers once; the version in force stays."""
    last = row.versions.filter(STILL_REFUSED).order_by("-number").first()
    if last is None or (last.reason, last.source_digest) != (reason, source_digest):
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


def named(name: str) -> HashList:
    """The list of this name; raises NotFound."""
    row = HashList.objects.select_for_update().filter(name=name).first()
    if row is None:
        raise NotFound(what="list")
    return row


def swap(row: HashList, made: ListVersion, *, leave: str) -> None:
    """Put a version in force instead of the one that is, which is left in the state `leave`."""
    ListVersion.objects.filter(hash_list=row, state=ListVersion.State.IN_FORCE).update(state=leave)
    made.state, made.in_force_at = ListVersion.State.IN_FORCE, timezone.now()
    made.save()
    row.in_force = made
    row.save(update_fields=["in_force"])


def _next_number(row: HashList) -> int:
    return (row.versions.aggregate(last=Max("number"))["last"] or 0) + 1


def same(row: HashList, digest: str) -> ListVersion | None:
    """The version in force, if it is of this very file; raises ListRefused for one that was replaced."""
    known = row.versions.filter(source_digest=digest).exclude(state=ListVersion.State.REFUSED)
    before = known.order_by("-number").first()
    if before is None:
        return None
    if before.state != ListVersion.State.IN_FORCE:
        raise ListRefused(reason=f"it is version {before.number} again, which is no longer in force")
    return before


def unchanged(row: HashList, sync_state: Mapping[str, Any] | None = None) -> Imported:
    """Note that the source was asked, and has nothing new: whatever was wrong with it is over."""
    finish(about=row, kind=REFUSED, by=SYSTEM)
    row.checked_at = timezone.now()
    if sync_state is not None:
        row.sync_state = dict(sync_state)
    row.save(update_fields=["checked_at", "sync_state"])
    number, counts = (row.in_force.number, row.in_force.counts) if row.in_force else (0, {})
    return Imported(list=row.name, state="unchanged", version=number, counts=counts)
