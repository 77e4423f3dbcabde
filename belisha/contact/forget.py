"""Contacts are forgotten: all of them after some days, and those of one account when that is asked for."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from belisha.contact import store_forget
from belisha.contact.models import Warned
from belisha.contact.pattern_outcome import forget_accounts
from belisha.contact.pseudonyms import Pseudonyms, key_of_pair, key_of_reader
from belisha.ledger.record import Actor, record
from belisha.organisation.models import Organisation
from belisha.organisation.reach import service_of

ROUNDS = 10  # of some thousand rows each, so that nobody waits long for one
SOME = 400  # values in one statement


@dataclass(frozen=True, kw_only=True)
class Forgotten:
    """What was taken away of one account."""

    contacts: int
    named: bool


def forget_old(*, now: datetime) -> int:
    """Take away what is older than contacts are kept, some at a time; how much that was.

    Follows from the operator's settings: no entry in the ledger.
    """
    before = now - timedelta(days=settings.BELISHA.contact_keep_days)
    gone = 0
    for _ in range(ROUNDS):
        some = store_forget.forget_before(before)
        gone += some
        if not some:
            break
    return gone


@transaction.atomic
def forget_account(*, account: str, by: Actor, service: str | None = None) -> Forgotten:
    """Take away every contact of an account, its id and all that was counted of it. Raises UnknownService.

    What the service tells of it afterwards is kept anew: it has to stop telling.
    """
    whose = service_of(service, by)
    digest = Pseudonyms.of_service(whose.id.hex if whose else "").account(account)
    # No writer may add to it between the look and the deletion.
    store_forget.take_turn()
    found = store_forget.contacts_of(digest)
    pairs = {(actor, recipient) for _, actor, recipient in found}
    store_forget.forget_contacts([number for number, _, _ in found])
    store_forget.forget_counts({key_of_pair(*pair) for pair in pairs} | {key_of_reader(digest)})
    named = store_forget.forget_name(digest)
    warned = [b"".join(sorted(pair)) for pair in pairs]
    for at in range(0, len(warned), SOME):
        Warned.objects.filter(pair__in=warned[at : at + SOME]).delete()
    forget_accounts([digest])
    # Whose contacts they were is what is to be forgotten, so the entry doesn't say.
    record("contact.account_forgotten", by=by, about=Organisation.objects.get(), contacts=len(found))
    return Forgotten(contacts=len(found), named=named)
