"""Harmless pictures drawn by code, and what people do to pictures; each as a PDQ hash, a whole number."""

import io
from collections.abc import Callable, Iterator
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from belisha.screening.pdq import hash_grey

SIDE = 128
Picture = Image.Image


def scene(random: Random) -> Picture:
    """A picture of shapes on a slope of grey, half as large again as what a camera sees of it."""
    side = SIDE * 3 // 2
    slope = np.add.outer(np.linspace(0, random.uniform(-90, 90), side), np.linspace(0, 60, side)) + 110
    picture = Image.fromarray(np.clip(slope, 0, 255).astype(np.uint8))
    pen = ImageDraw.Draw(picture)
    for _ in range(28):
        x, y, w, h = (random.uniform(-20, side), random.uniform(-20, side), *_size(random))
        draw = pen.ellipse if random.random() < 0.5 else pen.rectangle
        draw((x, y, x + w, y + h), fill=random.randrange(256))
    return picture.filter(ImageFilter.GaussianBlur(1.2))


def _size(random: Random) -> tuple[float, float]:
    return random.uniform(8, 70), random.uniform(8, 70)


def seen(of: Picture, x: float, y: float, zoom: float = 1.0) -> Picture:
    """What a camera sees of a scene, from a corner in pixels."""
    side = SIDE * zoom
    return of.transform(
        (SIDE, SIDE), Image.Transform.EXTENT, (x, y, x + side, y + side), Image.Resampling.BILINEAR
    )


def pdq(picture: Picture) -> int:
    return int.from_bytes(hash_grey(np.asarray(picture.convert("L"))).pdq, "big")


def noisy(picture: Picture, random: Random, strength: float) -> Picture:
    noise = np.random.default_rng(random.getrandbits(32)).normal(0, strength, (SIDE, SIDE))
    return Image.fromarray(np.clip(np.asarray(picture) + noise, 0, 255).astype(np.uint8))


def recompressed(picture: Picture, quality: int) -> Picture:
    packed = io.BytesIO()
    picture.save(packed, "JPEG", quality=quality)
    return Image.open(packed).convert("L")


def resized(picture: Picture, side: int) -> Picture:
    return picture.resize((side, side), Image.Resampling.LANCZOS)


def cropped(picture: Picture, share: float) -> Picture:
    edge = int(SIDE * share / 2)
    return picture.crop((edge, edge, SIDE - edge, SIDE - edge)).resize((SIDE, SIDE))


def captioned(picture: Picture, height: float) -> Picture:
    made = picture.copy()
    ImageDraw.Draw(made).rectangle((0, 0, SIDE, SIDE * height), fill=250)
    return made


def edited(picture: Picture, random: Random, much: float) -> Picture:
    """One random edit: noise, blur, crop, brightness, contrast or a caption; `much` from 0 to 1."""
    edits: list[Callable[[], Picture]] = [
        lambda: noisy(picture, random, 60 * much),
        lambda: picture.filter(ImageFilter.GaussianBlur(6 * much)),
        lambda: cropped(picture, 0.3 * much),
        lambda: ImageEnhance.Brightness(picture).enhance(1 + random.choice((-0.8, 1.5)) * much),
        lambda: ImageEnhance.Contrast(picture).enhance(1 - 0.9 * much),
        lambda: captioned(picture, 0.4 * much),
    ]
    return random.choice(edits)()


def burst(random: Random, frames: int) -> Iterator[int]:
    """Frames taken one after the other; a hand shakes and drifts, one camera in seven stands still."""
    of, shake = scene(random), 0.2 if random.random() < 0.15 else 1.5
    x, y, zoom = SIDE / 4, SIDE / 4, 1.0
    for _ in range(frames):
        x, y = (min(max(at + random.gauss(0, shake), 0), SIDE / 2) for at in (x, y))
        zoom = min(max(zoom + random.gauss(0, shake / 250), 0.9), 1.05)
        yield pdq(noisy(seen(of, x, y, zoom), random, 4))


def copies(random: Random, count: int) -> Iterator[int]:
    """Copies of one picture as they go round: recompressed, resized, some cropped or with a caption."""
    picture = seen(scene(random), 30, 30)
    for _ in range(count):
        copy = recompressed(resized(picture, random.randrange(64, 256)), random.randrange(30, 95))
        copy = copy.resize((SIDE, SIDE))
        yield pdq(edited(copy, random, random.uniform(0, 0.5)) if random.random() < 0.15 else copy)


def sizes(random: Random, count: int) -> Iterator[int]:
    """One picture in several sizes."""
    picture = seen(scene(random), 30, 30)
    return (pdq(resized(picture, side)) for side in (48, 64, 96, 128, 160, 200, 256, 320)[:count])


def thumbnails(random: Random, count: int) -> Iterator[int]:
    """Stills of a video: something moves before one background, now and then the scene changes."""
    of = seen(scene(random), 30, 30)
    x = random.uniform(0, SIDE)
    for _ in range(count):
        if random.random() < 0.25:
            of = seen(scene(random), 30, 30)
        x = (x + random.uniform(5, 30)) % SIDE
        still = of.copy()
        ImageDraw.Draw(still).ellipse((x, 50, x + 26, 90), fill=230)
        yield pdq(noisy(still, random, 3))
