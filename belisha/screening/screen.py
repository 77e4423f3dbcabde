"""Compares content with the lists in force. Nothing is kept here, and nobody is told anything."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

from belisha.refusal import Refusal
from belisha.screening import library
from belisha.screening.doubt import in_doubt
from belisha.screening.fingerprint import asked_of, digests, fingerprint
from belisha.screening.found import DIGESTS, Asked, Found, View
from belisha.screening.pool import Pool
from belisha.screening.seen import Fingerprint, NotScreened
from belisha.screening.urls import NotAnAddress, spellings

Verdict = Literal["match", "no_match", "not_screened"]
Mode = Literal["exact", "fast"]
Sent = Mapping[str, Any]
"""Fingerprints that the service computed, by kind, in hexadecimal digits; `quality` is that of the PDQ."""

NOTHING = Found()
ALONE = frozenset({"id", "pdq"})
PDQ = 32  # bytes
TOGETHER = 4096  # addresses: each has up to 68 spellings, and those of all of them would fill the memory
MOST_SPELLINGS = 2_500_000
"""Of all addresses that are asked about at once: 25 each of 100,000. Each is a digest and a look-up; more of
them keep a thread busy for too long."""


class TooDeep(Refusal):
    """The addresses have too many segments and labels together: nothing was screened. Send fewer at once."""

    code = "too_deep"


@dataclass(frozen=True, kw_only=True)
class Screened:
    """The verdict on one piece of content; `reason` names why it could not be screened."""

    verdict: Verdict
    asked: Asked
    found: Found = NOTHING
    reason: str = ""
    fingerprint: Fingerprint | None = None


def screen_file(data: bytes, *, mode: Mode = "fast", pool: Pool | None = None) -> Screened:
    """Compare one file. In fast mode it is hashed again exactly where the error of that could decide.

    A file that can't be decoded is still compared by its digests; without a match it is `not_screened`.
    """
    try:
        seen = fingerprint(data, mode=mode, pool=pool)
    except NotScreened as refusal:
        return screen_unread(digests(data), reason=refusal.reason)
    asked = asked_of(seen)
    if seen.mode == "fast" and in_doubt(asked):
        return screen_file(data, mode="exact", pool=pool)
    screened = _compared(asked, library.look_up([asked])[0], seen)
    if seen.mode == "fast" and screened.found.suppressed:
        # Which of two lies nearer, the known picture or the harmless one, takes exact hashes to say.
        return screen_file(data, mode="exact", pool=pool)
    if seen.partial and screened.verdict == "no_match":
        # What could not be read of it might have matched.
        return Screened(verdict="not_screened", asked=asked, reason="damaged", fingerprint=seen)
    return screened


def screen_sent(sent: Sequence[Sent]) -> dict[int, Screened]:
    """Compare fingerprints that the service computed; by place, those that match."""
    alone = [place for place, one in enumerate(sent) if one.keys() <= ALONE]
    matched = screen_octets(bytes.fromhex("".join([sent[place]["pdq"] for place in alone])))
    screened = {alone[row]: one for row, one in matched.items()}
    if len(alone) < len(sent):
        several = [place for place, one in enumerate(sent) if not one.keys() <= ALONE]
        asked = [asked_of_sent(sent[place]) for place in several]
        found = zip(several, asked, library.look_up(asked), strict=True)
        screened |= {place: _compared(one, said) for place, one, said in found if _matches(said)}
    return screened


def screen_octets(octets: bytes) -> dict[int, Screened]:
    """Compare PDQ hashes of good quality that follow one another; by place, those that match."""
    found = library.look_up_hashes(octets) if octets else {}
    return {
        place: _compared(asked_of_sent({"pdq": octets[PDQ * place : PDQ * place + PDQ].hex()}), said)
        for place, said in found.items()
        if _matches(said)
    }


def screen_urls(urls: Iterable[str]) -> dict[int, Screened]:
    """Compare addresses; by place, those that match, or that are no addresses and can't be screened.

    Raises TooDeep.
    """
    numbered, screened, left = enumerate(urls), dict[int, Screened](), MOST_SPELLINGS
    while some := dict(islice(numbered, TOGETHER)):
        asked = {place: _asked_of_address(url) for place, url in some.items()}
        left -= sum(len(one.urls) for one in asked.values() if one is not None)
        if left < 0:
            raise TooDeep
        screened |= _screened(asked)
    return screened


def _screened(asked: Mapping[int, Asked | None]) -> dict[int, Screened]:
    known = {place: one for place, one in asked.items() if one is not None}
    found = zip(known.items(), library.look_up(list(known.values())), strict=True)
    screened = {place: _compared(one, said) for (place, one), said in found if _matches(said)}
    return screened | {place: NO_ADDRESS for place, one in asked.items() if one is None}


def screen_unread(known: Mapping[str, str], *, reason: str) -> Screened:
    """Compare a file that can't be decoded, for this reason, by its digests."""
    asked = Asked(digests=tuple(known.items()))
    screened = _compared(asked, library.look_up([asked])[0])
    if screened.verdict == "match":
        return screened
    return Screened(verdict="not_screened", asked=asked, reason=reason)


def _compared(asked: Asked, found: Found, seen: Fingerprint | None = None) -> Screened:
    verdict: Verdict = "match" if _matches(found) else "no_match"
    return Screened(verdict=verdict, asked=asked, found=found, fingerprint=seen)


def _matches(found: Found) -> bool:
    """Does anything match that isn't known to be harmless?"""
    return bool(found.hits) and not found.suppressed


def asked_of_sent(sent: Sent) -> Asked:
    """What to ask about fingerprints that the service computed."""
    named = tuple((kind, sent[kind].lower()) for kind in DIGESTS if sent.get(kind))
    pdq = sent.get("pdq")
    return Asked(views=(View(pdq.lower(), sent.get("quality", 100), "sent"),) if pdq else (), digests=named)


def _asked_of_address(url: str) -> Asked | None:
    try:
        return Asked(urls=spellings(url))
    except NotAnAddress:
        return None


NO_ADDRESS = Screened(verdict="not_screened", asked=Asked(), reason="not_an_address")
