"""A new master key: every data key is wrapped anew, in batches that are each durable by themselves."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Count, Q

from belisha.vault import masters
from belisha.vault.keys import KeyName, forget, unwrap, wrap
from belisha.vault.models import DataKey, Master
from belisha.vault.router import STORE
from belisha.vault.seal import CannotOpen

BATCH = 200  # a report that comes in waits for one batch at most


@dataclass(frozen=True)
class Store:
    """How many data keys each master key opens, by its name; `destroyed` need none."""

    by_master: dict[str, int]
    destroyed: int
    versions_of_desk: int


def store() -> Store:
    """Count the keys."""
    rows = DataKey.objects.exclude(wrapped=None).values_list("master").annotate(count=Count("id"))
    counted = {name: count for name, count in rows.order_by("master") if name is not None}
    idle = dict.fromkeys(Master.objects.values_list("name", flat=True), 0)
    return Store(
        by_master=idle | counted,
        destroyed=DataKey.objects.filter(wrapped=None).count(),
        versions_of_desk=DataKey.objects.filter(kind="desk").count(),
    )


def put_in_force(name: str) -> None:
    """Let this master key wrap data keys; every process that is given it does so from now on."""
    masters.find(name)
    Master.objects.get_or_create(name=name)
    forget()


def wrap_anew(to: str) -> Iterator[int]:
    """Wrap every data key under the master key `to`; yields how many each batch had, when it is durable."""
    while done := _batch(to):
        yield done


def only(to: str) -> bool:
    """Put every other master key out of force; False where a data key has come under one meanwhile."""
    try:
        with transaction.atomic(using=STORE):
            DataKey.objects.filter(wrapped=None).exclude(master=None).update(master=None)
            Master.objects.exclude(name=to).delete()
    except IntegrityError:
        return False
    forget()
    return True


def unopened(to: str) -> int:
    """How many of the data keys don't open with the master key `to`: must be none before others go."""
    key = masters.find(to)
    return sum(not _opens(key, row) for row in DataKey.objects.exclude(wrapped=None).iterator())


@transaction.atomic(using=STORE)
def _batch(to: str) -> int:
    key, others = masters.find(to), DataKey.objects.exclude(wrapped=None).filter(~Q(master=to))
    # Locked in one order, so that two rotations wait for each other and don't meet crosswise.
    rows = list(others.select_for_update().order_by("id")[:BATCH])
    for row in rows:
        row.wrapped = wrap(key, unwrap(_key_of(row), row), KeyName(row.kind, row.subject), row.version)
        row.master_id = to
    DataKey.objects.bulk_update(rows, ["wrapped", "master"], batch_size=50)
    return len(rows)


def _key_of(row: DataKey) -> bytes:
    return masters.find(row.master_id or "")


def _opens(key: bytes, row: DataKey) -> bool:
    try:
        return len(unwrap(key, row)) == len(key)
    except CannotOpen:
        return False
