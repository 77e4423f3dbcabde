"""Look for media in a text that was itself written as something: base64 of hex, percents of percents."""

from collections.abc import Callable, Iterator
from contextvars import ContextVar

from belisha.guard.limits import TooMuch
from belisha.guard.magic import Media
from belisha.guard.span import Span

MAX_WITHIN = 3
"""Texts within texts that are looked into."""

MAX_READ = 4 * 1024 * 1024
"""Characters of such texts that one inspection reads, over all levels: a picture is met in the first ones."""

LONG = 768
"""Bytes of a run within a run that count although nothing in them is recognised."""

_level: ContextVar[int] = ContextVar("level", default=0)
_read: ContextVar[int] = ContextVar("read", default=0)


def media_in(text: str, depth: int) -> Media | None:
    """Return the media that the text carries, or None. Raises TooMuch for a nest made to cost time."""
    level = _level.get()
    if not depth or level >= MAX_WITHIN:
        return None
    read = _read.get() + len(text) if level else len(text)
    if read > MAX_READ:
        raise TooMuch("texts written in texts are too long")
    _read.set(read)
    within = _level.set(level + 1)
    try:
        found = next((span for find in _finders() for span in find(text) if _counts(span)), None)
    finally:
        _level.reset(within)
    return Media(found.media_type, 0) if found else None


def _counts(span: Span) -> bool:
    # Nobody writes a long run in a second writing but to hide it.
    return span.kind != "run" or len(span.decoded) >= LONG


def _finders() -> tuple[Callable[[str], Iterator[Span]], ...]:
    from belisha.guard.base64_runs import find_base64
    from belisha.guard.data_uri import find_data_uris
    from belisha.guard.escapes import find_escapes
    from belisha.guard.hex_runs import find_hex

    return find_data_uris, find_hex, find_escapes, find_base64
