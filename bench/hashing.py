"""The hash stage alone, from RGB pixels to the fingerprint, beside `pdqhash`. Whole files: `hashing_files`.

All contenders hash the same pictures in turn; figures are the mean of the pictures, in the median turn. There
are several pictures of a size: where a bit hangs on a rounding, the compiled core follows every sum, slower.
"""

import functools
import os
import statistics
import time
from collections.abc import Callable
from contextlib import contextmanager
from random import Random
from typing import Any

import numpy as np
from PIL import Image

from belisha import native
from belisha.screening.pdq import Hashed, hash_rgb
from bench import drawn

try:
    import pdqhash
except ImportError:  # It needs a compiler; without it the figures are printed alone.
    pdqhash = None

Row = tuple[str, str, str]
Pixels = np.ndarray[Any, np.dtype[np.uint8]]
SIZES = {"0.25 Mpx": (577, 433), "1 Mpx": (1155, 866), "4 Mpx": (2309, 1732), "12 Mpx": (4000, 3000)}
PICTURES = {"0.25 Mpx": 40, "1 Mpx": 24, "4 Mpx": 10, "12 Mpx": 6}
GOALS = {"1 Mpx": 30, "12 Mpx": 50}
TURNS = 7
SLOW_TURNS = 2  # of numpy, which hashes each picture in its four mirror images
THEIRS = "pdqhash"


def measure() -> list[Row]:
    """Per size and instruction set: how long, how many times faster, and how many bits were others."""
    rows = []
    for name, size in SIZES.items():
        pictures = [picture(size, number) for number in range(PICTURES[name])]
        rows += _rows(name, _milliseconds(pictures), _differing(pictures))
    return rows


def picture(size: tuple[int, int], number: int) -> Pixels:
    """RGB of shapes in colour, with as much grain as a camera leaves."""
    random = Random(f"{size} {number}")
    planes = [drawn.scene(random).resize(size, Image.Resampling.BICUBIC) for _ in range(3)]
    grain = np.random.default_rng(number).integers(-4, 5, (size[1], size[0], 1), dtype=np.int16)
    return np.clip(np.asarray(Image.merge("RGB", planes)) + grain, 0, 255).astype(np.uint8)


def _milliseconds(pictures: list[Pixels]) -> dict[str, float]:
    """A picture, in the median turn of each contender."""
    contenders: dict[str, Callable[[], object]] = {
        who: functools.partial(_with, who, pictures) for who in native.choices()
    }
    if pdqhash:
        contenders[THEIRS] = lambda: [pdqhash.compute(one) for one in pictures]
    taken: dict[str, list[float]] = {who: [] for who in contenders}
    for turn in range(TURNS + 1):
        for who, run in contenders.items():
            if who == native.REFERENCE and turn > SLOW_TURNS:
                continue
            spent = _timed(run)
            if turn:  # The first is for loading.
                taken[who].append(spent)
    return {who: 1000 * statistics.median(seconds) / len(pictures) for who, seconds in taken.items()}


def _timed(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def _with(choice: str, pictures: list[Pixels]) -> list[Hashed]:
    with native_choice(choice):
        return [hash_rgb(one) for one in pictures]


@contextmanager
def native_choice(choice: str) -> Any:
    """Hash and search with this instruction set."""
    before = os.environ.get(native.VARIABLE)
    os.environ[native.VARIABLE] = choice
    yield
    os.environ.pop(native.VARIABLE)
    if before:
        os.environ[native.VARIABLE] = before


def _differing(pictures: list[Pixels]) -> dict[str, int]:
    """Bits that are not pdqhash's, in all pictures together."""
    if not pdqhash:
        return {}
    theirs = [np.packbits(pdqhash.compute(one)[0]).tobytes() for one in pictures]
    return {
        who: sum(_apart(one.pdq, other) for one, other in zip(_with(who, pictures), theirs, strict=True))
        for who in native.choices()
    }


def _apart(one: bytes, other: bytes) -> int:
    return (int.from_bytes(one) ^ int.from_bytes(other)).bit_count()


def _rows(name: str, spent: dict[str, float], differing: dict[str, int]) -> list[Row]:
    best = native.choices()[0]
    rows = []
    for who, one in spent.items():
        figure = f"{1000 / one:,.0f} pictures/s ({one:.2f} ms)"
        if who in differing:
            figure += f", {spent[THEIRS] / one:.1f} times, {differing[who]} bits"
        goal = f"at least {GOALS[name]} times, 0 bits" if who == best and name in GOALS else "-"
        rows.append((f"hash stage, {name}: {who}", figure, goal))
    return rows
