"""Notices who may be feeling for the edge of a list, and tells list officers; no answer changes for it."""

import secrets
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from hashlib import blake2b
from time import time
from uuid import UUID

import numpy as np
import structlog
from django.conf import settings
from django.db import connections, transaction
from django.utils import timezone

from belisha.ledger.record import SYSTEM, Actor, record
from belisha.people.models import ApiKey, Staff
from belisha.refusal import NotFound, Refusal
from belisha.screening.found import Asked
from belisha.screening.models import Probe, desk_row
from belisha.screening.watch.keys import VARIANTS, Flag, Queries, Thresholds, Watch
from belisha.work.assign import finish, open_task

log = structlog.get_logger(__name__)

ABOUT = desk_row("screening.probe")
TASK = "look_at_probing"
QUALITY = 50
"""Below it a picture has too little in it: thousands of plain ones hash alike."""
OPEN_AT_MOST = 50
"""Rows of one kind and key that wait to be looked at; what comes later is added to the last of them."""
_writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="probing")
_secret = secrets.token_bytes(32)
# Not the same twice: who knew them could choose hashes whose tags don't show in the sum of a day.
_mixed_by = np.frombuffer(secrets.token_bytes(32), dtype=np.uint64) | np.uint64(1)
_of_all = Thresholds(distinct=settings.BELISHA.screen_budget, misses=settings.BELISHA.screen_misses)
watch = Watch(_of_all.among(settings.BELISHA.screen_processes))


class BudgetSpent(Refusal):
    """This key has asked for more than its budget of a day. Keep the content back, and ask again later."""

    code = "budget_spent"

    def __init__(self, *, wait: int) -> None:
        super().__init__()
        self.wait = wait


def refuse_beyond_budget(by: Actor) -> None:
    """Raise BudgetSpent where a key is beyond its budget, and the operator chose that this stops it."""
    if not settings.BELISHA.screen_budget_stops or not isinstance(by, ApiKey):
        return
    now = time()
    budget = watch.of(by.id, now).budget
    if budget.left(now) and budget.distinct() > watch.rules.distinct:
        raise BudgetSpent(wait=int(budget.left(now)) + 1)


def note(*, asked: Sequence[Asked], matched: Sequence[bool], by: Actor, account: str = "") -> None:
    """Remember what was asked and answered, in memory alone. Call it after the answer is made.

    What looks like probing is written by another thread: no answer waits for it.
    """
    if asked and isinstance(by, ApiKey):
        _note(_queries(asked, matched, account), by, account)


def note_hashes(*, octets: bytes, matched: Collection[int], by: Actor) -> None:
    """The same for many PDQ hashes of 32 bytes each; `matched`: the places of those that did."""
    if not octets or not isinstance(by, ApiKey):
        return
    words = np.frombuffer(octets, dtype="<u8").reshape(-1, 4)
    did = np.zeros(len(words), dtype=bool)
    did[list(matched)] = True
    # Near variants share most of their words: every one of them has to count in a tag.
    mixed = (words * _mixed_by).sum(axis=1, dtype=np.uint64)
    tags = (mixed ^ (mixed >> np.uint64(32))) * _mixed_by[0]
    rows = range(len(words))
    _note(Queries(tags=tags, matched=did.tolist(), hashes=octets, rows=rows, account=_tag("")), by, "")


def _note(queries: Queries, by: ApiKey, account: str) -> None:
    now = time()
    for flag in watch.of(by.id, now).note(queries, now):
        name = account if flag.of_account else ""
        _writer.submit(_keep, flag, by.id, name)


def _queries(asked: Sequence[Asked], matched: Sequence[bool], account: str) -> Queries:
    shown = [(row, _pdq(one)) for row, one in enumerate(asked)]
    hashed = [(row, pdq) for row, pdq in shown if pdq]
    return Queries(
        tags=np.array([hash(one.digests or one.urls or one.views) for one in asked], dtype=np.int64).view(
            np.uint64
        ),
        matched=matched,
        hashes=bytes.fromhex("".join(pdq for _, pdq in hashed)),
        rows=[row for row, _ in hashed],
        account=_tag(account),
    )


def _pdq(asked: Asked) -> str:
    """The view that stands for the content: the first; of a video the middle one, many begin alike."""
    if not asked.views:
        return ""
    view = asked.views[len(asked.views) // 2 if asked.share else 0]
    return view.pdq if view.quality >= QUALITY else ""


def _tag(account: str) -> int:
    # Accounts are remembered under a key that ends with the process.
    return int.from_bytes(blake2b(account.encode("utf-8", "replace"), key=_secret, digest_size=8).digest())


def _keep(flag: Flag, key_id: UUID, account: str) -> None:
    try:
        keep(flag=flag, key_id=key_id, account=account)
    except Exception as problem:
        log.error("probing was not kept", exc_info=problem)
    finally:
        connections.close_all()


@transaction.atomic
def keep(*, flag: Flag, key_id: UUID, account: str) -> Probe | None:
    """Keep that something looks like probing, and open one task.

    None where officers know it already, and where the key is not there: what made it was taken back.
    """
    now = timezone.now()
    if not ApiKey.objects.filter(id=key_id).exists():
        return None
    began = min(datetime.fromtimestamp(flag.began, UTC), now)
    if known := _waiting(flag, key_id, account):
        known.queries, known.seen_at = max(known.queries, flag.queries), now
        known.save(update_fields=["queries", "seen_at"])
        return None
    if flag.kind != VARIANTS and _looked_at(flag, key_id):
        return None
    probe = Probe.objects.create(
        kind=flag.kind, key_id=key_id, account=account, queries=flag.queries, began_at=began, seen_at=now
    )
    open_task(
        kind=TASK,
        about=ABOUT,
        label="Probing of lists",
        reason="Somebody may be feeling for what is on a list.",
        permission="screening.manage_lists",
    )
    record("probe.noticed", by=SYSTEM, about=probe, kind=flag.kind, queries=flag.queries)
    return probe


def _waiting(flag: Flag, key_id: UUID, account: str) -> Probe | None:
    rows = Probe.objects.select_for_update().filter(kind=flag.kind, key_id=key_id, looked_at=None)
    waiting = list(rows.order_by("-seen_at")[:OPEN_AT_MOST])
    same = [row for row in waiting if row.account == account]
    return next(iter(same or waiting[: len(waiting) == OPEN_AT_MOST]), None)


def _looked_at(flag: Flag, key_id: UUID) -> bool:
    """Has an officer seen as much of this key? A large service is asked about once, until it has doubled."""
    seen = Probe.objects.filter(kind=flag.kind, key_id=key_id, looked_at__isnull=False)
    return seen.filter(queries__gt=flag.queries // 2).exists()


@transaction.atomic
def look_at(*, probe_id: UUID, by: Staff) -> Probe:
    """Say that one has looked at it; with the last of them the task is done. Raises NotFound."""
    probe = Probe.objects.select_for_update(of=("self",)).filter(id=probe_id).first()
    if probe is None:
        raise NotFound(what="row")
    if probe.looked_at is None:
        probe.looked_at, probe.looked_at_by = timezone.now(), by
        probe.save(update_fields=["looked_at", "looked_at_by"])
        record("probe.looked_at", by=by, about=probe)
    if not Probe.objects.filter(looked_at=None).exists():
        finish(about=ABOUT, kind=TASK, by=by)
    return probe
