"""Fingerprints and addresses that come by the thousand: mostly misses, which must cost next to nothing."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from belisha.intake.keep_held import UploadAnswer, again, keep_held
from belisha.intake.matched_report import LONGEST_LOCATOR, Content
from belisha.intake.models import Source
from belisha.intake.uploads import AboutContent, SentHashes, SentUrl
from belisha.ledger.record import Actor
from belisha.organisation.models import Service
from belisha.organisation.reach import service_of
from belisha.screening.hold import still_held
from belisha.screening.noting import note_sent, note_urls
from belisha.screening.probing import note_hashes, refuse_beyond_budget
from belisha.screening.screen import Screened, screen_octets, screen_sent, screen_urls

Row = Mapping[str, Any]
Answers = dict[int, UploadAnswer]
"""By place, what is held; everything else is no match."""


def receive_hashes(*, rows: Sequence[Row], service: str | None, by: Actor) -> Answers:
    """Screen fingerprints; `rows` are in the form of SentHashes.

    A content id that this client was told to hold within 24 hours is held again with the same reference.
    Raises UnknownService, OtherService, ServiceMissing.
    """
    refuse_beyond_budget(by)
    whose = service_of(service, by)
    held = _still_held({place: row["id"] for place, row in enumerate(rows) if row.get("id")}, whose, by)
    screened = screen_sent(rows)
    note_sent(rows, matched=screened, by=by)
    contents = {place: _of_hashes(rows[place], one) for place, one in screened.items() if place not in held}
    return held | _keep(contents, whose, by)


def receive_octets(*, octets: bytes, service: str | None, by: Actor) -> Answers:
    """Screen PDQ hashes of 32 bytes each, of which nothing else is known.

    Raises UnknownService, OtherService, ServiceMissing.
    """
    refuse_beyond_budget(by)
    whose = service_of(service, by)
    screened = screen_octets(octets)
    note_hashes(octets=octets, matched=screened, by=by)
    contents = {place: _of_hashes({"pdq": one.asked.views[0].pdq}, one) for place, one in screened.items()}
    return _keep(contents, whose, by)


def receive_urls(*, rows: Sequence[Row], service: str | None, by: Actor) -> Answers:
    """Screen addresses; `rows` are in the form of SentUrl.

    Raises UnknownService, OtherService, ServiceMissing.
    """
    refuse_beyond_budget(by)
    whose = service_of(service, by)
    held = _still_held({place: _name_of(row) for place, row in enumerate(rows)}, whose, by)
    screened = screen_urls(row["url"] for row in rows)
    note_urls(rows, matched=[place for place, one in screened.items() if one.verdict == "match"], by=by)
    contents = {place: _of_url(rows[place], one) for place, one in screened.items() if place not in held}
    return held | _keep(contents, whose, by)


def _still_held(names: Mapping[int, str], whose: Service | None, by: Actor) -> Answers:
    held = still_held(set(names.values()), service=whose, by=by)
    return {place: again(held[name]) for place, name in names.items() if name in held} if held else {}


def _keep(contents: Mapping[int, Content], service: Service | None, by: Actor) -> Answers:
    kept = keep_held(contents.values(), service=service, by=by)
    return {place: kept[one.name] for place, one in contents.items()}


def _of_hashes(row: Row, screened: Screened) -> Content:
    sent = SentHashes.model_validate(row)
    fingerprints = sent.fingerprints()
    return Content(
        name=sent.id or next(f"{kind} {value}" for kind, value in fingerprints.items()),
        about=sent,
        screened=screened,
        fingerprints=fingerprints,
        source=Source.HASH_MATCH,
    )


def _of_url(row: Row, screened: Screened) -> Content:
    sent = SentUrl.model_validate(row)
    about = {"locator": sent.locator or _one_line(sent.url)[:LONGEST_LOCATOR] or None}
    return Content(
        name=_name_of(row),
        about=AboutContent.model_validate(sent.model_dump(exclude={"url"}) | about),
        screened=screened,
        fingerprints={},
        source=Source.URL_MATCH,
    )


def _name_of(row: Row) -> str:
    # An id may be that of a message with several addresses.
    return f"{row.get('id') or 'url'} {_one_line(row['url'])}"


def _one_line(url: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f-\x9f]+", " ", url).strip()
