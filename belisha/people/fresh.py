"""Fresh authentication: whether whoever sends a request showed within minutes that it is they."""

import time
from datetime import timedelta

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest

FRESH_FOR = timedelta(minutes=10)


def is_fresh(request: HttpRequest) -> bool:
    """Did this person sign in, or show a password, code or passkey again, within FRESH_FOR?"""
    if not request.user.is_authenticated:
        return False
    records = get_authentication_records(request, request.user)
    return any(0 <= time.time() - record["at"] < FRESH_FOR.total_seconds() for record in records)
