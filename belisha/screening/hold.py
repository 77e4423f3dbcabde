"""What was held in the last 24 hours: the same content id is held again at once, without a second report.

Kept as an HMAC for each client and each service that it names, since two may number alike. That something
did not match is never kept.
"""

import hmac
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from belisha.ledger.record import Actor
from belisha.organisation.models import Service
from belisha.screening.models import Held, Unscreened
from belisha.vault.keys import LOOKUP_KEY, key_to_seal

KEPT = timedelta(hours=24)
AT_ONCE = 500  # values in one statement
ANYTHING = f"SELECT 1 FROM {Held._meta.db_table} LIMIT 1"  # noqa: S608 - the name of a table of ours


@dataclass(frozen=True)
class StillHeld:
    """Why content is held again: the reference of the first answer; `reason` where it was not screened."""

    reference: str
    reason: str = ""


def still_held(content_ids: Collection[str], *, service: Service | None, by: Actor) -> dict[str, StillHeld]:
    """Those of these content ids of a service that this client was told to hold within 24 hours.

    `service`: the one that was named; what came without a name is apart.
    """
    if not content_ids or not _anything_is_held():
        return {}
    live = Held.objects.filter(until__gt=timezone.now())
    named = dict(zip(_digests(content_ids, service, by), content_ids, strict=True))
    found = {named[content]: reference for content, reference in _among(live, named)}
    reasons = _reasons(sorted(set(found.values())))
    return {one: StillHeld(reference, reasons.get(reference, "")) for one, reference in found.items()}


def hold(references: Mapping[str, str], *, service: Service | None, by: Actor) -> None:
    """Keep the reference of each content id for 24 hours, within the caller's transaction.

    Raises IntegrityError where one of them is held already: a repeat was faster.
    """
    now, kept = timezone.now(), _digests(references, service, by)
    for some in _in_parts(kept):
        Held.objects.filter(content__in=some, until__lte=now).delete()
    pairs = zip(kept, references.values(), strict=True)
    rows = [Held(content=content, reference=reference, until=now + KEPT) for content, reference in pairs]
    Held.objects.bulk_create(rows, AT_ONCE)


def forget_expired() -> int:
    """Delete what was held more than 24 hours ago; how many that were."""
    old = Held.objects.filter(until__lte=timezone.now())
    # Asked first: to delete takes the lock of those who write, even where there is nothing to delete.
    return old.delete()[0] if old.exists() else 0


def _anything_is_held() -> bool:
    # Bare SQL: to compose this in the ORM costs ten times as much as to ask it, at every request.
    with connection.cursor() as cursor:
        cursor.execute(ANYTHING)
        return cursor.fetchone() is not None


def _digests(content_ids: Iterable[str], service: Service | None, by: Actor) -> list[bytes]:
    _, key = key_to_seal(LOOKUP_KEY)
    whose = f"service {service.id}\0" if service else ""
    before = f"held\0{by.ledger_name}\0{whose}"
    return [hmac.digest(key, f"{before}{one}".encode(), "sha256") for one in content_ids]


def _among(live: "QuerySet[Held]", wanted: Collection[bytes]) -> Iterator[tuple[bytes, str]]:
    """The live rows of these; all of them are read where they are fewer than what is asked for."""
    parts: Iterable[QuerySet[Held]] = (live.filter(content__in=some) for some in _in_parts(list(wanted)))
    if len(wanted) > AT_ONCE and live.count() <= len(wanted):
        parts = [live]
    for rows in parts:
        for content, reference in rows.values_list("content", "reference"):
            if bytes(content) in wanted:
                yield bytes(content), reference


def _reasons(references: Sequence[str]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for some in _in_parts(references):
        pairs |= dict(Unscreened.objects.filter(reference__in=some).values_list("reference", "reason"))
    return pairs


def _in_parts(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (values[at : at + AT_ONCE] for at in range(0, len(values), AT_ONCE))
