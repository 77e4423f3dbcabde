"""What is recorded of second factors: added, removed, codes made and used."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from belisha.ledger.record import record
from belisha.people.models import Staff
from belisha.people.second_factor import vouch

WORDS = {
    Authenticator.Type.TOTP: "app",
    Authenticator.Type.WEBAUTHN: "passkey",
    Authenticator.Type.RECOVERY_CODES: "recovery codes",
}


@transaction.atomic
def note_added(*, factor: Authenticator, by: Staff) -> None:
    """A person has a new factor."""
    if factor.type == Authenticator.Type.WEBAUTHN:
        vouch(factor)
    record("staff.second_factor_added", by=by, about=by, kind=WORDS[factor.type])


@transaction.atomic
def note_removed(*, factor: Authenticator, by: Staff) -> None:
    """A person took one of their factors away."""
    record("staff.second_factor_removed", by=by, about=by, kind=WORDS[factor.type])


@transaction.atomic
def note_new_codes(*, by: Staff) -> None:
    """A person made new recovery codes; the old ones work no more."""
    record("staff.recovery_codes_made", by=by, about=by)


@transaction.atomic
def note_used(*, factor: Authenticator, by: Staff) -> None:
    """A recovery code was used: each is gone then, and somebody may have found it."""
    if factor.type == Authenticator.Type.RECOVERY_CODES:
        factor.refresh_from_db()  # allauth marks the code in another copy of the row
        left = len(factor.wrap().get_unused_codes())
        record("staff.recovery_code_used", by=by, about=by, left=left)
