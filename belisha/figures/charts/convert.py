"""Vega's own renderer, without a browser or a network: a specification becomes SVG, SVG becomes PNG."""

import json
from typing import Any

import vl_convert


def svg(spec: dict[str, Any]) -> str:
    """As the renderer draws it: with its own names, roles and clips."""
    return str(vl_convert.vegalite_to_svg(json.dumps(spec), allowed_base_urls=[]))


def png(drawn: str, *, scale: float) -> bytes:
    return bytes(vl_convert.svg_to_png(drawn, scale=scale))
