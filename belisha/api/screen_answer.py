"""What the service's back end is told: a verdict and what to do; never a list, an entry or a distance.

Answers to as much content are equally long: on the way their length tells nobody whether something matched.
"""

from collections.abc import Iterable, Mapping
from json.encoder import encode_basestring_ascii as text
from typing import Literal

from django.http import HttpResponse
from pydantic import BaseModel, Field

from belisha.intake.keep_held import NOTHING, UploadAnswer
from belisha.screening.seen import NotScreened

JSON = "application/json"


class Outcome(BaseModel):
    """`hold`: keep the content, out of everybody's sight, until a person has decided."""

    verdict: Literal["match", "no_match", "not_screened"]
    action: Literal["none", "hold"]
    reference: str | None = Field(
        examples=["4821 0937 5516 2046"],
        description="Where it is held: keep it with the content. After a match, the receipt of its report.",
    )


class MediaOutcome(Outcome):
    """The verdict on one file."""

    reason: str | None = Field(examples=["damaged"], description="Why it could not be screened.")


class OneOutcome(Outcome):
    """The verdict on one of several; `id` as it was sent, or the place among octets."""

    id: str | None


class Outcomes(BaseModel):
    """A verdict on each, in the order in which they were sent."""

    results: list[OneOutcome]


def one(answer: UploadAnswer) -> HttpResponse:
    """The answer to one file."""
    reason = "null" if answer.reason is None else text(answer.reason)
    return _padded(f'{{{_outcome(answer)},"reason":{reason}}}', LONGEST_OF_MEDIA)


def several(ids: Iterable[str | None], answers: Mapping[int, UploadAnswer]) -> HttpResponse:
    """The answer to many; `answers` by place, of what is held."""
    lines = ['{"id":null,' if one is None else f'{{"id":{text(one)},' for one in ids]
    longest = sum(map(len, lines)) + len(lines) * (LONGEST + 1) + len('{"results":[]}')
    tails = {place: _outcome(answer) + "}" for place, answer in answers.items()}
    body = ",".join([line + tails.get(place, MISS) for place, line in enumerate(lines)])
    return _padded(f'{{"results":[{body}]}}', longest)


def _outcome(answer: UploadAnswer) -> str:
    reference = "null" if answer.reference is None else text(answer.reference)
    return f'"verdict":"{answer.verdict}","action":"{answer.action}","reference":{reference}'


def _padded(body: str, length: int) -> HttpResponse:
    # Spaces behind a JSON value are part of no value (RFC 8259, section 2).
    return HttpResponse(body.ljust(length), content_type=JSON)


MISS = _outcome(NOTHING) + "}"
_REFERENCE = "0000 0000 0000 0000"
LONGEST = len(_outcome(UploadAnswer(verdict="not_screened", action="hold", reference=_REFERENCE)) + "}")
LONGEST_OF_MEDIA = LONGEST + len(',"reason":""') + max(map(len, NotScreened.REASONS))
