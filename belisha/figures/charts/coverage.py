"""Who answered: what came from each force for each year."""

from belisha.figures.charts.chart import Chart
from belisha.figures.figures import Figures, Place, When
from belisha.figures.places import UK


def coverage(
    figures: Figures,
    area: Place = UK,
    *,
    first: When | None = None,
    last: When | None = None,
    series: str | None = None,
) -> Chart:
    """The state of each force's answer by year; no answer and no question are told apart from zero."""
    raise NotImplementedError
