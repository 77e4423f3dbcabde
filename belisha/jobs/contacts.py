"""Forgets contacts whose time is over; looked at once a minute."""

import time

from django.utils import timezone

from belisha.contact.forget import forget_old

EVERY = 60.0  # seconds
_next = 0.0


def forget_contacts() -> int:
    """Take away what is older than contacts are kept; again at once where more is left."""
    global _next  # noqa: PLW0603
    if time.monotonic() < _next:
        return 0
    done = forget_old(now=timezone.now())
    if not done:
        _next = time.monotonic() + EVERY
    return done
