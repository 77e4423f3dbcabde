"""Reads a tool's JSON piece by piece: what can't be used is left out by name, and stops no report."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from belisha.intake import values

LONGEST_TEXT = 20_000  # characters, as a report takes them
CUT = "\n[The rest is in the tool that sent this.]"


class Pieces:
    """Takes values out of one event, and keeps the names of those that could not be used."""

    def __init__(self) -> None:
        self.left_out: list[str] = []

    def take(self, where: str, value: Any, kind: Any) -> Any:
        """The value, if a report can hold it; None, and its name noted, where it can't."""
        if value in (None, "", [], {}):
            return None
        try:
            return _adapter(kind).validate_python(str(value) if isinstance(value, int) else value)
        except (ValidationError, ValueError):
            self.left_out.append(where)
            return None

    def several(self, where: str, found: Any, kind: Any, most: int) -> list[Any]:
        """The usable ones of a list, each once, up to `most`."""
        given = found if isinstance(found, list) else []
        taken = [self.take(f"{where}[{place}]", one, kind) for place, one in enumerate(given[:most])]
        if len(given) > most:
            self.left_out.append(f"{where}[{most}:]")
        return list(dict.fromkeys(one for one in taken if one is not None))

    def time(self, where: str, value: Any) -> datetime | None:
        """A time with its zone."""
        found: datetime | None = self.take(where, value, values.Time)
        return found


@lru_cache(maxsize=64)
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def obj(value: Any) -> dict[str, Any]:
    """The value where it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects of a list; none where it is none."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def name(value: Any) -> str:
    """An id or a word of the tool's as text, whatever they write it as; empty where it is none."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return storable(str(value)).strip()


def text(value: Any) -> str:
    """Words of people, of a length that a report takes; empty where there are none."""
    words = storable(value).strip() if isinstance(value, str) else ""
    return words if len(words) <= LONGEST_TEXT else words[: LONGEST_TEXT - len(CUT)] + CUT


def storable(words: str) -> str:
    """The same without what a database can't hold."""
    return words.replace("\0", "").encode("utf-8", "replace").decode()


def told(*paragraphs: str) -> str:
    """Several paragraphs as one text that a report takes."""
    return text("\n\n".join(one for one in paragraphs if one))


def without_nothing(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields that say something."""
    return {key: value for key, value in fields.items() if value not in (None, "", [], {})}
