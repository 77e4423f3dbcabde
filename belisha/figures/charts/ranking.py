"""The forces of an area in order, with their places."""

from belisha.figures.charts.chart import Chart
from belisha.figures.figures import Figures, Place, When
from belisha.figures.places import UK


def ranking(
    figures: Figures,
    area: Place = UK,
    *,
    first: When,
    last: When | None = None,
    by: str = "",
    series: str | None = None,
) -> Chart:
    """Those that answered, `by` total of one year, or per_cent, difference or times of two."""
    raise NotImplementedError
