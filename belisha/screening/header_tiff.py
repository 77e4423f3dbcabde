"""A TIFF's directories: a chain that may be endless, bite its own tail, or be millions long."""

import struct
from dataclasses import dataclass

from belisha.screening.limits import MAX_ENTRIES, MAX_PAGES, MAX_PIXELS
from belisha.screening.seen import NotScreened

WIDTH, LENGTH = 256, 257
SIZES = {3: "H", 4: "I", 16: "Q"}
"""The types of number in which a width or a length may be given: 2, 4 or 8 bytes."""


@dataclass(frozen=True)
class Layout:
    """How numbers lie in this file: their order, and the sizes of count, entry and place; TIFF or BigTIFF."""

    order: str
    count: str
    entry: int
    place: str
    first: int


def tiff(data: bytes) -> None:
    """Follow the chain of directories, as far as it goes. Source: TIFF 6.0, 2; BigTIFF's design."""
    order = "<" if data[:2] == b"II" else ">"
    big = data[2:3] == b"+" or data[3:4] == b"+"
    layout = Layout(order, "Q", 20, "Q", 8) if big else Layout(order, "H", 12, "I", 4)
    at, seen, entries = _number(data, layout.first, order + layout.place), set[int](), 0
    while 0 < at < len(data):
        count = _number(data, at, order + layout.count)
        entries += count
        if at in seen or len(seen) >= MAX_PAGES or entries > MAX_ENTRIES:
            raise NotScreened(reason="damaged")
        seen.add(at)
        at += struct.calcsize(layout.count)
        _bound_size(data, at, count, layout)
        at = _number(data, at + count * layout.entry, order + layout.place)


def _bound_size(data: bytes, at: int, entries: int, layout: Layout) -> None:
    found = {WIDTH: 0, LENGTH: 0}
    value_at = 4 + struct.calcsize(layout.place)
    for entry in range(at, at + entries * layout.entry, layout.entry):
        tag, kind = (_number(data, entry + place, layout.order + "H") for place in (0, 2))
        if tag in found and kind in SIZES:
            found[tag] = _number(data, entry + value_at, layout.order + SIZES[kind])
    if found[WIDTH] * found[LENGTH] > MAX_PIXELS:
        raise NotScreened(reason="too_many_pixels")


def _number(data: bytes, at: int, kind: str) -> int:
    """The number at a place; 0 beyond the end, where the decoder finds the damage."""
    if at + struct.calcsize(kind) > len(data):
        return 0
    number: int = struct.unpack_from(kind, data, at)[0]
    return number
