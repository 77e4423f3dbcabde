"""What one member does over some weeks, as the service would tell it: a stream of contact events."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

from belisha.contact.event import Actor, Event, Recipient, Relation
from bench.network.kinds import Kind
from bench.network.world import Member, World

BEGIN = datetime(2026, 9, 7, tzinfo=UTC)
ANSWERED_WITHIN = 36  # hours: when somebody blocks, they do it by then
KINDS = ("first_message", "connection_request", "group_invitation")


def events_of(one: Member, made: World, *, days: int, dice: Random) -> list[Event]:
    """All that this adult does and how it is answered, in the order of time. Children approach nobody."""
    if one.kind is None:
        return []
    last = min(days, one.begins + one.kind.days) if one.kind.days else days
    found: list[Event] = []
    met: set[str] = set()
    for day in range(one.begins, last):
        if dice.random() < one.kind.active:
            found += _day(one, one.kind, made, day, met, dice)
    return sorted(found, key=lambda event: event.at)


def _day(one: Member, kind: Kind, made: World, day: int, met: set[str], dice: Random) -> Iterator[Event]:
    start = BEGIN + timedelta(days=day, hours=dice.uniform(8, 20))
    spread = 50 if kind.at_once else 240  # minutes
    for _ in range(_poisson(kind.per_day, dice)):
        to = _whom(one, kind, made, dice)
        if to.id in met or to.id == one.id:
            continue
        met.add(to.id)
        at = start + timedelta(minutes=dice.uniform(0, spread))
        age = one.age_days + day - one.begins
        yield _contact(one, kind, to, at, age, dice)
        if dice.random() < kind.blocked:
            later = at + timedelta(hours=dice.uniform(0.1, ANSWERED_WITHIN))
            yield _refusal(one, to, later, dice)


def _whom(one: Member, kind: Kind, made: World, dice: Random) -> Member:
    town = one.town if dice.random() < 0.6 else dice.randrange(made.towns)
    if dice.random() >= kind.children:
        return dice.choice(made.adults[town])
    among = made.children[town]
    to = dice.choice(among)
    if kind.one_age:
        # They look until they find the age of their class, their team or their interest; not for ever.
        wanted = "13_15" if one.school < 3 else "16_17"
        for _ in range(4):
            if to.band == wanted:
                break
            to = dice.choice(among)
    return to


def _contact(one: Member, kind: Kind, to: Member, at: datetime, age: int, dice: Random) -> Event:
    child = to.band != "adult"
    tied, near = dice.random(), dice.random()
    if child:
        relation = Relation(
            connected=tied < kind.tied / 2 or None,
            mutual_connections=6 if kind.tied / 2 <= tied < kind.tied else dice.randrange(3),
            common_place=near < kind.near,
        )
    else:
        relation = Relation(connected=tied < kind.tied or None, mutual_connections=dice.randrange(3))
    return Event(
        event=KINDS[dice.choices((0, 1, 2), (5, 4, 1))[0]],  # type: ignore[arg-type]
        at=at,
        actor=Actor(id=one.id, age_band=one.said, account_age_days=age),
        recipient=Recipient(id=to.id, age_band=to.said, language="en"),
        relation=relation,
        off_platform_proposed=dice.random() < kind.elsewhere,
        group=f"{one.id}-{dice.randrange(kind.groups)}" if kind.groups else "",
        place=f"town-{to.town}-{to.school}" if child else f"town-{to.town}",
    )


def _refusal(one: Member, to: Member, at: datetime, dice: Random) -> Event:
    return Event(
        event="block" if dice.random() < 0.8 else "report",
        at=at,
        actor=Actor(id=to.id, age_band=to.said),
        recipient=Recipient(id=one.id, age_band=one.said),
    )


def _poisson(mean: float, dice: Random) -> int:
    """How many in a day where so many are usual: arrivals one after another."""
    number, passed = 0, dice.expovariate(mean)
    while passed < 1:
        number, passed = number + 1, passed + dice.expovariate(mean)
    return number
