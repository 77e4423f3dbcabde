"""Tells the watch for probing what a service sent and what matched, for each account, in the cheapest way."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from belisha.ledger.record import Actor
from belisha.screening.found import Asked
from belisha.screening.probing import note, note_hashes
from belisha.screening.screen import ALONE, Sent, asked_of_sent
from belisha.screening.watch.keys import FEW


def note_sent(sent: Sequence[Sent], *, matched: Collection[int], by: Actor) -> None:
    """Note fingerprints; of more than a few, whose they are doesn't matter."""
    if len(sent) <= FEW:
        return _note([asked_of_sent(one) for one in sent], [_account(one) for one in sent], matched, by)
    alone = [place for place, one in enumerate(sent) if one.keys() <= ALONE]
    hit = [row for row, place in enumerate(alone) if place in matched]
    note_hashes(octets=bytes.fromhex("".join([sent[place]["pdq"] for place in alone])), matched=hit, by=by)
    others = [place for place, one in enumerate(sent) if not one.keys() <= ALONE]
    asked = [asked_of_sent(sent[place]) for place in others]
    note(asked=asked, matched=[place in matched for place in others], by=by)


def note_urls(sent: Sequence[Sent], *, matched: Collection[int], by: Actor) -> None:
    """Note addresses, as they were written."""
    asked = [Asked(urls=(one["url"],)) for one in sent]
    _note(asked, [_account(one) for one in sent], matched, by)


def _account(sent: Sent) -> str:
    return str(sent.get("account") or "")


def _note(asked: Sequence[Asked], accounts: Sequence[str], matched: Collection[int], by: Actor) -> None:
    places: dict[str, list[int]] = defaultdict(list)
    for place, account in enumerate(accounts):
        places[account].append(place)
    for account, some in places.items():
        hits = [place in matched for place in some]
        note(asked=[asked[place] for place in some], matched=hits, by=by, account=account)
