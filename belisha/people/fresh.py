"""Fresh authentication: whether whoever sends a request showed within minutes that it is they."""

import time
from datetime import timedelta

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest

FRESH_FOR = timedelta(minutes=10)
FORM_TAKES = timedelta(minutes=10)  # what was begun while fresh is not lost at its last line


def is_fresh(request: HttpRequest) -> bool:
    """Did this person sign in, or show a password, code or passkey again, within FRESH_FOR?

    What is sent from a form that was shown in that time has FORM_TAKES more.
    """
    if not request.user.is_authenticated:
        return False
    records = get_authentication_records(request, request.user)
    limit = FRESH_FOR + (FORM_TAKES if request.method == "POST" else timedelta())
    return any(0 <= time.time() - record["at"] < limit.total_seconds() for record in records)
