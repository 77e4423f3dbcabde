"""Areas as the explanations name them."""

from belisha.figures.area_words import capital, where
from belisha.figures.places import Area


def named(area: Area) -> str:
    """At the beginning of a sentence: "The UK", "Kent"."""
    return capital(where(area))


def within(area: Area) -> str:
    """After a preposition: "the UK", "Kent"."""
    return where(area)
