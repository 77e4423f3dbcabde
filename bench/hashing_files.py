"""Whole files: from the bytes of a JPEG to its fingerprint, beside what threatexchange does with them.

All contenders take turns on the same file, so that whatever else the machine does slows all of them alike.
"""

import io
import statistics
import time
from collections.abc import Callable
from importlib.util import find_spec
from random import Random

import numpy as np
from PIL import Image

from belisha.screening.fingerprint import fingerprint
from belisha.screening.look import look
from belisha.screening.pool import Pool
from bench import drawn

SIZES = {"0.25 Mpx": (577, 433), "1 Mpx": (1155, 866), "4 Mpx": (2309, 1732), "12 Mpx": (4000, 3000)}
ROUNDS = {"0.25 Mpx": 31, "1 Mpx": 15, "4 Mpx": 7, "12 Mpx": 3}
GOALS = {("1 Mpx", "fast"): 5, ("12 Mpx", "fast"): 20}
EXACT_GOAL = 4
THEIRS = "threatexchange"


try:
    from threatexchange.signal_type.pdq.pdq_hasher import pdq_from_bytes
except ImportError:

    def pdq_from_bytes(file_bytes: bytes) -> tuple[str, int]:
        """What threatexchange does, where it isn't installed: Pillow, then pdqhash."""
        import pdqhash

        bits, quality = pdqhash.compute(np.asarray(Image.open(io.BytesIO(file_bytes))))
        return np.packbits(bits).tobytes().hex(), quality


def measure() -> list[tuple[str, str, str]]:
    """What, how fast, and the goal; the worst difference in bits last."""
    if not find_spec("pdqhash"):  # It comes as source alone, and needs a compiler.
        return [("JPEG to hash", "left out: pdqhash is not installed", "-")]
    pool = Pool(1)
    pool.warm()
    rows, off = [], {"exact": 0, "fast": 0}
    try:
        for name, size in SIZES.items():
            data = photo(size)
            rows += _rows(name, _seconds(data, pool, ROUNDS[name]))
            theirs, _ = pdq_from_bytes(data)
            off = {mode: max(bits, _distance(look(data, mode).pdq, theirs)) for mode, bits in off.items()}
    finally:
        pool.close()
    bits = f"exact {off['exact']} bits, fast {off['fast']} bits"
    return [*rows, ("JPEG to hash: worst difference", bits, "0 and at most 8")]


def photo(size: tuple[int, int]) -> bytes:
    """A JPEG with shapes and as much grain as a camera leaves: about a tenth of a byte a pixel."""
    random = Random(size[0])
    planes = [drawn.scene(random).resize(size, Image.Resampling.BICUBIC) for _ in range(3)]
    pixels = np.asarray(Image.merge("RGB", planes), np.float32)
    grain = np.random.default_rng(size[0]).normal(0, 3, (size[1], size[0], 1))
    return _jpeg(Image.fromarray(np.clip(pixels + grain, 0, 255).astype(np.uint8)))


def _jpeg(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=85)
    return file.getvalue()


def _seconds(data: bytes, pool: Pool, rounds: int) -> dict[str, float]:
    contenders: dict[str, Callable[[], object]] = {
        THEIRS: lambda: pdq_from_bytes(data),
        "exact": lambda: look(data, "exact"),
        "fast": lambda: look(data, "fast"),
        "exact, in a worker": lambda: fingerprint(data, mode="exact", pool=pool),
        "fast, in a worker": lambda: fingerprint(data, mode="fast", pool=pool),
    }
    taken: dict[str, list[float]] = {who: [] for who in contenders}
    for turn in range(rounds + 1):
        for who, run in contenders.items():
            began = time.perf_counter()
            run()
            if turn:  # The first is for loading.
                taken[who].append(time.perf_counter() - began)
    return {who: statistics.median(seconds) for who, seconds in taken.items()}


def _rows(name: str, seconds: dict[str, float]) -> list[tuple[str, str, str]]:
    return [
        (
            f"JPEG to hash, {name}: {who}",
            f"{1 / one:,.1f} files/s ({one * 1000:.2f} ms), {seconds[THEIRS] / one:.1f} times",
            _goal(name, who),
        )
        for who, one in seconds.items()
    ]


def _goal(name: str, who: str) -> str:
    goal = EXACT_GOAL if who == "exact" else GOALS.get((name, who))
    return f"at least {goal} times" if goal else "-"


def _distance(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()
