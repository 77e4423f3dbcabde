"""What is kept of a contact beside who and when, packed into one number of 63 bits. Pure.

A number too large for its room is kept as the largest: 8,190 common connections or more are 8,190.
"""

from datetime import datetime
from functools import lru_cache
from typing import get_args

from belisha.contact.event import Actor, Band, Event, Kind, Recipient, Relation

# The tables keep their places: new words are added at the end.
KINDS: dict[Kind, int] = {kind: number for number, kind in enumerate(get_args(Kind))}
BANDS: dict[Band, int] = {band: number for number, band in enumerate(get_args(Band))}
ADVICE = ("allow", "inform", "warn", "ask_first", "limit", "hold")
ADVICE_NUMBERS = {advice: number for number, advice in enumerate(ADVICE)}
_KIND, _BAND = list(KINDS), list(BANDS)
_SAID: dict[bool | None, int] = {None: 0, False: 1, True: 2}
_SAYS: tuple[bool | None, ...] = (None, False, True, None)
MOST_DAYS, MOST_MUTUAL, MOST_UPHELD = (1 << 16) - 2, (1 << 13) - 2, (1 << 8) - 2
_TIES = MOST_MUTUAL + 1 << 20 | 0x3FC  # the bits of what ties the two


def pack(event: Event) -> int:
    """The facts of a contact as a number; `unpack` makes the contact of it again."""
    actor, tie = event.actor, event.relation
    found = BANDS[actor.age_band] << 3 | BANDS[event.recipient.age_band]
    found = found << 16 | _number(actor.account_age_days, MOST_DAYS)
    found = found << 13 | _number(tie.mutual_connections, MOST_MUTUAL)
    found = found << 8 | _number(actor.upheld_reports, MOST_UPHELD)
    found = found << 4 | _SAID[actor.verified] << 2 | _SAID[tie.connected]
    found = found << 4 | _SAID[tie.in_contacts] << 2 | _SAID[tie.earlier_conversation]
    return found << 4 | _SAID[tie.common_place] << 2 | _SAID[event.off_platform_proposed]


def unpack(
    facts: int, *, kind: int, at: datetime, actor: str, recipient: str, group: str = "", place: str = ""
) -> Event:
    """The contact that was packed, with pseudonyms in the place of ids."""
    return Event(
        event=_KIND[kind],
        at=at,
        actor=Actor(
            id=actor,
            age_band=_band(facts >> 52),
            account_age_days=_read(facts >> 33, MOST_DAYS),
            verified=_says(facts >> 10),
            upheld_reports=_read(facts >> 12, MOST_UPHELD),
        ),
        recipient=Recipient(id=recipient, age_band=_band(facts >> 49)),
        relation=_relation(facts & _TIES),
        off_platform_proposed=_says(facts),
        group=group,
        place=place,
    )


@lru_cache(maxsize=4096)  # Few differ, and to make them anew is half of what it costs to read a contact.
def _relation(facts: int) -> Relation:
    return Relation(
        connected=_says(facts >> 8),
        mutual_connections=_read(facts >> 20, MOST_MUTUAL),
        in_contacts=_says(facts >> 6),
        earlier_conversation=_says(facts >> 4),
        common_place=_says(facts >> 2),
    )


def _number(value: int | None, most: int) -> int:
    # Nought stands for what was not said.
    return 0 if value is None else min(value, most) + 1


def _read(facts: int, most: int) -> int | None:
    found = facts & (most + 1)
    return None if found == 0 else found - 1


def _says(facts: int) -> bool | None:
    return _SAYS[facts & 3]


def _band(facts: int) -> Band:
    return _BAND[facts & 7]
