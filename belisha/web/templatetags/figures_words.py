"""Words and addresses of figures in templates."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django import template

from belisha.figures.book_rows import Event
from belisha.figures.cells import KNOWN
from belisha.figures.definitions import offences
from belisha.figures.tracing import letters

register = template.Library()

_EVENTS = {
    "imported": "Taken in: {title}.",
    "confirmed": "Confirmed {code}: “{reason}”.",
    "mapping_kept": "Kept how answers of this shape are read.",
    "area_added": "Added the area {name}.",
    "round_begun": "Began the round {round}.",
    "round_changed": "Changed the round {round}.",
    "round_forces_added": "Asked more forces in the round {round}.",
    "round_force_left_out": "Left a force out of the round {round}.",
    "published": "Published the figures.",
    "withdrawn": "Withdrew a publication: “{reason}”.",
}


@register.filter
def event_words(event: Event) -> str:
    """A line of the book's log."""
    words = _EVENTS.get(event.what)
    known = {name: str(value) for name, value in event.facts.items()}
    return words.format_map(_Facts(known)) if words else f"{event.what.replace('_', ' ').capitalize()}."


class _Facts(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "?"


@register.filter
def offence_words(code: str) -> str:
    """An offence code by its title; one of an answer's own as it was written."""
    return offences()[code].title if code in offences() else code


@register.filter
def platform_words(name: str) -> str:
    return "cases in which a platform was recorded" if name == KNOWN else name


@register.filter
def key_of(figure: Any, area: str) -> str:
    """The query that leads to a figure of a list."""
    parts = {name: getattr(figure, name) for name in ("series", "year", "offence", "platform")}
    return urlencode({"area": area, **parts})


@register.filter
def as_query(key: Mapping[str, str]) -> str:
    return urlencode(key)


@register.filter
def letters_of(rows: Sequence[tuple[int, Sequence[str]]]) -> list[str]:
    """The letters of the columns of numbered rows."""
    return [letters(place) for place in range(_width(rows))]


@register.filter
def evened(rows: Sequence[tuple[int, Sequence[str]]]) -> Iterator[tuple[int, list[str]]]:
    """Numbered rows, all of them as wide as the widest."""
    width = _width(rows)
    return ((number, [*cells, *[""] * (width - len(cells))]) for number, cells in rows)


def _width(rows: Sequence[tuple[int, Sequence[str]]]) -> int:
    return max((len(cells) for _, cells in rows), default=0)
