"""The trends of many forces, a small picture for each, on one scale."""

from collections.abc import Sequence

from belisha.figures.charts.chart import Chart
from belisha.figures.figures import Figures, Place, When
from belisha.figures.places import UK


def small_multiples(
    figures: Figures,
    areas: Place | Sequence[Place] = UK,
    *,
    first: When | None = None,
    last: When | None = None,
    series: str | None = None,
) -> Chart:
    """The areas, or the forces of one, that have a figure in at least two years."""
    raise NotImplementedError
