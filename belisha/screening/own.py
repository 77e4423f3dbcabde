"""What this desk says itself: confirmed material on its own list, refuted entries set aside, and put back."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db import models, transaction

from belisha.ledger.record import Actor, record
from belisha.refusal import NotFound, Refusal
from belisha.screening.library import shelves
from belisha.screening.list_folders import list_keys, opened
from belisha.screening.lists_change import add_change
from belisha.screening.lists_versions import OFFICERS, list_named
from belisha.screening.models import HashList, ListChange, Match
from belisha.screening.overlay import read
from belisha.screening.parse.entry import LONGEST_ID, NoEntry, word
from belisha.screening.shelves import Shelf
from belisha.screening.store.version import UnusableVersion
from belisha.work.assign import open_task

NAME = "confirmed-here"
SET_ASIDE = "entry_set_aside"
SET_ASIDE_REASON = (
    "A reviewer refuted a match. See whether its entry is rightly set aside, and tell its source."
)
Action = ListChange.Action


class NothingToRecognise(Refusal):
    """There is no fingerprint by which this could be recognised again: {reason}."""

    code = "nothing_to_recognise"


@transaction.atomic
def add_to_own_list(
    *, fingerprints: Mapping[str, Any], category: str, by: Actor, about: models.Model, reason: str = ""
) -> ListChange | None:
    """Recognise this from now on; makes the list at its first use. None: all of it is on the list already.

    `fingerprints`: kind to hexadecimal digits, or to several ("pdq", "md5", "sha1", "sha256", "photodna",
    "url"); those of nothing, such as a flat picture's, are left out. `reason`: who says so, where it is not
    this desk. Raises NothingToRecognise.
    """
    row = list_named(name=NAME, kind=HashList.Kind.OWN, source=HashList.Source.DESK, by=by)
    known = _readable(fingerprints)
    if _is_listed(shelves().get(row.id), known):
        return None
    change = add_change(
        row=row,
        action=Action.ADD,
        fingerprints=known,
        by=by,
        category=word(category),
        source_id=word(str(getattr(about, "label", "") or about.pk), LONGEST_ID),
        reason=reason,
    )
    record("list.added", by=by, about=change, list=str(row.id), kinds=sorted(known), category=change.category)
    return change


@transaction.atomic
def take_off_own_list(*, fingerprints: Mapping[str, Any], reason: str, by: Actor) -> ListChange:
    """Recognise this no more by this desk's own list: what put it there was wrong."""
    row = list_named(name=NAME, kind=HashList.Kind.OWN, source=HashList.Source.DESK, by=by)
    known = _readable(fingerprints)
    change = add_change(row=row, action=Action.REMOVE, fingerprints=known, by=by, reason=reason)
    record("list.taken_off", by=by, about=change, list=str(row.id), kinds=sorted(known))
    return change


def put_there_by_others(fingerprints: Mapping[str, Any], labels: Collection[str]) -> bool:
    """Did another than these cases put this on the own list, as far as is still known?"""
    changes = ListChange.objects.filter(
        hash_list__source=HashList.Source.DESK, hash_list__kind=HashList.Kind.OWN, action=Action.ADD
    )
    same = {one.source_id for one in changes if _overlap(one.fingerprints, fingerprints)}
    return bool(same - {word(label, LONGEST_ID) for label in labels})


def _overlap(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> bool:
    return any(set(_several(ours.get(kind))) & set(_several(value)) for kind, value in theirs.items())


def _several(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


@transaction.atomic
def set_aside(*, match: Match, reason: str, by: Actor) -> ListChange:
    """Let an entry match nothing any more, in this version of its list and in later ones.

    Where the match was only near, the entry goes on to match exactly: that another picture looks like it says
    nothing against it. Reason and source id are kept, for whoever tells its source; list officers get a task.
    Raises NotFound where it is gone already.
    """
    found = _fingerprints_of(match)
    change = add_change(
        row=match.hash_list,
        action=Action.QUARANTINE,
        fingerprints=_as_near(found) if match.distance else found,
        by=by,
        category=match.category,
        grade=match.grade,
        source_id=match.source_id,
        reason=reason,
    )
    open_task(kind=SET_ASIDE, about=match.hash_list, reason=SET_ASIDE_REASON, permission=OFFICERS, by=by)
    record("list.set_aside", by=by, about=change, list=str(match.hash_list_id))
    return change


@transaction.atomic
def put_back(*, change_id: UUID, reason: str, by: Actor) -> ListChange:
    """Let an entry match again that was set aside; raises NotFound."""
    change = ListChange.objects.select_related("hash_list").filter(id=change_id).first()
    if change is None or change.action not in (Action.QUARANTINE, Action.REMOVE):
        raise NotFound(what="entry that was set aside")
    back = add_change(
        row=change.hash_list,
        action=Action.RESTORE,
        fingerprints=change.fingerprints,
        by=by,
        category=change.category,
        grade=change.grade,
        source_id=change.source_id,
        reason=reason,
    )
    record("list.put_back", by=by, about=back, list=str(back.hash_list_id), reason=reason)
    return back


def _as_near(found: Mapping[str, list[str]]) -> dict[str, list[str]]:
    if found.get("pdq"):
        return {"near": list(found["pdq"])}
    return {"near_kept": list(found["kept"])} if found.get("kept") else dict(found)


def _readable(given: Mapping[str, Any]) -> dict[str, Any]:
    """What can be recognised of it, fit to be kept."""
    kept: dict[str, Any] = {}
    reason = "there is none"
    for kind, values in given.items():
        for value in [values] if isinstance(values, str) else values or []:
            try:
                read({kind: value}, list_keys())
            except NoEntry as problem:
                reason = str(problem)
            else:
                kept.setdefault(kind, []).append(value)
    if not kept:
        raise NothingToRecognise(reason=reason)
    return kept


def _is_listed(shelf: Shelf | None, fingerprints: Mapping[str, Any]) -> bool:
    if shelf is None:
        return False
    return all(
        any(near.distance == 0 for near in shelf.of_hash(octets))
        if kind == "pdq"
        else shelf.of_digest(octets)
        for kind, octets in read(fingerprints, list_keys())
    )


def _fingerprints_of(match: Match) -> dict[str, list[str]]:
    """All that the entry is recognised by, from where it stood when it matched, or where it stands now."""
    found = _in_changes(match) if match.version_id is None else _in_version(match)
    if not found:
        raise NotFound(what="entry")
    return found


def _in_version(match: Match) -> dict[str, list[str]]:
    if match.version_id is None:
        return {}
    try:
        version = opened(match.hash_list_id, match.version_id)
    except UnusableVersion:
        return _as_asked(match)
    hashes = [octets.hex() for octets in version.hashes_of(match.entry)]
    kept = [octets.hex() for octets in version.table.digests_of(match.entry)]
    return {kind: values for kind, values in (("pdq", hashes), ("kept", kept)) if values}


def _in_changes(match: Match) -> dict[str, list[str]]:
    change = ListChange.objects.filter(hash_list=match.hash_list, seq=match.entry).first()
    return dict(change.fingerprints) if change else _as_asked(match)


def _as_asked(match: Match) -> dict[str, list[str]]:
    """The folder of its version is gone: what matches at the same distance now is the same entry."""
    shelf = shelves().get(match.hash_list_id)
    if shelf is None:
        return {}
    return shelf.fingerprints_at(match.kind, match.value, match.distance, list_keys())
