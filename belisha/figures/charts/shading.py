"""What the map and the tiles share: the classes of the numbers, and the words of both."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from belisha.figures.charts.chart import Chart, Table
from belisha.figures.charts.classes import Class, Shade, class_keys, classes_of, shade
from belisha.figures.charts.patterns import fill
from belisha.figures.charts.standing import SIGNED, Standing, standing, worded
from belisha.figures.charts.states import STATES, state_keys
from belisha.figures.charts.wording import credit_of, is_invented, standing_notes, title_of
from belisha.figures.figures import Figures, When
from belisha.figures.places import UK
from belisha.figures.results import Place
from belisha.figures.words import listed

TOO_LONG: Final = "*"  # a number that its tile can't hold
_TILE: Final = 7  # letters that every tile has room for


@dataclass(frozen=True, kw_only=True, slots=True)
class Shaded:
    """The number of each force with how it is filled in, and of the others the state."""

    standing: Standing
    classes: tuple[Class, ...]
    shades: dict[str, Shade]
    numbers: dict[str, str]
    missing: dict[str, str]

    def fill(self, force: str) -> str:
        if force in self.shades:
            one = self.shades[force]
            return fill(one.pattern) if one.pattern else one.colour
        return fill(STATES[self.missing.get(force, "absent")].pattern)

    def tile_fill(self, force: str) -> str:
        """In a tile a letter tells the state: nothing is read through hatching."""
        return self.shades[force].colour if force in self.shades else "#ffffff"

    def ink(self, force: str) -> str:
        return self.shades[force].ink if force in self.shades else "#46525f"

    def short(self, force: str, fits: Callable[[str], bool]) -> str:
        """What goes into a tile: the number, of a range the least, or the letter of the state."""
        if force not in self.numbers:
            return STATES[self.missing.get(force, "absent")].letter
        text = self.numbers[force]
        least = f"≥ {text.partition('–')[0]}"
        return next((one for one in (text, least) if fits(one)), TOO_LONG)


def shaded(
    figures: Figures,
    *,
    first: When,
    last: When | None,
    by: str,
    series: str | None,
    offence: str,
    platform: str,
) -> Shaded:
    """All the forces of the UK."""
    found = standing(
        figures, UK, first=first, last=last, by=by, series=series, offence=offence, platform=platform
    )
    places = found.ranking.places
    classes = classes_of([one.value for one in places], signed=found.by in SIGNED)
    return Shaded(
        standing=found,
        classes=classes,
        shades={one.area.id: shade(one.value, classes) for one in places},
        numbers={one.area.id: worded(one.value, found.by, short=True) for one in places},
        missing=found.why(),
    )


def chart_of(
    figures: Figures,
    facts: Shaded,
    *,
    kind: str,
    words: str,
    draw: Callable[[int], dict[str, Any]],
    credit: str = "",
) -> Chart:
    """The picture with its words."""
    found = facts.standing
    cells = found.ranking.cells
    source = credit_of(figures, cells)
    return Chart(
        kind=kind,
        title=found.title,
        subtitle=f"{found.size} have a figure. {title_of(found.ranking.series)}.",
        alt=f"{words} of the {found.ranking.of} forces. {_found(facts)}",
        table=table_of(found),
        credit=f"{source} {credit}".strip(),
        notes=(*_notes(facts, kind), *standing_notes([found.ranking.series])),
        keys=_keys(facts, kind),
        invented=is_invented(figures, cells),
        draw=draw,
    )


def table_of(found: Standing) -> Table:
    """Every force with its place and number, then those without, with the reason."""
    column = {"per_cent": "Change", "total": "Number", "rate": "For each 100,000 people"}
    rows = [(one.area.name, worded(one.value, found.by), one.label) for one in found.ranking.places]
    without = {one.name: STATES[found.why()[one.area]].words for one in found.ranking.missing}
    return Table(
        caption=f"{found.title}: {found.size}",
        columns=("Force", column.get(found.by, "Number"), "Place"),
        rows=(*rows, *((name, why, "") for name, why in sorted(without.items()))),
    )


def _found(facts: Shaded) -> str:
    places = facts.standing.ranking.places
    highest = listed([_named(one, facts) for one in places[:3]])
    lowest = f" Lowest: {_named(places[-1], facts)}." if len(places) > 3 else ""
    without = facts.standing.ranking.of - len(places)
    none = f" {without} {'has' if without == 1 else 'have'} no figure." if without else ""
    return f"{facts.standing.size} have a figure. Highest: {highest}.{lowest}{none}"


def _named(place: Place, facts: Shaded) -> str:
    return f"{place.area.name} ({worded(place.value, facts.standing.by)})"


def _notes(facts: Shaded, kind: str) -> tuple[str, ...]:
    notes = []
    if kind == "tiles" and any(len(text) > _TILE for text in facts.numbers.values()):
        notes.append(f"{TOO_LONG}: a range that is too long for its square.")
    if facts.standing.by == "total":
        notes.append("These are counts, not rates: where more people live a force records more.")
    if facts.standing.by in SIGNED:
        notes.append("A change can also be one of how offences are recorded.")
    return tuple(notes)


def _keys(facts: Shaded, kind: str) -> tuple[Any, ...]:
    unsure = any(not one.sure for one in facts.shades.values())
    keys = class_keys(
        facts.classes, by=facts.standing.by, unsure=unsure and kind == "map", dots=kind == "map"
    )
    states = state_keys(set(facts.missing.values()), letters=kind == "tiles")
    return (*keys, *states)
