"""The demo's policy on contact with children, and what its service told of first contacts: real verbs."""

from collections.abc import Mapping
from datetime import timedelta

from belisha.contact.assess import assess
from belisha.contact.event import Actor, Band, Event, Kind, Recipient, Relation
from belisha.contact.policy_change import confirm, propose
from belisha.contact.policy_file import as_toml, preset, preset_text
from belisha.jobs.story.clock import Clock
from belisha.people.models import Staff

CHATS = 40
_ADULTS: tuple[Band, ...] = ("adult", "adult", "unknown", "16_17")
_CHILDREN: tuple[Band, ...] = ("13_15", "16_17", "unknown", "13_15", "under_13")
_KINDS: tuple[Kind, ...] = ("first_message", "connection_request", "group_invitation", "first_message")


def decide(people: Mapping[str, Staff]) -> None:
    """A senior proposes the preset for games, the administrator confirms it."""
    row = propose(text=preset_text("game"), reason="Lantern Harbour is a game.", by=people["senior"])
    confirm(policy_id=row.id, by=people["administrator"])


def chat(clock: Clock) -> None:
    """First contacts of the last days, some of which the child blocks."""
    told = [_contact(number, clock) for number in range(CHATS)]
    assess(events=[event for events in told for event in events], service="lantern-harbour")


def reconsider(people: Mapping[str, Staff]) -> None:
    """The senior proposes to ask first where a stranger invites a child: it waits for a second person."""
    text = as_toml(preset("game")).replace(
        'invitation_from_stranger = "warn"', 'invitation_from_stranger = "ask_first"'
    )
    propose(text=text, reason="Two strangers got in touch by invitations this month.", by=people["senior"])


def _contact(number: int, clock: Clock) -> list[Event]:
    at = clock.now - timedelta(hours=5 * (CHATS - number))
    adult = Actor(
        id=f"player-{700 + number % 13}",
        age_band=_ADULTS[number % len(_ADULTS)],
        account_age_days=3 * (number % 13),
        verified=number % 3 == 0,
    )
    child = Recipient(id=f"player-{100 + number}", age_band=_CHILDREN[number % len(_CHILDREN)], language="en")
    tie = Relation(common_place=number % 7 == 0, mutual_connections=number % 3)
    reached = Event(
        event=_KINDS[number % len(_KINDS)],
        at=at,
        actor=adult,
        recipient=child,
        relation=tie,
        off_platform_proposed=number % 9 == 0,
    )
    if number % 6:
        return [reached]
    mine, theirs = (
        Actor(id=child.id, age_band=child.age_band),
        Recipient(id=adult.id, age_band=adult.age_band),
    )
    return [reached, Event(event="block", at=at + timedelta(minutes=9), actor=mine, recipient=theirs)]
