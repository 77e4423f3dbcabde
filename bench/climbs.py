"""Attackers who feel for the edge of a list with nothing but hold and no hold to go by, in several ways.

Each is a generator that yields a hash and is sent whether it was held.
"""

from collections.abc import Callable, Generator
from random import Random

from bench import drawn
from bench.drawn import Picture

RADIUS = 31
Climb = Generator[int, bool, None]


def held(pdq: int, entry: int) -> bool:
    """Does the list hold it?"""
    return (pdq ^ entry).bit_count() <= RADIUS


def flipped(pdq: int, random: Random, bits: int) -> int:
    for bit in random.sample(range(256), bits):
        pdq ^= 1 << bit
    return pdq


def outwards(entry: int, random: Random) -> Climb:
    """From a hash that is held: flip bits until it is held no longer, then try each bit at the edge."""
    at = flipped(entry, random, random.randrange(0, 28))
    step = random.choice((1, 2, 4))
    while (yield at):
        before, at = at, flipped(at, random, step)
    at = before if step == 1 else at
    while True:
        yield at ^ (1 << random.randrange(256))


def inwards(entry: int, random: Random) -> Climb:
    """From a hash just outside: change some bits at random until one is held, then keep what is held."""
    start = flipped(entry, random, random.randrange(32, 37))
    at = start
    while True:
        tried = flipped(at, random, random.randrange(1, 9))
        if (yield tried):
            at = tried


def bisecting(entry: int, random: Random) -> Climb:
    """Halve the way between a hash that is held and one that isn't, again and again in new directions."""
    inside = flipped(entry, random, random.randrange(0, 20))
    while True:
        outside = flipped(inside, random, 96)
        near = inside
        while (near ^ outside).bit_count() > 2:
            different = [bit for bit in range(256) if (near ^ outside) >> bit & 1]
            middle = near
            for bit in random.sample(different, len(different) // 2):
                middle ^= 1 << bit
            if (yield middle):
                near = middle
            else:
                outside = middle


def blindly(entry: int, random: Random) -> Climb:
    """From a hash too far outside to be held soon: wander, and see nothing."""
    at = flipped(entry, random, random.randrange(40, 60))
    while True:
        at = flipped(at, random, random.randrange(1, 5))
        yield at


def walking(entry: int, random: Random) -> Climb:
    """With a picture that is held: one edit after another until it isn't, then back a little and on again."""
    picture = _pictures[entry]
    while True:
        at = picture
        while (yield drawn.pdq(at)):
            at = drawn.edited(at, random, random.uniform(0.03, 0.25))


def noising(entry: int, random: Random) -> Climb:
    """With a picture that is held: how much noise does it take?"""
    low, high = 0.0, 120.0
    while True:
        strength = (low + high) / 2 if high - low > 4 else random.uniform(low - 6, high + 6)
        if (yield drawn.pdq(drawn.noisy(_pictures[entry], random, max(strength, 0)))):
            low = max(low, strength) if high - low > 4 else low
        else:
            high = min(high, strength) if high - low > 4 else high


def cropping(entry: int, random: Random) -> Climb:
    """With a picture that is held: how far can it be moved and cropped?"""
    picture, reach = _pictures[entry], 0.02
    while True:
        share = max(0.0, random.gauss(reach, 0.02))
        moved = drawn.recompressed(drawn.cropped(picture, share), random.randrange(60, 96))
        reach = reach * 1.2 + 0.003 if (yield drawn.pdq(moved)) else reach * 0.85


OF_HASHES: tuple[Callable[[int, Random], Climb], ...] = (outwards, inwards, bisecting, blindly)
OF_PICTURES: tuple[Callable[[int, Random], Climb], ...] = (walking, noising, cropping)
_pictures: dict[int, Picture] = {}


def a_target(random: Random) -> int:
    """An entry of a list: the hash of a picture that the attacker has."""
    picture = drawn.seen(drawn.scene(random), 30, 30)
    entry = drawn.pdq(picture)
    _pictures[entry] = picture
    return entry
