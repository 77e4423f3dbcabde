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


def policy_in_force() -> Policy:
    """The policy by which contacts are advised on, as it was at most FRESH ago."""
    if time.monotonic() - _looked > FRESH:
        _refresh()
    return _current[1]


def look_again() -> None:
    """Something has changed: the next contact of this process is advised on by what holds now."""
    global _looked  # noqa: PLW0603
    _looked = float("-inf")


def _refresh() -> None:
    global _current, _looked  # noqa: PLW0603
    with _reading:
        began = time.monotonic()
        row = rows_in_force().only("id").first()
        if row is None:
            _current = (None, SHIPPED)
        elif row.id != _current[0]:
            whole = ContactPolicy.objects.get(id=row.id)
            _current = (whole.id, policy_of(whole.content, number=whole.number or 0))
        _looked = began


def rows_in_force() -> QuerySet[ContactPolicy]:
    """The one row that holds, or none."""
    return ContactPolicy.objects.filter(confirmed_at__isnull=False, ended_at=None)
