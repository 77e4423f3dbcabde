"""The demo's account that writes to many children, which patterns observe: nobody has switched reports on."""

from datetime import datetime, timedelta

from belisha.contact.assess import assess
from belisha.contact.event import Actor, Event, Kind, Recipient
from belisha.contact.watch_patterns import read_on
from belisha.jobs.story.clock import Clock

CHILDREN, WHO_BLOCK = 12, 4
FIRST: Kind = "connection_request"


def approach(clock: Clock) -> None:
    """A new account asks twelve children to connect within two days; four block it, one accepts."""
    first = clock.now - timedelta(days=2)
    told = [_request(number, first + timedelta(hours=3 * number)) for number in range(CHILDREN)]
    answers = [_answer(one, "block") for one in told[:WHO_BLOCK]]
    answers.append(_answer(told[WHO_BLOCK], "connection_accepted"))
    assess(events=told + answers, service="lantern-harbour")
    while read_on():
        pass


def _request(number: int, at: datetime) -> Event:
    return Event(
        event=FIRST,
        at=at,
        actor=Actor(id="player-790", age_band="adult", account_age_days=6),
        recipient=Recipient(id=f"player-{300 + number}", age_band="13_15", language="en"),
        off_platform_proposed=number % 3 == 0,
        group=f"room-{number % 5}",
    )


def _answer(request: Event, kind: Kind) -> Event:
    return Event(
        event=kind,
        at=request.at + timedelta(minutes=20),
        actor=Actor(id=request.recipient.id, age_band="13_15"),
        recipient=Recipient(id=request.actor.id, age_band="adult"),
    )
