"""The worker's part in publishing figures: having the pages made that wait for it."""

import time

from django.utils import timezone

from belisha.figures.desk.publishing import Builders

EVERY = 3.0  # seconds between two looks at the book
_builders = Builders()
_next = 0.0


def make_pages() -> int:
    """Start a process for a publication that waits for its pages."""
    global _next  # noqa: PLW0603 - one worker in a process, and this is its clock
    if time.monotonic() < _next:
        return 0
    _next = time.monotonic() + EVERY
    return _builders.start(now=timezone.now())
