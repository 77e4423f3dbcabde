"""A list from its exchange: fetched page by page, kept until all is there, then taken in as one version.

Where it goes on is kept with what came, in one write; and where the next time begins with the version, in one
transaction. So no page that failed is ever taken for one that came.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from belisha.ledger.record import Actor, record
from belisha.matching import locks
from belisha.outbound.exchange import Exchange, Ncmec, StopNcii
from belisha.outbound.problem import NotSent
from belisha.refusal import Refusal
from belisha.screening.check import ListRefused
from belisha.screening.exchange import Mapped, of_ncmec, of_stopncii
from belisha.screening.fetching import Fetch
from belisha.screening.list_folders import folder_of, list_keys
from belisha.screening.lists import import_entries
from belisha.screening.lists_versions import OFFICERS, Imported, list_named
from belisha.screening.models import HashList
from belisha.screening.store.incoming import Incoming
from belisha.screening.store.version import UnusableVersion
from belisha.work.assign import finish, open_task

NOT_SYNCED = "list.not_synced"
REASON_OF_TASK = (
    "A list could not be fetched from its exchange; what is in force stays. See: belisha lists sync"
)
LOCK = "sync.lock"
AGAIN = timedelta(hours=1)  # After a failure, where the interval is longer.

_EXCHANGES: dict[str, tuple[Callable[[], Exchange], Callable[[Any], Mapped]]] = {
    HashList.Source.NCMEC: (Ncmec, of_ncmec),
    HashList.Source.STOPNCII: (StopNcii, of_stopncii),
}
_SENTENCES = {
    "unreachable": "it can't be reached",
    "too_slow": "it takes too long to answer",
    "too_long": "its answer is longer than is read here",
    "not_understood": "its answer can't be understood",
    "goes_round": "it gives the same page again and again",
    "status_401": "it does not take our log-in",
    "status_403": "it does not let us in",
}


class NotSynced(Refusal):
    """The list could not be fetched: {reason}. What is in force stays, and the next try goes on from here."""

    code = "not_synced"


class NotOfAnExchange(Refusal):
    """{name} does not come from that exchange. For a new list say which: --from ncmec or --from stopncii."""

    code = "not_of_an_exchange"


class AnotherExchange(Refusal):
    """{name} was filled from another address than is set up now. Make a new list: test and real entries must
    not mix."""

    code = "another_exchange"


class BeingSynced(Refusal):
    """This list is being fetched already."""

    code = "being_synced"


@dataclass(frozen=True, kw_only=True)
class Synced:
    """What came, and what became of it."""

    imported: Imported
    pages: int
    changed: int
    gone: int
    passed_over: int
    malformed: int
    unknown: int


def sync(
    *, name: str, by: Actor, source: str = "", progress: Callable[[int], object] = lambda _: None
) -> Synced:
    """Fetch what changed since the last time, and put it in force; `source` makes a list of that name.

    Goes on where an earlier one stopped. Raises NotConfigured and NoClients, NotSynced (with a task for the
    list officers), ListRefused (with theirs); the version in force stays in each case.
    """
    row = _row(name, source, by)
    make, read = _EXCHANGES[row.source]
    exchange = make()
    if row.sync_state.get("address", exchange.address) != exchange.address:
        raise AnotherExchange(name=name)
    folder = folder_of(row.id)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with locks.tried(folder, LOCK) as alone:
        if not alone:
            raise BeingSynced
        row.refresh_from_db()  # Somebody may have fetched it until now.
        try:
            fetch = Fetch(row.sync_state.get("until"), exchange, Incoming(folder, list_keys(), row.id.hex))
            fetch.all_pages(read, progress)
        except NotSent as problem:
            _failed(row, problem.problem, by)
            raise NotSynced(reason=_SENTENCES.get(problem.problem, f"it answers {problem.problem}")) from None
        return _take_in(row, fetch, by)


def due(*, now: datetime) -> list[str]:
    """The lists that are to be fetched again: a person fetched them before, and a while has gone by.

    One that was rolled back waits for a person: it would at once be what it was.
    """
    every = timedelta(hours=settings.BELISHA.lists_sync_hours)
    rows = HashList.objects.filter(source__in=_EXCHANGES)
    return [row.name for row in rows if "until" in row.sync_state and _is_due(row.sync_state, now, every)]


def _is_due(state: dict[str, Any], now: datetime, every: timedelta) -> bool:
    tried = datetime.fromisoformat(state["tried_at"])
    # The clock may go back.
    return abs(now - tried) >= (min(every, AGAIN) if state.get("failed") else every)


def _row(name: str, source: str, by: Actor) -> HashList:
    row = HashList.objects.filter(name=name).first()
    if row is None and source:
        if source not in _EXCHANGES:
            raise NotOfAnExchange(name=name)
        row = list_named(name=name, kind=HashList.Kind.KNOWN, source=source, by=by)
    if row is None or row.source not in _EXCHANGES or source not in ("", row.source):
        raise NotOfAnExchange(name=name)
    return row


def _take_in(row: HashList, fetch: Fetch, by: Actor) -> Synced:
    try:
        imported = import_entries(
            name=row.name,
            entries=fetch.incoming.entries(),
            by=by,
            whole=fetch.is_whole,
            kind=row.kind,
            source=row.source,
            source_digest=fetch.digest,
            sync_state={
                "address": fetch.exchange.address,
                "until": fetch.until,
                "tried_at": timezone.now().isoformat(),
            },
        )
    except UnusableVersion:
        _begin_anew(row, by)
        fetch.incoming.clear()
        raise NotSynced(
            reason="the version in force is damaged; the next time all of it is fetched"
        ) from None
    except ListRefused:
        fetch.incoming.clear()
        _note(row, failed="refused")
        raise
    fetch.incoming.clear()
    finish(about=row, kind=NOT_SYNCED, by=by)
    return Synced(imported=imported, **fetch.counts)


@transaction.atomic
def _failed(row: HashList, problem: str, by: Actor) -> None:
    _note(row, failed=problem)
    open_task(kind=NOT_SYNCED, about=row, reason=REASON_OF_TASK, permission=OFFICERS, by=by)


def _note(row: HashList, *, failed: str) -> None:
    with transaction.atomic():
        row = HashList.objects.select_for_update().get(id=row.id)
        row.sync_state = {**row.sync_state, "tried_at": timezone.now().isoformat(), "failed": failed}
        row.save(update_fields=["sync_state"])


@transaction.atomic
def _begin_anew(row: HashList, by: Actor) -> None:
    row = HashList.objects.select_for_update().get(id=row.id)
    row.sync_state = {name: value for name, value in row.sync_state.items() if name != "until"}
    row.save(update_fields=["sync_state"])
    record("list.begun_anew", by=by, about=row, list=str(row.id))
