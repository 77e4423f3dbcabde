"""Sentences that belong to a figure: what it is not, what was corrected, and where its series breaks."""

from collections.abc import Iterable
from typing import Final

from belisha.figures.cell import Cell
from belisha.figures.definitions import breaks, series
from belisha.figures.lookup import Lookup, Topic
from belisha.figures.places import Area
from belisha.figures.series_words import title
from belisha.figures.words import amount_in_words

RECORDED: Final = (
    "These are offences that the police recorded in the year. They are not numbers of children, of pictures "
    "or of offenders, and not how common the abuse is."
)
MANY_IMAGES: Final = "One offence can cover hundreds of images."
SUPPRESSED: Final = (
    "Small numbers that an answer doesn't tell are counted by the least and the most that they can be."
)
PARTIAL: Final = "The answer is of a part only ({note}): at least so many, and not to be compared."


def about(lookup: Lookup, cells: Iterable[Cell]) -> tuple[str, ...]:
    """What must be said with these figures."""
    said: list[str] = []
    for cell in cells:
        said += [*_of_series(cell), *_of_state(cell)]
        if cell.corrected:
            said.append(_corrected(lookup, cell))
        elif cell.note.startswith("the sum of "):
            said.append(f"{_name(lookup, cell)}, {cell.year}: {cell.note}.")
    return tuple(dict.fromkeys(said))


def _of_series(cell: Cell) -> list[str]:
    """A series that took another's place counts by its own rules, in a single year, too."""
    taken = [one for one in breaks() if one.next == cell.series]
    own = series().get(cell.series)
    if not taken or own is None:
        return []
    return [f"{own.title} ({own.counts}): not to be compared with years before {taken[0].year}."]


def _of_state(cell: Cell) -> list[str]:
    if cell.state == "suppressed":
        return [SUPPRESSED]
    if cell.state == "partial":
        return [PARTIAL.format(note=cell.note or "it doesn't say which")]
    return []


def also_told(lookup: Lookup, area: Area, year: str, series: str, topic: Topic) -> tuple[str, ...]:
    """What another series says of the same area and year."""
    if topic.series is not None:
        return ()
    own = lookup.cell(series, area, year, topic)
    others = (lookup.cell(name, area, year, topic) for name in lookup.series(topic) if name != series)
    return tuple(
        f"Another series has {amount_in_words(other.amount)} for {year}: {title(other.series)}."
        for other in others
        if other is not None and other.amount is not None and (own is None or other.amount != own.amount)
    )


def _corrected(lookup: Lookup, cell: Cell) -> str:
    earlier = lookup.earlier(cell)
    words = ", ".join(amount_in_words(amount) for amount in earlier) or "otherwise"
    return f"{_name(lookup, cell)}, {cell.year}, was corrected: an earlier source said {words}."


def _name(lookup: Lookup, cell: Cell) -> str:
    area = lookup.areas.get(cell.area)
    return area.name if area else cell.area
