"""The policy in force, in memory of this process: asked for every contact, new within half a second."""

import threading
import time
from uuid import UUID

from django.db.models import QuerySet

from belisha.contact.policy import Policy
from belisha.contact.policy_file import policy_of
from belisha.contact.policy_table import ContactPolicy

FRESH = 0.5  # Seconds after which a change is seen.
SHIPPED = Policy()
"""What holds on a desk where nobody has activated another."""

_current: tuple[UUID | None, Policy] = (None, SHIPPED)
_looked = float("-inf")
_reading = threading.Lock()


class _Own(threading.local):
    """What this thread's transaction has put in force and not committed: seen by nobody else."""

    row: UUID | None = None


_own = _Own()


def policy_in_force() -> Policy:
    """The policy by which contacts are advised on, as it was at most FRESH ago."""
    if _own.row is not None and (uncommitted := _uncommitted(_own.row)):
        return uncommitted
    if time.monotonic() - _looked > FRESH:
        _refresh()
    return _current[1]


def changing(row_id: UUID) -> None:
    """This transaction puts a policy in force: what it reads is its own."""
    _own.row = row_id


def changed() -> None:
    """What this thread's transaction put in force holds now, for everybody: the next contact sees it."""
    global _looked
    _own.row, _looked = None, float("-inf")


def rows_in_force() -> QuerySet[ContactPolicy]:
    """The one row that holds, or none."""
    return ContactPolicy.objects.filter(confirmed_at__isnull=False, ended_at=None)


def read(row: ContactPolicy) -> Policy:
    """The policy of a row. Raises WrongPolicy where a release has raised a floor since."""
    return policy_of(row.content, number=row.number or 0)


def _uncommitted(row_id: UUID) -> Policy | None:
    row = rows_in_force().filter(id=row_id).first()
    if row is None:
        # The transaction was taken back.
        _own.row = None
        return None
    return read(row)


def _refresh() -> None:
    global _current, _looked  # noqa: PLW0603
    with _reading:
        began = time.monotonic()
        found = rows_in_force().values_list("id", flat=True).first()
        if found is None:
            _current = (None, SHIPPED)
        elif found != _current[0]:
            _current = (found, read(ContactPolicy.objects.get(id=found)))
        _looked = began
