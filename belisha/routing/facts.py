"""What is known about a situation, checked field by field before the router sees it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Known = Literal["yes", "no", "unknown"]
Reporter = Literal["organisation", "adult", "parent", "child", "professional"]
Concern = Literal["grooming", "coercion", "indecent_images", "child_safety", "other"]
Site = Literal["railway", "defence", "civil_nuclear"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Where somebody is: `country` as ISO 3166 alpha-2, `place` as `find_force` takes it."""

    country: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Service(Where):
    """The online service: where its organisation is, and whether United Kingdom law regulates it."""

    regulated_user_to_user: Known = "unknown"
    nca_registered: Known = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Child(Where):
    """The child at risk; `age` in whole years."""

    age: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierReport:
    """A report that an authority already has; `at` with its zone."""

    authority: str | None = None
    reference: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known. What is missing counts as unknown. `at` is the time that the question is asked for."""

    reporter: Reporter | None = None
    ready: bool = True
    own_behaviour: bool = False
    other_adult_behaviour: bool = False
    danger_now: Known = "unknown"
    concerns: frozenset[Concern] = frozenset()
    content_detected: Known = "unknown"
    may_be_elsewhere: Known = "unknown"
    uk_link: Known = "unknown"
    suspect_is_child: Known = "unknown"
    child_made_it: Known = "unknown"
    service: Service = field(default_factory=Service)
    child: Child = field(default_factory=Child)
    suspect: Where = field(default_factory=Where)
    reader: Where = field(default_factory=Where)
    site: Site | None = None
    already_reported: tuple[EarlierReport, ...] = ()
    at: datetime | None = None
