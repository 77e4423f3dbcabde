"""What reports are about, by keyed look-ups: the pieces that a register compares and nobody can read."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from belisha.intake.models import Source
from belisha.intake.read import AccountView, ItemView, LineView, ReportView
from belisha.referrals.message import ReferralMessage
from belisha.screening.nothing import OF_NOTHING
from belisha.vault.lookup import digest

ITEM, URL, LINE, SUSPECT = "item", "url", "line", "suspect"
FILES = ("md5", "sha1", "sha256")
"""Exact fingerprints. Of a perceptual one, another picture may have the same."""

Thing = tuple[str, bytes]


CLOCKS_DIFFER = timedelta(minutes=5)
"""Between the service's clock and ours."""


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One item: where it is, and which file it is. `own`: its service's own number, no person's words."""

    name: str
    own: frozenset[Thing]
    places: frozenset[Thing]
    files: frozenset[Thing]


@dataclass(frozen=True, kw_only=True)
class Things:
    """What reports are about. `newest`: when the last of it was written or uploaded, where that is known;
    `seen`: where it isn't, when somebody saw the last of it."""

    pieces: tuple[Piece, ...] = ()
    lines: frozenset[Thing] = frozenset()
    suspects: frozenset[Thing] = frozenset()
    newest: datetime | None = None
    seen: datetime | None = None

    @property
    def all(self) -> frozenset[Thing]:
        """Every look-up."""
        pieces = (thing for piece in self.pieces for thing in piece.places | piece.files)
        return frozenset(pieces) | self.lines | self.suspects


def things_of(reports: Iterable[ReportView], message: ReferralMessage | None = None) -> Things:
    """Return what these reports are about; with a message, only what it says of them."""
    rows = list(reports)
    items = [(one, item) for one in rows for item in one.items if _says_item(message, item)]
    lines = [line for one in rows for line in one.conversation if _says_line(message, line)]
    newest = _newest((item for _, item in items), lines, _came_in(rows))
    seen = max((one.occurred_at for one in rows if one.occurred_at), default=None)
    return Things(
        pieces=tuple({item.external_id: _piece(one, item) for one, item in items}.values()),
        lines=frozenset(_lines(lines)),
        suspects=frozenset(_suspects((one.service, account) for one in rows for account in one.accounts)),
        newest=newest,
        # When somebody saw it says less than when it was written; it counts where nothing else is known.
        seen=None if newest else seen,
    )


def _says_item(message: ReferralMessage | None, item: ItemView) -> bool:
    return message is None or any(one.id == item.external_id for one in message.items)


def _says_line(message: ReferralMessage | None, line: LineView) -> bool:
    return message is None or any((one.at, one.text) == (line.at, line.text) for one in message.conversation)


def _piece(report: ReportView, item: ItemView) -> Piece:
    # A service's own ids mean something within that service alone; a fingerprint means the same everywhere.
    number = (ITEM, digest(ITEM, f"{report.service}\0{item.external_id}"))
    places = {number}
    if item.locator:
        places.add((URL, digest(URL, item.locator)))
    known = {kind: item.fingerprints.get(kind, "") for kind in FILES}
    files = {(kind, digest(kind, value)) for kind, value in known.items() if value}
    nothing = any(value.lower() in OF_NOTHING for value in known.values())
    return Piece(
        name=item.external_id,
        own=frozenset() if report.source == Source.PUBLIC else frozenset({number}),
        places=frozenset(places),
        files=frozenset() if nothing else frozenset(files),
    )


def _lines(lines: Iterable[LineView]) -> Iterator[Thing]:
    for line in lines:
        # "hello" from anybody at no known time is no thing by which a conversation is known again.
        if line.at and line.sender:
            said = [line.sender, line.recipient, line.at.isoformat(), line.text]
            yield LINE, digest(LINE, json.dumps(said))


def _suspects(accounts: Iterable[tuple[str, AccountView]]) -> Iterator[Thing]:
    for service, account in accounts:
        if account.role == "suspect":
            yield SUSPECT, digest(SUSPECT, f"{service}\0{account.external_id}")


def _came_in(reports: Iterable[ReportView]) -> datetime | None:
    return max((one.received_at for one in reports), default=None)


def _newest(
    items: Iterable[ItemView], lines: Iterable[LineView], came_in: datetime | None
) -> datetime | None:
    written = [line.at for line in lines if line.at] + [
        item.uploaded_at for item in items if item.uploaded_at
    ]
    # Nothing was written after it was reported: a clock that says so is not believed.
    return max((at for at in written if came_in and at <= came_in + CLOCKS_DIFFER), default=None)
