"""Take pictures and other carried bytes out of text, and leave a sentence that says what was there."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from belisha.guard.limits import TooMuch
from belisha.guard.span import Span
from belisha.guard.spans import find_spans

MAX_PASSES = 6
"""What stands around a cut may form a new run; each pass removes it. Text that needs more was made to."""


@dataclass(frozen=True)
class Removed:
    """One thing that was cut: how it was written; media type, size in bytes and SHA-256 of its bytes."""

    kind: str
    media_type: str
    size: int
    sha256: str

    def sentence(self) -> str:
        """Return what stands in the text instead."""
        return f"[removed: {self.media_type}, {self.size:,} bytes, SHA-256 {self.sha256}]"

    def as_json(self) -> dict[str, object]:
        """Return the same as plain values, for the record."""
        return {"kind": self.kind, "media_type": self.media_type, "size": self.size, "sha256": self.sha256}


@dataclass(frozen=True)
class Cut:
    """A text that may be kept, and what was taken out of it, in order of finding."""

    text: str
    removed: tuple[Removed, ...] = ()


def cut(text: str) -> Cut:
    """Return the text without the data URIs, encoded media and long encoded runs in it.

    Linear in the text, never raises, and changes nothing in its own result. Words, URLs, hashes, JWTs, PGP
    keys, certificates and mail signatures stay.
    """
    removed: list[Removed] = []
    for _ in range(MAX_PASSES):
        try:
            spans = find_spans(text)
        except TooMuch:
            break
        if not spans:
            return Cut(text, tuple(removed))
        text = "".join(_replaced(text, spans, removed))
    whole = _removed("text", "text/plain", text.encode("utf-8", "surrogatepass"))
    return Cut(whole.sentence(), (*removed, whole))


def _replaced(text: str, spans: list[Span], removed: list[Removed]) -> Iterator[str]:
    at = 0
    for span in spans:
        thing = _removed(span.how, span.media_type, span.decoded)
        removed.append(thing)
        yield text[at : span.start]
        yield thing.sentence()
        at = span.end
    yield text[at:]


def _removed(kind: str, media_type: str, decoded: bytes) -> Removed:
    return Removed(kind, media_type, len(decoded), hashlib.sha256(decoded).hexdigest())


def cut_all(value: object) -> tuple[object, tuple[Removed, ...]]:
    """Return a JSON value with every string in it cut, keys too, and all that was removed.

    Any depth is walked; what is no dict, list, tuple or string stays as it is. A tuple comes back as a list.
    """
    removed: list[Removed] = []
    box: list[object] = [value]
    waiting: list[tuple[list[object] | dict[str, object], int | str]] = [(box, 0)]
    while waiting:
        holder, place = waiting.pop()
        found = holder[place]  # type: ignore[index]  # A list goes with its index, a dict with its key.
        kept = _kept(found, removed)
        holder[place] = kept  # type: ignore[index]
        if isinstance(kept, dict):
            waiting += [(kept, key) for key in reversed(kept)]
        elif isinstance(kept, list):
            waiting += [(kept, index) for index in reversed(range(len(kept)))]
    return box[0], tuple(removed)


def _kept(value: object, removed: list[Removed]) -> object:
    if isinstance(value, str):
        return _cut_into(value, removed)
    if isinstance(value, dict):
        return {_cut_into(key, removed) if isinstance(key, str) else key: item for key, item in value.items()}
    return list(value) if isinstance(value, list | tuple) else value


def _cut_into(text: str, removed: list[Removed]) -> str:
    result = cut(text)
    removed += result.removed
    return result.text
