"""How the figures of areas went from year to year: gaps stay gaps."""

from collections.abc import Sequence

from belisha.figures.charts.chart import Chart
from belisha.figures.figures import Figures, Place, When


def trend(
    figures: Figures,
    areas: Place | Sequence[Place],
    *,
    first: When | None = None,
    last: When | None = None,
    series: str | None = None,
) -> Chart:
    """One force or up to six of them, or one country or region."""
    raise NotImplementedError
