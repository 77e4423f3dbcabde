"""The answer: who is to be told, in which order, why, and where help is."""

from dataclasses import dataclass, field
from typing import Literal, TypedDict

HowFast = Literal["now", "promptly", "in_time"]
Channel = Literal["telephone", "telephone_or_web", "web", "portal", "find_out"]
"""How an authority is told. `find_out`: no address is known to us that could be used."""
Confidence = Literal["high", "medium", "low"]
"""high: official page or two independent ones. medium: second-hand. low: weak."""


class AuthorityJson(TypedDict):
    """An authority in `Route.as_json()`."""

    id: str
    name: str


class ContactJson(TypedDict):
    """How an authority is reached, in `Route.as_json()`."""

    url: str | None
    phone: str | None
    email: str | None


class SourceJson(TypedDict):
    """Where a rule or an address comes from, in `Route.as_json()`."""

    title: str
    url: str | None
    checked_on: str | None


class ForceShareJson(TypedDict):
    """One of several forces that may be meant, in `Route.as_json()`."""

    id: str
    name: str
    share: float | None


class StepJson(TypedDict):
    """A step in `Route.as_json()`."""

    order: int
    authority: AuthorityJson
    why: str
    how_fast: HowFast
    channel: Channel
    contact: ContactJson
    may_include_media: Literal[False]
    basis: str
    source: SourceJson
    confirmed: bool
    candidates: list[ForceShareJson]
    rule: str


HelpJson = TypedDict(
    "HelpJson",
    {"name": str, "phone": str | None, "url": str | None, "for": str, "checked_on": str | None},
)
"""A help line in `Route.as_json()`."""


class ChangeJson(TypedDict):
    """What another fact would change, in `Route.as_json()`."""

    sentence: str
    fact: str
    rule: str


class FiredJson(TypedDict):
    """A rule that gave a part of the answer, in `Route.as_json()`."""

    id: str
    says: str
    source: SourceJson
    confidence: Confidence


class RouteJson(TypedDict):
    """What `Route.as_json()` returns."""

    steps: list[StepJson]
    help: list[HelpJson]
    would_change: list[str]
    changes: list[ChangeJson]
    rules: list[FiredJson]


@dataclass(frozen=True, slots=True)
class Authority:
    """Who is told. Ids: "emergency", "police:E23000023", "police:local", "nca", "iwf", "ceop", "ncmec",
    "social-care", else two letters of the country and a short name, as in "DE:bka"."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """How an authority is reached; None where not known."""

    url: str | None = None
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The law, guidance or page behind a step; `checked_on`: an ISO date, None if the page wasn't read."""

    title: str
    url: str | None = None
    checked_on: str | None = None

    def as_json(self) -> SourceJson:
        """Return plain values."""
        return {"title": self.title, "url": self.url, "checked_on": self.checked_on}


@dataclass(frozen=True, slots=True)
class ForceShare:
    """One of several forces that a place may belong to; `share` of its postcodes, 0 to 1."""

    id: str
    name: str
    share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to do. No picture or video ever travels with it: the field that says so can't be set."""

    order: int = 0
    authority: Authority
    why: str
    how_fast: HowFast
    channel: Channel
    contact: Contact
    basis: str
    source: Source
    confirmed: bool
    candidates: tuple[ForceShare, ...] = ()
    rule: str = ""
    may_include_media: Literal[False] = field(default=False, init=False)

    def as_json(self) -> StepJson:
        """Return plain values."""
        return {
            "order": self.order,
            "authority": {"id": self.authority.id, "name": self.authority.name},
            "why": self.why,
            "how_fast": self.how_fast,
            "channel": self.channel,
            "contact": {"url": self.contact.url, "phone": self.contact.phone, "email": self.contact.email},
            "may_include_media": self.may_include_media,
            "basis": self.basis,
            "source": self.source.as_json(),
            "confirmed": self.confirmed,
            "candidates": [{"id": one.id, "name": one.name, "share": one.share} for one in self.candidates],
            "rule": self.rule,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """Somebody to talk to, or a service that helps; `audience` says for whom."""

    name: str
    phone: str | None
    url: str | None
    audience: str
    checked_on: str | None

    def as_json(self) -> HelpJson:
        """Return plain values."""
        return {
            "name": self.name,
            "phone": self.phone,
            "url": self.url,
            "for": self.audience,
            "checked_on": self.checked_on,
        }


@dataclass(frozen=True, slots=True)
class WouldChange:
    """A sentence that says what another fact would add, drop or change.

    `fact` is the path of that fact: "danger_now", "child.place", "service.regulated_user_to_user". `rule` is
    the id of the rule that says so; the router fills it in.
    """

    sentence: str
    fact: str = ""
    rule: str = ""

    def as_json(self) -> ChangeJson:
        """Return plain values."""
        return {"sentence": self.sentence, "fact": self.fact, "rule": self.rule}


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule that gave a step or a source of help of this answer, with what it says and rests on."""

    id: str
    says: str
    source: Source
    confidence: Confidence

    def as_json(self) -> FiredJson:
        """Return plain values."""
        return {
            "id": self.id,
            "says": self.says,
            "source": self.source.as_json(),
            "confidence": self.confidence,
        }


@dataclass(frozen=True, slots=True)
class Route:
    """The whole answer. `steps` are in the order in which they are to be taken."""

    steps: tuple[Step, ...]
    help: tuple[Help, ...]
    changes: tuple[WouldChange, ...]
    rules: tuple[Fired, ...] = ()

    @property
    def would_change(self) -> tuple[str, ...]:
        """The sentences of `changes`, each once."""
        return tuple(dict.fromkeys(change.sentence for change in self.changes))

    def as_json(self) -> RouteJson:
        """Return plain values, as `belisha route --json` prints them."""
        return {
            "steps": [step.as_json() for step in self.steps],
            "help": [one.as_json() for one in self.help],
            "would_change": list(self.would_change),
            "changes": [change.as_json() for change in self.changes],
            "rules": [fired.as_json() for fired in self.rules],
        }
