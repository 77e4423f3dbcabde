"""What every part of an outgoing message has: its fields are checked, by their kinds, as it is made."""

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from belisha.referrals.kinds import MOST_ROWS, NotSendable


class Part:
    """A frozen dataclass of checked fields. Raises NotSendable, naming the field, when one can't be sent."""

    __slots__ = ()

    def __post_init__(self) -> None:
        for name, hint in kinds_of(type(self)).items():
            try:
                value = checked(hint, getattr(self, name))
            except ValueError as problem:
                raise NotSendable(f"{_label(type(self))}.{name}", str(problem)) from None
            object.__setattr__(self, name, value)


def _label(part: type) -> str:
    return part.__name__.removeprefix("Referral").lower()


def kinds_of(part: Any) -> dict[str, Any]:
    """Return the fields of a part and the kinds they are of."""
    return _kinds_of(part)


@cache
def _kinds_of(part: Any) -> dict[str, Any]:
    hints = get_type_hints(part, include_extras=True)
    return {field.name: hints[field.name] for field in fields(part)}


def checked(hint: Any, value: Any) -> Any:
    """Return the value as it is kept. Raises ValueError with the reason when it is not of the kind."""
    return _CHECKS[shape(hint)](hint, value)


def shape(hint: Any) -> str:
    """Say how a kind is made up: plain, word, list, maybe or part. Raises TypeError for anything else."""
    origin = get_origin(hint)
    if origin in _SHAPES:
        return _SHAPES[origin]
    if isinstance(hint, type) and issubclass(hint, Part):
        return "part"
    raise TypeError(f"{hint} has no place in an outgoing message")


def inside(hint: Any) -> Any:
    """Return the kind of a list's entries, or of what may be missing."""
    return next(arg for arg in get_args(hint) if arg is not type(None))


def _plain(hint: Any, value: Any) -> Any:
    return get_args(hint)[1](value)


def _word(hint: Any, value: Any) -> Any:
    if not isinstance(value, str) or value not in get_args(hint):
        raise ValueError(f"must be one of {', '.join(get_args(hint))}")
    return value


def _list(hint: Any, value: Any) -> Any:
    if not isinstance(value, tuple):
        raise ValueError("must be a tuple")
    if len(value) > MOST_ROWS:
        raise ValueError(f"has {len(value):,} entries; at most {MOST_ROWS:,} can be sent")
    return tuple(checked(inside(hint), one) for one in value)


def _maybe(hint: Any, value: Any) -> Any:
    return None if value is None else checked(inside(hint), value)


def _part(hint: Any, value: Any) -> Any:
    if type(value) is not hint:
        raise ValueError(f"must be of the type {hint.__name__}")
    return value


_SHAPES: dict[Any, str] = {
    Annotated: "plain",
    Literal: "word",
    tuple: "list",
    Union: "maybe",
    UnionType: "maybe",
}
_CHECKS: dict[str, Callable[[Any, Any], Any]] = {
    "plain": _plain,
    "word": _word,
    "list": _list,
    "maybe": _maybe,
    "part": _part,
}
