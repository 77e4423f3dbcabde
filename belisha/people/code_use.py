"""A code of an app works once, in whichever process: the last one used is kept with the factor."""

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.db import transaction

from belisha.people.models import Staff

USED = "used_counter"


@transaction.atomic
def first_use(person: Staff, code: str) -> bool:
    """Note that this right code was used; False where it, or a later one, was before. Recovery codes pass."""
    app = Authenticator.objects.select_for_update().filter(user=person, type=Authenticator.Type.TOTP).first()
    counter = None if app is None else _counter(decrypt(app.data["secret"]), code)
    if app is None or counter is None:
        return True
    if counter <= app.data.get(USED, -1):
        return False
    app.data[USED] = counter
    app.save(update_fields=["data"])
    return True


def _counter(secret: str, code: str) -> int | None:
    """Which count of the clock this code stands for."""
    for counter in yield_hotp_counters_from_time():
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, counter))):
            return int(counter)
    return None
