"""Reads an event by a mapping; what it looks for in vain, and what it never reads, is named."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from belisha.intake.connectors.mapping import LISTS, OBJECTS, Each, Leaf, Leaves, Mapped, Take, holds, steps
from belisha.intake.connectors.pieces import Pieces, text, told, without_nothing
from belisha.intake.connectors.plain import plain
from belisha.intake.connectors.seen import Seen, WrongShape
from belisha.intake.incoming import ITEMS, IncomingReport

TOOL = "the mapping"
MOST_NAMES = 100
YES, NO = ("true", "yes", "y", "1"), ("false", "no", "n", "0")
Found = str | int | float | bool | list[Any]


def read(body: Any, mapping: Mapped) -> Seen:
    """Return what an event says by this mapping; raises WrongShape."""
    reader = _Reader(body)
    event = _word(reader.value(mapping.event.path, body)) if mapping.event else "event"
    if mapping.event and event not in mapping.event.take:
        return Seen(event=event or "event", why="is one that the mapping doesn't take")
    key = _word(reader.take(mapping.key, body))
    if not key:
        raise WrongShape(tool=TOOL, errors={"key": "is missing"})
    at = Pieces().time("at", reader.take(mapping.at, body)) if mapping.at else None
    report = _report(reader, mapping, body)
    missing = tuple(dict.fromkeys(reader.missing))
    return Seen(event=event, key=key, at=at, report=report, left_out=tuple(reader.unread()), missing=missing)


def _report(reader: "_Reader", mapping: Mapped, body: Any) -> dict[str, Any]:
    made = {"source": "user", "danger_now": "unknown"} | reader.fields(mapping.report, body, IncomingReport)
    made |= {name: reader.fields(getattr(mapping, name), body, model) for name, model in OBJECTS.items()}
    made |= {name: reader.entries(getattr(mapping, name), body, model) for name, model in LISTS.items()}
    return without_nothing(made)


class _Reader:
    """Follows paths in one event, and knows which of it was read."""

    def __init__(self, root: Any) -> None:
        self.root = root
        self.missing: list[str] = []
        self._read: set[str] = set()
        self._at = ""

    def entries(self, several: list[Each], body: Any, model: type[BaseModel]) -> list[dict[str, Any]]:
        made: list[dict[str, Any]] = []
        for entry in several:
            elements = self.value(entry.each, body) if entry.each else [body]
            if entry.each:
                self._at = f"{entry.each.removeprefix('$.')}[]."
            for one in (elements if isinstance(elements, list) else [])[:ITEMS]:
                made.append(_facts_inside(self.fields(entry.fields, one, model)))
            self._at = ""
        return [one for one in made if one]

    def fields(self, leaves: Leaves, element: Any, model: type[BaseModel]) -> dict[str, Any]:
        made = {name: _fitting(self.take(leaf, element), name, model) for name, leaf in leaves.items()}
        return without_nothing(made)

    def take(self, leaf: Leaf, element: Any) -> Found | None:
        """The value that a mapping names, None where there is none."""
        if isinstance(leaf, str):
            return _scalar(self.value(leaf, element))
        if leaf.value is not None:
            return leaf.value
        found = self._of(leaf, element)
        if leaf.words:
            found = _in_words(found, leaf)
        if found in (None, "", []):
            return leaf.default
        return _finished(found, leaf)

    def _of(self, leaf: Take, element: Any) -> Found | None:
        if leaf.join:
            parts = (self.value(path, element) for path in leaf.join)
            return told(*(_text(one, leaf) for one in parts))
        values = (_scalar(self.value(path, element)) for path in leaf.first or [str(leaf.path)])
        found = next((one for one in values if one not in (None, "", [])), None)
        if leaf.split and isinstance(found, str):
            return [one.strip() for one in found.split(leaf.split) if one.strip()]
        return text(plain(found)) if leaf.html and isinstance(found, str) else found

    def value(self, path: str, element: Any) -> Any:
        """What stands at a path; None, and noted, where nothing does."""
        whole = path.startswith("$.") or not self._at
        name = path.removeprefix("$.")
        found = element if path == "." else _follow(self.root if path.startswith("$.") else element, name)
        shown = name if whole else (self._at[:-1] if path == "." else f"{self._at}{name}")
        if found is None:
            self.missing.append(shown)
        self._read.add(_anywhere(shown))
        return found

    def unread(self) -> list[str]:
        """The names in the event that nothing was taken of."""
        names = dict.fromkeys(_leaves(self.root, ""))
        return [one for one in names if not any(_covers(path, one) for path in self._read)][:MOST_NAMES]


def _follow(value: Any, path: str) -> Any:
    # A heading of a table may hold a dot.
    if isinstance(value, dict) and path in value:
        return value[path]
    for step in steps(path):
        if isinstance(step, int):
            value = value[step] if isinstance(value, list) and step < len(value) else None
        else:
            value = value.get(step) if isinstance(value, dict) else None
        if value is None:
            return None
    return value


def _leaves(value: Any, at: str, depth: int = 0) -> Iterator[str]:
    if isinstance(value, dict) and depth < 20:
        for name, one in list(value.items())[:MOST_NAMES]:
            yield from _leaves(one, f"{at}.{name}" if at else str(name), depth + 1)
    elif isinstance(value, list) and depth < 20:
        for one in value[:MOST_NAMES]:
            yield from _leaves(one, f"{at}[]", depth + 1)
    elif at and value not in (None, ""):
        yield at


def _anywhere(path: str) -> str:
    return re.sub(r"\[\d+\]", "[]", path)


def _covers(path: str, name: str) -> bool:
    return name == path or name.removesuffix("[]") == path


def _scalar(value: Any) -> Found | None:
    if isinstance(value, list):
        return [one for one in value if isinstance(one, str | int | float | bool)][:ITEMS]
    return value if isinstance(value, str | int | float | bool) else None


def _word(value: Any) -> str:
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _text(value: Any, leaf: Take) -> str:
    words = (
        value
        if isinstance(value, str)
        else ""
        if _scalar(value) is None or isinstance(value, list)
        else str(value)
    )
    return text(plain(words) if leaf.html else words)


def _in_words(found: Found | None, leaf: Take) -> Found | None:
    given = found if isinstance(found, list) else [] if found is None else [found]
    meant: list[Any] = []
    for one in given:
        word = leaf.words.get(str(one).strip().lower())
        meant += word if isinstance(word, list) else [] if word is None else [word]
    several = isinstance(found, list) or any(isinstance(one, list) for one in leaf.words.values())
    return list(dict.fromkeys(meant)) if several else next(iter(meant), None)


def _finished(found: Found, leaf: Take) -> Found:
    if leaf.unix and not isinstance(found, list):
        return _counted(found, leaf.unix)
    if leaf.zone and isinstance(found, str):
        return _placed(found, ZoneInfo(leaf.zone))
    return f"{leaf.before}{found}" if leaf.before and not isinstance(found, list) else found


def _counted(found: Found, unit: str) -> Found:
    try:
        seconds = float(str(found)) / (1000 if unit == "milliseconds" else 1)
        return datetime.fromtimestamp(seconds, UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        return str(found)


def _placed(found: str, zone: ZoneInfo) -> str:
    try:
        time = datetime.fromisoformat(found.strip())
    except ValueError:
        return found
    return (time if time.tzinfo else time.replace(tzinfo=zone)).isoformat()


def _fitting(found: Found | None, name: str, model: type[BaseModel]) -> Found | None:
    """The value as its field wants it: tables and many tools have nothing but text."""
    if found is None:
        return None
    if name.startswith("facts."):
        return found
    if holds(model, name, list):
        return found if isinstance(found, list) else [found]
    if isinstance(found, list):
        return found[0] if found else None
    if holds(model, name, bool):
        word = str(found).strip().lower()
        return True if word in YES else False if word in NO else found
    if holds(model, name, int):
        return (
            int(found) if str(found).isascii() and str(found).isdecimal() and len(str(found)) < 7 else found
        )
    if isinstance(found, str):
        return text(found)
    return str(found)


def _facts_inside(fields: dict[str, Any]) -> dict[str, Any]:
    facts = {name.removeprefix("facts."): one for name, one in fields.items() if name.startswith("facts.")}
    rest = {name: one for name, one in fields.items() if not name.startswith("facts.")}
    return rest | ({"facts": facts} if facts else {})
