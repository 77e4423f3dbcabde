"""A mapping: where in a tool's event each field of a report stands. Data alone, with a published schema.

Paths are names with dots and places in brackets, such as `flag.posts[0].id`. Within `each` they begin at the
element, with `$.` before them at the whole event, and `.` is the element itself. There is nothing to compute.
"""

import re
from typing import Annotated, Any, Literal, Self, get_args
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from belisha.intake.connectors.signed import How
from belisha.intake.incoming import (
    IncomingAccount,
    IncomingChild,
    IncomingEarlierReport,
    IncomingItem,
    IncomingLine,
    IncomingReport,
    IncomingReporter,
    IncomingSignal,
    IncomingSuspect,
)

Scalar = str | int | float | bool
_STEP = re.compile(r"[^.\[\]]+|\[\d{1,4}\]")
# A heading of a table may hold dots and spaces.
_PATH = re.compile(r"(\$\.)?[^\[\]\x00-\x1f]+(\[\d{1,4}\][^\[\]\x00-\x1f]*)*")
# Not for a mapping to say: who reports for which service is set where the connector is.
_LISTS = {"items", "accounts", "conversation", "signals", "already_reported"}
_OBJECTS = {"child", "suspect", "reporter"}
NEEDED = ("concerns", "what_happened")


def _wrong(sentence: str) -> PydanticCustomError:
    return PydanticCustomError("belisha", "{sentence}", {"sentence": sentence})


def _path(value: str) -> str:
    if not _PATH.fullmatch(value):
        raise _wrong("must be a path, such as flag.posts[0].id")
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ValueError, OSError, KeyError):
        raise _wrong("must be a time zone, such as Europe/London") from None
    return value


Path = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(_path)]


def steps(path: str) -> list[str | int]:
    """The names and places of a path, in order."""
    return [int(one[1:-1]) if one[0] == "[" else one for one in _STEP.findall(path)]


class Part(BaseModel):
    """An object of a mapping: no other field than these."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Take(Part):
    """One value: at a path, or the first of several, several joined as text, or the same for every event."""

    path: Path | None = Field(default=None, description="Where it stands.")
    first: list[Path] = Field(default=[], max_length=10, description="The first of these that is there.")
    join: list[Path] = Field(default=[], max_length=20, description="These, as paragraphs of one text.")
    value: Scalar | list[Scalar] | None = Field(default=None, description="The same for every event.")
    words: dict[str, Scalar | list[Scalar]] = Field(
        default={}, description="The tool's words, in small letters, and what each stands for."
    )
    default: Scalar | list[Scalar] | None = Field(
        default=None, description="Where none of these says anything."
    )
    html: bool = Field(default=False, description="It is HTML: take its words.")
    split: str = Field(default="", max_length=3, description="What stands between several values in a text.")
    before: str = Field(default="", max_length=100, description="Put before it, such as post-.")
    unix: Literal["", "seconds", "milliseconds"] = Field(default="", description="It counts from 1970.")
    zone: Annotated[str, AfterValidator(_zone)] | None = Field(
        default=None, description="The zone of times that carry none, such as Europe/London."
    )

    @model_validator(mode="after")
    def says_one_thing(self) -> Self:
        given = [bool(self.path), bool(self.first), bool(self.join), self.value is not None]
        if sum(given) != 1:
            raise _wrong("must have one of path, first, join and value")
        return self


Leaf = Path | Take
Leaves = dict[str, Leaf]


class Each(Part):
    """One entry of a list of the report; with `each` one for every element of a list of the event."""

    each: Path | None = None
    fields: Leaves


class Event(Part):
    """Which events a report is made of."""

    path: Path
    take: list[str] = Field(min_length=1, max_length=50)


class Signed(Part):
    """How the tool shows that it has the secret."""

    how: How = How.STANDARD
    header: str = Field(default="", max_length=60, pattern=r"^[A-Za-z0-9-]*$")

    @model_validator(mode="after")
    def names_its_header(self) -> Self:
        if self.how == How.SHA256 and not self.header:
            raise _wrong("must name the header in which the signature stands")
        return (
            self
            if self.header or self.how != How.BEARER
            else self.model_copy(update={"header": "authorization"})
        )


class Mapped(Part):
    """A mapping, as `belisha connector schema` describes it."""

    version: Literal[1]
    signed: Signed = Signed()
    event: Event | None = None
    key: Leaf = Field(description="The tool's own name of what is reported, by which a repeat is told.")
    at: Leaf | None = Field(default=None, description="When the tool made the event.")
    report: Leaves
    child: Leaves = {}
    suspect: Leaves = {}
    reporter: Leaves = {}
    items: list[Each] = Field(default=[], max_length=20)
    accounts: list[Each] = Field(default=[], max_length=20)
    conversation: list[Each] = Field(default=[], max_length=20)
    signals: list[Each] = Field(default=[], max_length=20)
    already_reported: list[Each] = Field(default=[], max_length=20)

    @model_validator(mode="after")
    def names_fields_of_a_report(self) -> Self:
        _refuse_others("report", self.report, names_in(IncomingReport) - _LISTS - _OBJECTS - {"service"})
        if missing := [name for name in NEEDED if name not in self.report]:
            raise _wrong(f"report must say where {' and '.join(missing)} stands")
        for place, model in OBJECTS.items():
            _refuse_others(place, getattr(self, place), names_in(model))
        for place, model in LISTS.items():
            for entry in getattr(self, place):
                _refuse_others(place, entry.fields, names_in(model))
        return self


OBJECTS: dict[str, type[BaseModel]] = {
    "child": IncomingChild,
    "suspect": IncomingSuspect,
    "reporter": IncomingReporter,
}
LISTS: dict[str, type[BaseModel]] = {
    "items": IncomingItem,
    "accounts": IncomingAccount,
    "conversation": IncomingLine,
    "signals": IncomingSignal,
    "already_reported": IncomingEarlierReport,
}


def names_in(model: type[BaseModel]) -> set[str]:
    """The names of a shape's fields as they are sent."""
    return {field.alias or name for name, field in model.model_fields.items()}


def holds(model: type[BaseModel], name: str, kind: type) -> bool:
    """Is this field of a shape such a thing, or nothing?"""
    field = next((one for key, one in model.model_fields.items() if (one.alias or key) == name), None)
    found = _kinds(field.annotation) if field else set()
    return kind in found


def _kinds(annotation: Any) -> set[Any]:
    if annotation is None or isinstance(annotation, type):
        return {annotation}
    origin = getattr(annotation, "__origin__", None)
    inner = {kind for one in get_args(annotation) for kind in _kinds(one)}
    return {origin} if origin is list else inner


def _refuse_others(place: str, given: Leaves, known: set[str]) -> None:
    # The facts of a signal are named by whoever sends them.
    unknown = [name for name in given if name not in known and not _is_fact(place, name)]
    if unknown:
        raise _wrong(f"{place} has no field {', '.join(unknown)}; it may have {', '.join(sorted(known))}")


def _is_fact(place: str, name: str) -> bool:
    return place == "signals" and name.startswith("facts.")


def schema() -> dict[str, Any]:
    """The JSON Schema of a mapping."""
    made = Mapped.model_json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **made,
        "title": "Mapping of a connector",
    }
