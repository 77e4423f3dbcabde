"""What the service is advised to do with contacts, and what it shows to the child."""

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from django.http import HttpResponse
from pydantic import BaseModel, Field

from belisha.contact.advice import Advice

JSON = "application/json"


class ShownAction(BaseModel):
    """A button: a word for the service, and its label for the child."""

    action: str = Field(examples=["block"])
    label: str = Field(examples=["Block"])


class ShownHelp(BaseModel):
    """Whom the child can talk to."""

    name: str
    phone: str
    url: str


class ShownMessage(BaseModel):
    """The message to show, as it stands."""

    title: str
    text: str
    actions: list[ShownAction]
    help: list[ShownHelp]
    language: str = Field(examples=["en"])


class Assessment(BaseModel):
    """The advice on one contact. `reasons`: codes of the rules behind it, the strictest first."""

    advice: Literal["allow", "inform", "warn", "ask_first", "limit", "hold"]
    message: ShownMessage | None
    reasons: list[str]


class Assessments(BaseModel):
    """The advice on each, in the order in which they were sent."""

    results: list[Assessment]


def one(advice: Advice) -> HttpResponse:
    """The answer to one contact."""
    return HttpResponse(_text(advice), content_type=JSON)


def several(advices: Iterable[Advice]) -> HttpResponse:
    """The answer to several."""
    # Few differ from one another, and as objects they would cost more than all else.
    return HttpResponse(f'{{"results":[{",".join(map(_text, advices))}]}}', content_type=JSON)


@lru_cache(maxsize=4096)
def _text(advice: Advice) -> str:
    return json.dumps(advice.as_json(), separators=(",", ":"))
