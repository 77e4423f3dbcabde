"""The service's own ids of accounts that a report may have to name: sealed, found by their pseudonyms."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from belisha.contact import store
from belisha.contact.kept import named_of
from belisha.contact.models import NamedAccount
from belisha.contact.store_table import NAMES_KEY
from belisha.contact.traced import Traced
from belisha.vault.keys import key_to_seal
from belisha.vault.seal import seal


@dataclass(frozen=True, slots=True)
class Named:
    """An account by the service's own id, and of which service it is, if that was said."""

    account: str
    service: str | None


Names = dict[bytes, tuple[str, UUID | None]]
"""By pseudonym: the service's own id of an account, and the service."""


def names_in(traced: Iterable[Traced]) -> Names:
    """The ids that may have to be named."""
    found: Names = {}
    for one in traced:
        if name := named_of(one.event):
            pseudonym = one.actor if name == one.event.actor.id else one.recipient
            found[pseudonym] = name, one.service
    return found


def keep_names(names: Names, *, before: Mapping[bytes, int], today: int) -> None:
    """Keep these ids, and until when they are needed. `before`: the last day of those that are kept."""
    new = sorted(names.keys() - before.keys())
    store.write_names([sealed(pseudonym, *names[pseudonym], today) for pseudonym in new])
    store.seen_on(sorted(one for one in names.keys() & before.keys() if before[one] < today), today)


def name_of(pseudonym: bytes) -> Named | None:
    """Whose pseudonym this is; None where the id isn't kept, or no more."""
    row = NamedAccount.objects.select_related("service").filter(id=UUID(bytes=pseudonym)).first()
    return Named(row.account, row.service.slug if row.service else None) if row else None


def sealed(
    pseudonym: bytes, name: str, service: UUID | None, today: int
) -> tuple[str, bytes, UUID | None, int]:
    """How the id of an account is kept: its row."""
    version, key = key_to_seal(NAMES_KEY)
    # By hand: an object for each would cost more than all else that is done for a contact.
    place = {"table": store.NAMES, "column": "account", "row": str(UUID(bytes=pseudonym))}
    return pseudonym.hex(), seal(key, version, name.encode(), **place), service, today
