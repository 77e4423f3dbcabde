"""On which platforms, of the cases in which one was recorded."""

from belisha.figures.charts.chart import Chart
from belisha.figures.figures import Figures, Place, When
from belisha.figures.places import UK


def platforms(figures: Figures, area: Place = UK, *, year: When, series: str | None = None) -> Chart:
    """The share of each, with the number that it is a share of."""
    raise NotImplementedError
