"""What people at the desk say of an address, and where they read it."""

from datetime import timedelta

from django.utils import timezone
from pysequoia import Tsk

from belisha.organisation.addresses import Address, Reading
from belisha.organisation.destinations import confirm, propose_mailbox, propose_partner

NEW = Address(url="https://www.stopline.at/en/report", phone="+43 1 409 55 76")


def read(days_ago=0, **changed):
    """A page of the authority, read today or some days ago."""
    day = timezone.localdate() - timedelta(days=days_ago)
    known = {"title": "Stopline, contact", "url": "https://www.stopline.at/en/", "read_on": day}
    return Reading(**known | changed)


def public_key(user_id="Referrals <reports@stopline.at>", **given):
    """A public key of somebody, made now."""
    return str(Tsk.generate(user_id, **given).extract_certificate())


def propose_mailbox_of(authority, by, *, email="reports@stopline.at", **given):
    """A mailbox, proposed now; with a key for its address, unless something else is given."""
    given = given or {"key": public_key(f"Referrals <{email}>")}
    return propose_mailbox(
        authority=authority, email=email, reading=read(), reason="They asked.", by=by, **given
    )


def mailbox(first, second, *, authority="AT:stopline", **given):
    """A mailbox, proposed and confirmed now: it counts a day later."""
    row = propose_mailbox_of(authority, first, **given)
    return confirm(destination_id=row.id, read_on=timezone.localdate(), by=second)


def partner(first, second, *, short="other-desk", url="https://desk.other.example/hooks", **given):
    """A partner, proposed and confirmed now: it counts a day later."""
    row = propose_partner(
        short=short, name="The other desk", url=url, reading=read(), reason="They asked.", by=first, **given
    )
    return confirm(destination_id=row.id, read_on=timezone.localdate(), by=second)
