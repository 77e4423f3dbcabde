"""The worker's part in collating figures: what nobody took in is put away after a day."""

import time

from belisha.figures.desk.collating import forget_old

EVERY = 60.0  # seconds between two looks at the book
_next = 0.0


def forget_answers() -> int:
    """Put away the text of answers that were read a day ago and not taken in."""
    global _next  # noqa: PLW0603 - one worker in a process, and this is its clock
    if time.monotonic() < _next:
        return 0
    _next = time.monotonic() + EVERY
    return forget_old()
