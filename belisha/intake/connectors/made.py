"""From what a tool said to a report that this desk takes: a part that can't be used stops no report."""

from typing import Any

from pydantic import ValidationError

from belisha.intake.connectors.seen import Seen, WrongShape
from belisha.intake.incoming import IncomingReport

ROUNDS = 5  # what is wrong inside of what was wrong shows in the next one


def made(
    seen: Seen, *, tool: str, service: str = "", strictly: bool = False
) -> tuple[IncomingReport, list[str]]:
    """Return the report of an event, and the names of its fields that had to be left out; raises WrongShape.

    `strictly`: nothing is left out, each field that can't be used is an error.
    """
    fields: dict[str, Any] = dict(seen.report or {}) | ({"service": service} if service else {})
    left_out: list[str] = []
    for _ in range(ROUNDS):
        try:
            return IncomingReport.model_validate(fields), list(dict.fromkeys(left_out))
        except ValidationError as wrong:
            errors = wrong.errors(include_input=False, include_url=False)
        needed = {_name(one["loc"]): _said(one) for one in errors if strictly or not _can_go(one["loc"])}
        if needed:
            raise WrongShape(tool=tool, errors=needed)
        left_out += [_name(one["loc"]) for one in errors]
        fields = _without(fields, [one["loc"] for one in errors])
    raise WrongShape(tool=tool, errors={"report": "can't be used"})


def _can_go(place: tuple[int | str, ...]) -> bool:
    field = IncomingReport.model_fields.get(str(place[0]))
    return len(place) > 1 or field is None or not field.is_required()


def _without(fields: dict[str, Any], places: list[tuple[int | str, ...]]) -> dict[str, Any]:
    """The same without what is wrong: a field, or the entry of a list that is nothing without it."""
    kept = dict(fields)
    entries = {(place[0], place[1]) for place in places if len(place) > 1 and isinstance(place[1], int)}
    for place in places:
        if len(place) == 1:
            kept.pop(str(place[0]), None)
        elif (place[0], place[1]) not in entries and isinstance(kept.get(str(place[0])), dict):
            own = str(place[0])
            kept[own] = {name: one for name, one in kept[own].items() if name != place[1]}
    for name in {str(own) for own, _ in entries}:
        wrong = {place[1]: place for place in places if place[0] == name}
        kept[name] = [
            better
            for number, one in enumerate(kept[name])
            if (better := _better(one, wrong.get(number), places, number, name)) is not None
        ]
    return kept


def _better(one: Any, wrong: Any, places: list[tuple[int | str, ...]], number: int, name: str) -> Any:
    if wrong is None:
        return one
    fields = {str(place[2]) for place in places if place[:2] == (name, number) and len(place) > 2}
    if not isinstance(one, dict) or not fields or fields & {"id", "kind", "produced_by"}:
        return None
    return {key: value for key, value in one.items() if key not in fields}


def _name(place: tuple[int | str, ...]) -> str:
    text = ""
    for part in place:
        text += f"[{part}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".")


def _said(error: Any) -> str:
    return str(error.get("ctx", {}).get("sentence") or error["msg"])
