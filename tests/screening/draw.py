"""Pictures drawn by code: shapes and shades on a slope of colour, different for each seed."""

import io
import random
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFilter


def picture(width: int = 320, height: int = 240, seed: int = 1) -> Image.Image:
    """A detailed picture in RGB: what PDQ calls quality 100."""
    rng = random.Random(seed)
    across = np.linspace(40, 160, width)[None, :, None] * [1.0, 0.8, 0.6]
    down = np.linspace(0, 90, height)[:, None, None] * [0.3, 0.6, 1.0]
    drawn = Image.fromarray((across + down).clip(0, 255).astype(np.uint8))
    pen = ImageDraw.Draw(drawn)
    for _ in range(40):
        x, y = rng.randrange(width), rng.randrange(height)
        w, h = rng.randrange(width // 20, width // 3), rng.randrange(height // 20, height // 3)
        colour = tuple(rng.randrange(256) for _ in range(3))
        shape = rng.choice([pen.ellipse, pen.rectangle])
        shape([x - w // 2, y - h // 2, x + w // 2, y + h // 2], fill=colour)
    return drawn.filter(ImageFilter.GaussianBlur(width / 200))


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    """The picture as a file."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()
