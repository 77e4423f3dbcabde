"""FACTS as they come in: the shape for the OpenAPI document, read by the router's own parser."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from ninja import Body
from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from belisha.api.problems import FieldError, shown_name
from belisha.routing import WrongFacts
from belisha.routing.facts import Concern, Known, Reporter, Site
from belisha.routing.parse import AUTHORITY, LONGEST, MOST_EARLIER_REPORTS, OLDEST

WHOLE = "facts"
"""The path by which the router names the facts as a whole."""

Country = Annotated[str, Field(pattern="^[A-Z]{2}$", description="ISO 3166 alpha-2.", examples=["GB"])]
Text = Annotated[str, Field(max_length=LONGEST)]
Place = Annotated[Text, Field(description="What `belisha force` takes.", examples=["CB2 1TN", "Kent"])]


class Shape(BaseModel):
    """An object of the facts: whatever is missing or null is not known; there is no other field."""

    model_config = ConfigDict(extra="forbid")


class SomebodysPlace(Shape):
    """Where somebody is, as far as known."""

    country: Country | None = None
    place: Place | None = None


class ChildAtRisk(SomebodysPlace):
    """The child at risk; `age` in whole years."""

    age: Annotated[int, Field(ge=0, le=OLDEST)] | None = None


class OnlineService(SomebodysPlace):
    """The online service: where its organisation is, and whether United Kingdom law regulates it."""

    regulated_user_to_user: Known | None = None
    nca_registered: Known | None = None


class EarlierReport(Shape):
    """A report that an authority already has."""

    authority: Annotated[str, Field(pattern=f"^({AUTHORITY.pattern})$", examples=["nca"])] | None = None
    reference: Text | None = None
    at: datetime | None = None


class Facts(Shape):
    """What is known of a situation. Every field may be missing."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "reporter": "organisation",
                    "danger_now": "unknown",
                    "concerns": ["grooming"],
                    "child": {"country": "GB", "place": "CB2 1TN", "age": 13},
                    "service": {"country": "GB", "regulated_user_to_user": "yes"},
                }
            ]
        }
    )

    reporter: Reporter | None = Field(default=None, description="Who asks.")
    ready: bool | None = Field(default=None, description="Ready to report; false asks for help first.")
    own_behaviour: bool | None = Field(default=None, description="Somebody asks about their own thoughts.")
    other_adult_behaviour: bool | None = Field(default=None, description="Worried about another adult.")
    danger_now: Known | None = None
    concerns: Annotated[list[Concern], Field(max_length=10)] | None = None
    content_detected: Known | None = None
    may_be_elsewhere: Known | None = None
    uk_link: Known | None = None
    suspect_is_child: Known | None = None
    child_made_it: Known | None = None
    service: OnlineService | None = None
    child: ChildAtRisk | None = None
    suspect: SomebodysPlace | None = None
    reader: SomebodysPlace | None = None
    site: Site | None = None
    already_reported: Annotated[list[EarlierReport], Field(max_length=MOST_EARLIER_REPORTS)] | None = None
    at: datetime | None = Field(default=None, description="The rules of that day; missing: those of now.")


@dataclass(frozen=True)
class _ShownAs:
    """Any value, with the schema of a model: the router reads it, so that every door refuses the same."""

    model: type[BaseModel]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.any_schema()

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return handler(self.model.__pydantic_core_schema__)


FactsBody = Annotated[Any, _ShownAs(Facts), Body()]
"""The body of a request, not yet read."""


def fact_errors(wrong: WrongFacts) -> list[FieldError]:
    """Return what is wrong with facts, each field by its path; names that aren't ours stay unsaid."""
    return [FieldError(field=_shown(path), message=said) for path, said in wrong.problems.items()]


def _shown(path: str) -> str:
    if path == WHOLE:
        return "body"
    known = _KNOWN_PATH.match(path)
    end = known.end() if known else 0
    return path[:end] + (shown_name(path[end:]) if path[end:] else "")


def _names(model: type[BaseModel]) -> set[str]:
    parts = (model, ChildAtRisk, OnlineService, EarlierReport)
    return {name for part in parts for name in part.model_fields}


_KNOWN_PATH = re.compile(rf"(?:(?:{'|'.join(sorted(_names(Facts)))})(?:\[\d+\])?(?:\.|$))*")
