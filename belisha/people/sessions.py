"""Sessions of staff: where somebody is signed in, and ending it."""

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from belisha.ledger.record import record
from belisha.people.models import Staff


@transaction.atomic
def sign_out_elsewhere(*, by: Staff, but: str | None) -> int:
    """End all sessions of a person except the one with the key `but`; return how many were ended."""
    # A session does not name its person in a column, and a desk has few: each is opened and read.
    live = Session.objects.filter(expire_date__gt=timezone.now()).exclude(session_key=but)
    own = [session.pk for session in live if session.get_decoded().get("_auth_user_id") == str(by.pk)]
    Session.objects.filter(pk__in=own).delete()
    record("staff.signed_out_elsewhere", by=by, about=by, sessions=len(own))
    return len(own)
