"""Taking contacts away, by SQL as store.py writes them."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from belisha.contact.pseudonyms import A_DAY, milliseconds, time_of
from belisha.contact.store import CONTACTS, COUNTS, NAMES, in_parts, marks, run, take_turn

__all__ = ["contacts_of", "forget_before", "forget_contacts", "forget_counts", "forget_name", "take_turn"]

MOST = 5000
OLD = (
    f"SELECT key FROM {CONTACTS} WHERE key < %s ORDER BY key LIMIT {MOST}",  # noqa: S608 - our own names
    f"SELECT id FROM {NAMES} WHERE last_day < %s LIMIT {MOST}",  # noqa: S608 - our own names
    f"SELECT key FROM {COUNTS} WHERE last_day < %s LIMIT {MOST}",  # noqa: S608 - our own names
)


def forget_before(before: datetime) -> int:
    """Delete some of what happened before this time; how many rows that were."""
    day = milliseconds(before) // A_DAY
    firsts = (time_of(before), day, day)
    # Asked first: to delete takes the lock of those who write, even where there is nothing to delete.
    if not any(run(asked, [first]) for asked, first in zip(OLD, firsts, strict=True)):
        return 0
    with transaction.atomic():
        return sum(_delete_old(asked, first) for asked, first in zip(OLD, firsts, strict=True))


def contacts_of(account: bytes) -> list[tuple[int, bytes, bytes]]:
    """Number, actor and recipient of each contact of an account. No index knows: every contact is read."""
    asked = f"SELECT id, actor, recipient FROM {CONTACTS} WHERE actor = %s OR recipient = %s"  # noqa: S608 - our own names
    return [(number, bytes(actor), bytes(to)) for number, actor, to in run(asked, [account, account])]


def forget_contacts(numbers: Sequence[int]) -> None:
    """Delete these contacts."""
    for some in in_parts(numbers):
        run(f"DELETE FROM {CONTACTS} WHERE id IN ({marks(some)})", some)  # noqa: S608 - our own name


def forget_counts(keys: Collection[bytes]) -> None:
    """Delete what was counted under these keys."""
    for some in in_parts(sorted(keys)):
        run(f"DELETE FROM {COUNTS} WHERE key IN ({marks(some)})", some)  # noqa: S608 - our own name


def forget_name(account: bytes) -> bool:
    """Delete the id of an account; whether it was kept."""
    found = run(f"SELECT 1 FROM {NAMES} WHERE id = %s", [account.hex()])  # noqa: S608 - our own name
    run(f"DELETE FROM {NAMES} WHERE id = %s", [account.hex()])  # noqa: S608 - our own name
    return bool(found)


def _delete_old(asked: str, first: object) -> int:
    rows = run(asked, [first])
    column, table = asked.split()[1], asked.split()[3]
    for some in in_parts([row[0] for row in rows]):
        run(f"DELETE FROM {table} WHERE {column} IN ({marks(some)})", some)  # noqa: S608 - our own names
    return len(rows)
