"""What the page of the policy shows: what holds, what waits, and what it would change."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max

from belisha.contact import store
from belisha.contact.event import Event
from belisha.contact.in_force import SHIPPED, read, rows_in_force
from belisha.contact.models import Contact, ContactPolicy
from belisha.contact.policy import Policy
from belisha.contact.policy_change import proposals
from belisha.contact.policy_file import WrongPolicy, as_file, digest_of, read_policy
from belisha.contact.replay import Difference, replay
from belisha.contact.rule_table import BY_CODE, RULES, Rule
from belisha.contact.sources import SOURCES, Source
from belisha.organisation.profile import profile

REPLAYED = 20_000
"""How many of the newest contacts a page replays: it answers within a second. The command takes all."""
ENDED = 20


@dataclass(frozen=True)
class RuleLine:
    """A rule with what it advises."""

    rule: Rule
    advice: str

    @property
    def is_own(self) -> bool:
        """Did somebody here decide it?"""
        return self.advice != self.rule.advice


@dataclass(frozen=True)
class Changed:
    """One thing that a proposal changes."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class PolicyView:
    """A policy with all who had a part in it. `number` is 0 for what comes with the package."""

    id: UUID | None
    name: str
    number: int
    digest: str
    reason: str = ""
    proposed_by: str = ""
    proposed_at: datetime | None = None
    confirmed_by: str = ""
    confirmed_at: datetime | None = None
    one_person_mode: bool = False
    ended_at: datetime | None = None
    ended_by: str = ""
    ending: str = ""
    own: bool = False


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """What waits for a second person: what it changes, and what that would have changed of late."""

    policy: PolicyView
    changes: tuple[Changed, ...]
    replayed: "Replayed | None"
    problem: str


@dataclass(frozen=True, kw_only=True)
class Replayed:
    """What would have differed over the newest contacts; `kept`: how many there are in all."""

    difference: Difference
    kept: int


@dataclass(frozen=True, kw_only=True)
class Page:
    """All that the page shows."""

    holds: PolicyView
    settings: tuple[tuple[str, Any], ...]
    rules: tuple[RuleLine, ...]
    waiting: Waiting | None
    ended: tuple[PolicyView, ...]
    alone: bool
    sources: tuple[Source, ...] = SOURCES


def policy_page(person_id: Any) -> Page:
    """The page, as this person sees it."""
    row, policy = _in_force()
    waiting = proposals().select_related("proposed_by").first()
    ended = ContactPolicy.objects.filter(ended_at__isnull=False).select_related(
        "proposed_by", "confirmed_by", "ended_by"
    )
    return Page(
        holds=_view(row)
        if row
        else PolicyView(id=None, name=policy.name, number=0, digest=digest_of(policy)),
        settings=tuple(_settings(policy).items()),
        rules=tuple(RuleLine(rule, policy.advice.get(rule.code, rule.advice)) for rule in RULES),
        waiting=_waiting(waiting, policy, person_id) if waiting else None,
        ended=tuple(_view(one) for one in ended.order_by("-ended_at")[:ENDED]),
        alone=profile().one_person_mode,
    )


def tried(text: str) -> tuple[tuple[Changed, ...], Replayed]:
    """What a text would change if it were in force, without proposing it. Raises WrongPolicy."""
    _, before = _in_force()
    after = read_policy(text)
    return changes(before, after), _replayed(before, after)


def holding() -> Policy:
    """The policy in force, read anew."""
    return _in_force()[1]


def changes(before: Policy, after: Policy) -> tuple[Changed, ...]:
    """What differs between two policies, in words."""
    was, would = _flat(before), _flat(after)
    return tuple(Changed(_label(name), was[name], would[name]) for name in was if was[name] != would[name])


def _in_force() -> tuple[ContactPolicy | None, Policy]:
    row = rows_in_force().select_related("proposed_by", "confirmed_by").first()
    return row, read(row) if row else SHIPPED


def _waiting(row: ContactPolicy, before: Policy, person_id: Any) -> Waiting:
    try:
        after = read(row)
    except WrongPolicy as wrong:
        # A release has raised a floor since: it can only be withdrawn.
        return Waiting(policy=_view(row, person_id), changes=(), replayed=None, problem=wrong.sentence)
    return Waiting(
        policy=_view(row, person_id),
        changes=changes(before, after),
        replayed=_replayed(before, after),
        problem="",
    )


def _replayed(before: Policy, after: Policy) -> Replayed:
    return Replayed(difference=replay(_newest(), before=before, after=after), kept=store.count())


def _newest() -> Iterator[Event]:
    last = Contact.objects.aggregate(last=Max("id"))["last"] or 0
    position = max(last - REPLAYED, 0)
    while some := store.read_since(position):
        yield from (one.event for one in some)
        position = some[-1].position


def _view(row: ContactPolicy, person_id: Any = None) -> PolicyView:
    return PolicyView(
        id=row.id,
        name=row.name,
        number=row.number or 0,
        digest=row.digest,
        reason=row.reason,
        proposed_by=row.proposed_by.name,
        proposed_at=row.proposed_at,
        confirmed_by=row.confirmed_by.name if row.confirmed_by else "",
        confirmed_at=row.confirmed_at,
        one_person_mode=row.one_person_mode,
        ended_at=row.ended_at,
        ended_by=row.ended_by.name if row.ended_by else "",
        ending=row.get_ending_display(),
        own=row.proposed_by_id == person_id,
    )


_LABELS = {
    "name": "Name",
    "country": "Country of the help lines",
    "connections": "The service knows connections",
    "new_account_days": "An account is new below so many days",
    "mutual_connections": "Connections in common that are a tie",
    "upheld_reports": "Upheld reports from which a person looks first",
    "same_pair_days": "Days without a second message about the same account",
    "most_a_day": "Messages a day after which informing ones are left out",
}


def _label(name: str) -> str:
    return BY_CODE[name].because if name in BY_CODE else _LABELS[name]


def _settings(policy: Policy) -> dict[str, str]:
    flat = _flat(policy)
    return {label: flat[name] for name, label in _LABELS.items() if name != "name"}


def _flat(policy: Policy) -> dict[str, str]:
    content = as_file(policy)
    parts = [content.pop(part) for part in ("thresholds", "frequency", "rules")]
    flat = {name: value for part in (content, *parts) for name, value in part.items()}
    return {name: _plain(value) for name, value in flat.items()}


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
