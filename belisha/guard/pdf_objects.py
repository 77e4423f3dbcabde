"""Walk over every object of a PDF once: what names and strings in it say, which part each stream plays."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf

from belisha.guard.finding import Finding
from belisha.guard.pdf_parts import NAMES
from belisha.guard.text import inspect_bytes, inspect_text

LONG_STRING = 64
"""Bytes from which a string outside the pages is read too: shorter ones hold titles and names."""

Waiting = list[tuple[str, object]]


@dataclass
class Objects:
    """What a walk saw: every stream, and for each object that is referred to, the key that names it."""

    streams: list[pikepdf.Stream] = field(default_factory=list)
    parts: dict[tuple[int, int], str] = field(default_factory=dict)
    sizes: dict[tuple[int, int], int] = field(default_factory=dict)
    """Bytes that each stream unpacked to, as far as they were read."""

    def walk(self, pdf: pikepdf.Pdf) -> Iterator[Finding]:
        """Yield what names, keys and long strings give away, and note streams and references."""
        for found in pdf.objects:
            if isinstance(found, pikepdf.Stream):
                self.streams.append(found)
            place = f"object {found.objgen[0]}" if isinstance(found, pikepdf.Object) else ""
            yield from self._named(found, place)

    def drawn(self, page: pikepdf.Object) -> int:
        """Return the bytes of drawing instructions of a page; many pages may share the same ones."""
        contents = page.get("/Contents")
        streams = contents if isinstance(contents, pikepdf.Array) else [contents]
        return sum(self.sizes.get(one.objgen, 0) for one in streams if isinstance(one, pikepdf.Stream))

    def _named(self, found: object, place: str) -> Iterator[Finding]:
        waiting: Waiting = [("", found)]
        while waiting:
            name, value = waiting.pop()
            if isinstance(value, _WITH_KEYS):
                yield from self._members(value, name, place, waiting)
            elif isinstance(value, pikepdf.Array):
                self._items(value, name, waiting)
            elif isinstance(value, pikepdf.String) and len(bytes(value)) >= LONG_STRING:
                yield from inspect_text(str(value), f"{place}: a string")
                yield from inspect_bytes(bytes(value), f"{place}: a string")

    def _items(self, array: pikepdf.Array, name: str, waiting: Waiting) -> None:
        first = array[0] if len(array) else None
        called = "/ICCBased" if isinstance(first, pikepdf.Name) and first == "/ICCBased" else name
        for item in array:
            if isinstance(item, pikepdf.Object):  # A font's thousands of widths are numbers.
                self._note(called, item, waiting)

    def _members(self, value: pikepdf.Object, name: str, place: str, waiting: Waiting) -> Iterator[Finding]:
        for key, item in value.items():
            for pair in (key, *_pairs(key, item)):
                if pair in NAMES and not (pair == "/SMask" and not isinstance(item, pikepdf.Stream)):
                    kind, detail = NAMES[pair]
                    yield Finding(kind, place, detail)
            if isinstance(item, pikepdf.Object):
                self._note(name if name == "/CharProcs" else key, item, waiting)

    def _note(self, called: str, item: pikepdf.Object, waiting: Waiting) -> None:
        """Remember a reference; look into what is written in place. The walk meets all others anyway."""
        if item.is_indirect:
            self.parts.setdefault(item.objgen, called)
        elif not isinstance(item, pikepdf.Name):
            waiting.append((called, item))


def _pairs(key: str, item: object) -> list[str]:
    if key not in _WITH_NAMES:
        return []
    if isinstance(item, pikepdf.Name):
        return [f"{key}={item}"]
    if isinstance(item, pikepdf.Array):
        return [f"{key}={element}" for element in item if isinstance(element, pikepdf.Name)]
    return []


_WITH_KEYS = (pikepdf.Dictionary, pikepdf.Stream)
_WITH_NAMES = {pair.partition("=")[0] for pair in NAMES if "=" in pair}
