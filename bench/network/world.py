"""The invented network: towns with schools, groups across them, and who is what. Seeded, by code."""

from dataclasses import dataclass, field
from random import Random

from belisha.contact.event import Band
from bench.network.kinds import CHILDREN, HONEST, OFFENDERS, OFFENDING, POSING, UNKNOWN_AGE, Kind

BANDS: tuple[Band, ...] = ("under_13", "13_15", "16_17")
FIRST_DAY_WITHIN = 14  # offenders, newcomers and terms begin within so many days


@dataclass(slots=True)
class Member:
    """One account. `kind`: None for a child. `band`: its age, `said`: what the service takes it for."""

    id: str
    town: int
    school: int
    band: Band
    said: Band
    kind: Kind | None = None
    begins: int = 0
    age_days: int = 0


@dataclass(slots=True)
class World:
    """All members, with the children and the adults of each town."""

    members: list[Member]
    towns: int
    children: dict[int, list[Member]] = field(default_factory=dict)
    adults: dict[int, list[Member]] = field(default_factory=dict)


def world(*, accounts: int, seed: int) -> World:
    """A network of so many accounts; the same seed gives the same one."""
    dice, towns = Random(seed), max(2, accounts // 1000)
    made = World([], towns, {n: [] for n in range(towns)}, {n: [] for n in range(towns)})
    offenders = round(accounts * OFFENDERS)
    for number in range(accounts):
        town = dice.randrange(towns)
        if number < offenders:
            one = _offender(number, town, dice)
        elif number < offenders + accounts * CHILDREN:
            one = _child(number, town, dice)
            made.children[town].append(one)
        else:
            one = _adult(number, town, dice)
            made.adults[town].append(one)
        made.members.append(one)
    return made


def _child(number: int, town: int, dice: Random) -> Member:
    band = dice.choices(BANDS, (2, 5, 4))[0]
    return Member(f"c{number}", town, dice.randrange(4), band, _said(band, dice), age_days=400)


def _adult(number: int, town: int, dice: Random) -> Member:
    kind = dice.choices(HONEST, [one.share for one in HONEST])[0]
    return _placed(Member(f"a{number}", town, 0, "adult", _said("adult", dice), kind), dice)


def _offender(number: int, town: int, dice: Random) -> Member:
    kind = dice.choices(OFFENDING, [one.share for one in OFFENDING])[0]
    said: Band = "13_15" if dice.random() < POSING else _said("adult", dice)
    return _placed(Member(f"o{number}", town, 0, "adult", said, kind), dice)


def _placed(one: Member, dice: Random) -> Member:
    assert one.kind
    one.school = dice.randrange(4)
    one.begins = dice.randrange(FIRST_DAY_WITHIN) if one.kind.days or not one.kind.honest else 0
    one.age_days = dice.randrange(30) if dice.random() < one.kind.new else dice.randrange(60, 2000)
    return one


def _said(band: Band, dice: Random) -> Band:
    return "unknown" if dice.random() < UNKNOWN_AGE else band
