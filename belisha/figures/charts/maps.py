"""The 45 forces on a map, and as a map of tiles, one for each."""

from belisha.figures.charts.chart import Chart
from belisha.figures.figures import Figures, When


def map_of(
    figures: Figures, *, first: When, last: When | None = None, by: str = "", series: str | None = None
) -> Chart:
    """Where: `by` total or rate of one year, or per_cent of two."""
    raise NotImplementedError


def tiles(
    figures: Figures, *, first: When, last: When | None = None, by: str = "", series: str | None = None
) -> Chart:
    """The same with a square for each force, so that a small one is seen as well as a large one."""
    raise NotImplementedError
