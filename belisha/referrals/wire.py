"""Parts as JSON values and back, without loss: every field is written, also the unknown ones."""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import date, datetime
from typing import Any, TypeVar, get_args

from belisha.referrals.kinds import NotSendable
from belisha.referrals.part import Part, inside, kinds_of, shape

P = TypeVar("P", bound=Part)


def encode(value: Any) -> Any:
    """Return JSON values: parts as objects with sorted keys, tuples as lists, times as ISO 8601 in UTC."""
    if isinstance(value, Part):
        return {key(name): encode(getattr(value, name)) for name in sorted(kinds_of(type(value)))}
    if isinstance(value, tuple):
        return [encode(one) for one in value]
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value


def key(name: str) -> str:
    """Return a field's name as JSON has it: `from_` is `from`."""
    return name.rstrip("_")


def decode(part: type[P], values: Any, where: str) -> P:
    """Return the part that `encode` wrote. Raises NotSendable, naming the wrong, missing or unknown field."""
    if not isinstance(values, Mapping):
        raise NotSendable(where, "must be an object with named fields")
    kinds = kinds_of(part)
    names = {key(name): name for name in kinds}
    for one in values:
        if one not in names:
            raise NotSendable(f"{where}.{one}", "is no field of a referral")
    _require(part, values, where)
    return part(**{names[k]: _value(kinds[names[k]], v, f"{where}.{k}") for k, v in values.items()})


def _require(part: type, values: Mapping[str, Any], where: str) -> None:
    for field in fields(part):
        if field.default is MISSING and key(field.name) not in values:
            raise NotSendable(f"{where}.{key(field.name)}", "is missing")


def _value(hint: Any, value: Any, where: str) -> Any:
    form = shape(hint)
    if form == "part":
        return decode(hint, value, where)
    if form == "list":
        if not isinstance(value, list):
            raise NotSendable(where, "must be a list")
        return tuple(_value(inside(hint), one, f"{where}[{number}]") for number, one in enumerate(value))
    if form == "maybe":
        return None if value is None else _value(inside(hint), value, where)
    return _time(hint, value, where) if form == "plain" else value


def _time(hint: Any, value: Any, where: str) -> Any:
    kind = get_args(hint)[0]
    if kind not in (datetime, date):
        return value
    try:
        return kind.fromisoformat(value)
    except (TypeError, ValueError):
        raise NotSendable(where, "must be written as ISO 8601") from None
