"""The words of one correction: an area, a year, an offence, as a person types it."""

from collections.abc import Mapping as Map
from dataclasses import dataclass

from belisha.figures.cells import ALL
from belisha.figures.collate.mapping import LEAVE, TOTAL
from belisha.figures.definitions import offence_codes
from belisha.figures.parse.places import near_areas, read_area
from belisha.figures.parse.years import read_year
from belisha.figures.places import Area
from belisha.refusal import Refusal


class WrongCorrection(Refusal):
    """“{said}” isn't understood: {reason}."""

    code = "wrong_correction"


@dataclass(frozen=True, slots=True)
class Said:
    """One correction as it was typed, and the areas that are known."""

    text: str
    known: Map[str, Area]

    def wrong(self, reason: str) -> WrongCorrection:
        """Why it isn't understood."""
        return WrongCorrection(said=self.text, reason=reason)


def meant(kind: str, value: str, said: Said) -> str:
    """What a person means by a word, as cells name it."""
    if value in (LEAVE, TOTAL):
        return value
    if kind == "area":
        return area_id(value, said)
    if kind == "year":
        return _year(value, said)
    if kind == "offence":
        return ALL if value == ALL else offence_codes().get(value.casefold(), value)
    if kind == "measure" and value != "count":
        raise said.wrong("it is count or leave")
    return value


def area_id(value: str, said: Said) -> str:
    """The id of the one area that a person names; raises WrongCorrection, with those that may be meant."""
    if value in said.known:
        return value
    found = read_area(value, known=said.known)
    forces = [area for area in found if area.kind == "force"]
    if len(found) == 1 or len(forces) == 1:
        return (forces or found)[0].id
    near = [area.name for area in near_areas(value, known=said.known)] or [area.id for area in found]
    reason = f"which is it: {', '.join(near)}" if near else f"no force or area is called “{value}”"
    raise said.wrong(reason)


def _year(value: str, said: Said) -> str:
    year = read_year(value)
    if year is None:
        raise said.wrong("it is no year, such as 2017/18")
    return year.label
