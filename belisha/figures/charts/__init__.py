"""Charts and maps: `trend(figures, ["Kent"]).svg()`. Each has its words (`alt`) and its table with it."""

from belisha.figures.charts.chart import NARROW, WIDE, Chart, Table
from belisha.figures.charts.coverage import coverage
from belisha.figures.charts.maps import map_of, tiles
from belisha.figures.charts.multiples import small_multiples
from belisha.figures.charts.platforms import platforms
from belisha.figures.charts.ranking import ranking
from belisha.figures.charts.trend import MOST, trend

__all__ = [
    "MOST",
    "NARROW",
    "WIDE",
    "Chart",
    "Table",
    "coverage",
    "map_of",
    "platforms",
    "ranking",
    "small_multiples",
    "tiles",
    "trend",
]
