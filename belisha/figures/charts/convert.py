"""Vega's own renderer, without a browser or a network: a specification becomes SVG, SVG becomes PNG."""

import io
import json
from typing import Any, Final

import vl_convert
from PIL import Image

_COLOURS: Final = 256


def svg(spec: dict[str, Any]) -> str:
    """As the renderer draws it: with its own names, roles and clips."""
    return str(vl_convert.vegalite_to_svg(json.dumps(spec), allowed_base_urls=[]))


def png(drawn: str, *, scale: float) -> bytes:
    """In few colours, a tenth as large: a chart has no more, but for the edges of its letters."""
    with Image.open(io.BytesIO(vl_convert.svg_to_png(drawn, scale=scale)), formats=["PNG"]) as image:
        few = image.convert("RGB").quantize(
            _COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE
        )
    packed = io.BytesIO()
    few.save(packed, "PNG")
    return packed.getvalue()
