"""The analysis: pure functions over the newest vintage of each figure, exact until something is printed.

Each takes a `Lookup` (made of a Dataset and `cells.current` of it), an Area, labels of years and a Topic, and
answers with a frozen result, or raises CannotSay, which names what is missing. `Figures` is the same in one
hand; `frame` makes a polars frame of results.
"""

from belisha.figures.amounts import Amount
from belisha.figures.cannot import CannotSay, Missing
from belisha.figures.compare import change, panel
from belisha.figures.counting import total, value
from belisha.figures.frames import frame
from belisha.figures.lookup import Lookup, Topic
from belisha.figures.pairs import Years
from belisha.figures.ranking import places, ranking
from belisha.figures.rates import every, rate
from belisha.figures.shares import share, survey
from belisha.figures.trend import trend

__all__ = [
    "Amount",
    "CannotSay",
    "Lookup",
    "Missing",
    "Topic",
    "Years",
    "change",
    "every",
    "frame",
    "panel",
    "places",
    "ranking",
    "rate",
    "share",
    "survey",
    "total",
    "trend",
    "value",
]
