"""The answer of `POST routes` for the OpenAPI document: the shape of `Route.as_json()`."""

from typing import Literal

from pydantic import BaseModel, Field

from belisha.routing.answer import Channel, Confidence, HowFast


class AuthorityAnswer(BaseModel):
    """Who is told."""

    id: str = Field(examples=["police:E23000023", "nca", "emergency"])
    name: str


class ContactAnswer(BaseModel):
    """How an authority is reached; null where not known."""

    url: str | None
    phone: str | None
    email: str | None


class SourceAnswer(BaseModel):
    """The law, guidance or page behind it; `checked_on` is null where nobody has read the page."""

    title: str
    url: str | None
    checked_on: str | None = Field(examples=["2026-11-22"])


class CandidateAnswer(BaseModel):
    """One of several forces that a place may belong to; `share` of its postcodes, 0 to 1."""

    id: str
    name: str
    share: float | None


class StepAnswer(BaseModel):
    """One thing to do. No picture or video ever travels with it."""

    order: int
    authority: AuthorityAnswer
    why: str
    how_fast: HowFast
    channel: Channel
    contact: ContactAnswer
    may_include_media: Literal[False]
    basis: str
    source: SourceAnswer
    confirmed: bool = Field(description="False: confirm first; nobody has checked this address.")
    candidates: list[CandidateAnswer]
    rule: str


class HelpAnswer(BaseModel):
    """Somebody to talk to."""

    name: str
    phone: str | None
    url: str | None
    for_: str = Field(alias="for")
    checked_on: str | None


class ChangeAnswer(BaseModel):
    """What another fact would add, drop or change; `fact` is its path."""

    sentence: str
    fact: str = Field(examples=["danger_now", "child.place"])
    rule: str


class RuleAnswer(BaseModel):
    """A rule that gave a part of the answer."""

    id: str
    says: str
    source: SourceAnswer
    confidence: Confidence


class RouteAnswer(BaseModel):
    """Who is to be told, in order, and why; where help is. Not legal advice."""

    steps: list[StepAnswer]
    help: list[HelpAnswer]
    would_change: list[str]
    changes: list[ChangeAnswer]
    rules: list[RuleAnswer]
