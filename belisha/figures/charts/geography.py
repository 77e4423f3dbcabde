"""The shapes of the 45 forces, laid flat: transverse Mercator on 2 degrees west, as on British maps."""

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final, TypeAlias

CREDIT: Final = (
    "Boundaries: December 2020. Contains OS data © Crown copyright and database right 2021; Source: Office "
    "for National Statistics licensed under the Open Government Licence v.3.0"
)
LONDON: Final = ("E23000001", "E23000034")  # Metropolitan Police, City of London
_MERIDIAN: Final = math.radians(-2)

Ring: TypeAlias = list[tuple[float, float]]
Shape: TypeAlias = list[list[Ring]]


@dataclass(frozen=True, slots=True)
class Box:
    """A place in a picture: left, top, width, height."""

    x: float
    y: float
    width: float
    height: float


@cache
def flat() -> Mapping[str, Shape]:
    """Each force's polygons by its code, on a plane; y grows to the south."""
    topology = json.loads(_text())
    arcs = [_arc(arc, topology["transform"]) for arc in topology["arcs"]]
    return MappingProxyType(
        {
            one["properties"]["code"]: _shape(one, arcs)
            for one in topology["objects"]["force_areas"]["geometries"]
        }
    )


def neighbours() -> set[frozenset[str]]:
    """The pairs of forces that share a border."""
    owners: dict[int, set[str]] = {}
    for one in json.loads(_text())["objects"]["force_areas"]["geometries"]:
        for arc in _numbers(one["arcs"]):
            owners.setdefault(arc if arc >= 0 else ~arc, set()).add(one["properties"]["code"])
    return {frozenset(pair) for pair in owners.values() if len(pair) == 2}


def fitted(codes: Iterable[str], box: Box) -> dict[str, Shape]:
    """The forces as large as they go into a box, at its left and top."""
    shapes = {code: flat()[code] for code in codes}
    points = [point for shape in shapes.values() for polygon in shape for ring in polygon for point in ring]
    left, top = min(x for x, _ in points), min(y for _, y in points)
    wide, high = max(x for x, _ in points) - left, max(y for _, y in points) - top
    scale = min(box.width / wide, box.height / high)
    return {
        code: [[[_placed(p, left, top, scale, box) for p in ring] for ring in polygon] for polygon in shape]
        for code, shape in shapes.items()
    }


def feature(code: str, shape: Shape, **facts: Any) -> dict[str, Any]:
    """As GeoJSON, with what is known of the force."""
    return {
        "type": "Feature",
        "code": code,
        **facts,
        "geometry": {"type": "MultiPolygon", "coordinates": shape},
    }


def _text() -> str:
    return files("belisha.figures").joinpath("data/force_areas.topojson").read_text(encoding="utf-8")


def _arc(steps: list[list[int]], transform: dict[str, list[float]]) -> Ring:
    (sx, sy), (tx, ty) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for dx, dy in steps:
        x, y = x + dx, y + dy
        points.append(_projected(x * sx + tx, y * sy + ty))
    return points


def _projected(longitude: float, latitude: float) -> tuple[float, float]:
    east, north = math.radians(longitude) - _MERIDIAN, math.radians(latitude)
    b = math.cos(north) * math.sin(east)
    return math.atanh(b), -math.atan2(math.tan(north), math.cos(east))


def _shape(one: dict[str, Any], arcs: list[Ring]) -> Shape:
    polygons = [one["arcs"]] if one["type"] == "Polygon" else one["arcs"]
    return [[_ring(numbers, arcs) for numbers in polygon] for polygon in polygons]


def _ring(numbers: list[int], arcs: list[Ring]) -> Ring:
    points: Ring = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def _placed(
    point: tuple[float, float], left: float, top: float, scale: float, box: Box
) -> tuple[float, float]:
    return round(box.x + (point[0] - left) * scale, 1), round(box.y + (point[1] - top) * scale, 1)


def _numbers(nested: Any) -> list[int]:
    return [nested] if isinstance(nested, int) else [n for one in nested for n in _numbers(one)]
