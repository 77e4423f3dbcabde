"""An area as it stands in running text: "Kent Police", "the police in the East of England"."""

from typing import Final

from belisha.figures.places import Area
from belisha.routing.forces import forces

_WITH_ARTICLE: Final = ("UK", "North ", "South ", "East ", "West ", "Eastern ")
_BARE: Final = ("North Wales", "South Wales")


def where(area: Area) -> str:
    """ "Cambridgeshire", "the East of England", "the UK"."""
    name = area.name
    if area.kind != "force" and name.startswith(_WITH_ARTICLE) and name not in _BARE:
        return f"the {name}"
    return name


def recorders(area: Area) -> str:
    """Who recorded: "Kent Police", "the police in Wales"."""
    if area.id in forces():
        return forces()[area.id].in_a_sentence
    return area.name if area.kind == "force" else f"the police in {where(area)}"


def capital(text: str) -> str:
    """The same at the beginning of a sentence."""
    return text[:1].upper() + text[1:]
