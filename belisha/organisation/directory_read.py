"""What pages and commands show of the directory: each row, what is said of it here, and by whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from belisha.organisation import alike, checks
from belisha.organisation.destination_checks import ELSEWHERE
from belisha.organisation.directory import by_authority, digest_of, directory, looked_at, shipped_row
from belisha.organisation.models import AddressClaim
from belisha.organisation.profile import profile
from belisha.refusal import NotFound
from belisha.routing import Mechanism
from belisha.routing.answer import Source
from belisha.routing.countries import countries
from belisha.routing.review import OldRow, is_old, to_review

Kind = AddressClaim.Kind
STATES = {
    "proposed": ("Second person needed", "amber"),
    "waiting": ("A change waits", "amber"),
    "wrong": ("Said to be wrong", "red"),
    "confirm_first": ("Confirm first", "amber"),
    "changed": ("Changed here", "blue"),
    "added": ("Added here", "blue"),
    "confirmed": ("Confirmed here", "green"),
    "by_law": ("Named by law", "grey"),
    "shipped": ("Confirmed as shipped", "grey"),
}
"""Where a row stands, in words and with a colour; the first that fits is shown."""
WIDER = {"old": "To be read again", "sure": "Confirmed, here or as shipped"}
PLACES = {"EU": "European Union", "XX": "Anywhere"}


@dataclass(frozen=True, kw_only=True)
class RowLine:
    """One row of the directory as the list shows it."""

    id: str
    country: str
    name: str
    url: str
    phone: str
    state: str
    confirmed: bool
    checked_on: str
    old: bool

    @property
    def state_words(self) -> str:
        """Where it stands."""
        return STATES[self.state][0]

    @property
    def colour(self) -> str:
        """The colour of the tag that says it."""
        return STATES[self.state][1]


@dataclass(frozen=True, kw_only=True)
class Listing:
    """The rows that were asked for, and how many there are in each state."""

    rows: tuple[RowLine, ...]
    counts: dict[str, int]
    total: int


@dataclass(frozen=True, kw_only=True)
class ClaimView:
    """What somebody said of a row, with all who had a part in it. `odd`: what a second person looks at."""

    id: UUID
    kind: str
    kind_words: str
    url: str
    phone: str
    email: str
    source_title: str
    source_url: str
    read_on: date | None
    reason: str
    proposed_by: str
    proposed_at: datetime
    confirmed_by: str
    confirmed_at: datetime | None
    confirmed_read_on: date | None
    one_person_mode: bool
    holds_from: datetime | None
    ended_at: datetime | None
    ended_by: str
    ending_words: str
    odd: tuple[str, ...]
    own: bool


@dataclass(frozen=True, kw_only=True)
class AuthorityPage:
    """Everything that the page of one row shows. `outdated`: a release has changed what was confirmed."""

    line: RowLine
    now: Mechanism | None
    shipped: Mechanism | None
    proposal: ClaimView | None
    waiting: ClaimView | None
    history: tuple[ClaimView, ...]
    outdated: bool
    may_confirm: bool
    may_change: bool
    may_doubt: bool
    may_look_again: bool
    may_have_mailbox: bool
    alone: bool


def listing(*, text: str = "", state: str = "") -> Listing:
    """The rows whose name, id or country holds `text`, in a state of STATES or WIDER. Two queries."""
    claims = by_authority(_live())
    lines = [_line(row, claims.get(row.id, ())) for row in _rows(claims)]
    counts = {name: sum(_is(line, name) for line in lines) for name in (*STATES, *WIDER)}
    wanted = text.strip().casefold()
    found = [
        line
        for line in lines
        if (not state or _is(line, state)) and wanted in f"{line.name} {line.id} {line.country}".casefold()
    ]
    return Listing(rows=tuple(sorted(found, key=_in_order)), counts=counts, total=len(lines))


def authority_page(authority: str, viewer_id: UUID) -> AuthorityPage:
    """One row with its history. Raises NotFound."""
    checks.refuse_unless_plain(authority)
    claims = list(_everybody().filter(authority=authority).order_by("-proposed_at"))
    live = [claim for claim in claims if not claim.ended_at or claim.ended_at > timezone.now()]
    now, shipped = directory().get(authority), shipped_row(authority)
    addresses = [claim for claim in live if claim.kind in AddressClaim.ADDRESSES]
    proposal = next((claim for claim in addresses if claim.confirmed_at is None), None)
    waiting = next((claim for claim in addresses if _waits(claim)), None)
    row = now or shipped or next((_to_come(claim) for claim in addresses), None)
    if row is None:
        raise NotFound(what="authority")
    fixed, busy = checks.fixed(row), bool(proposal or waiting)
    sure = bool(now and (now.confirmed or checks.by_law(now)))
    doubted = any(claim.kind == Kind.WRONG for claim in live)
    return AuthorityPage(
        line=_line(row, live),
        now=now,
        shipped=shipped,
        proposal=_view(proposal, now or shipped, viewer_id) if proposal else None,
        waiting=_view(waiting, now or shipped, viewer_id) if waiting else None,
        history=tuple(_view(claim, shipped, viewer_id) for claim in claims),
        outdated=any(claim.confirmed_at and _outdated(claim, shipped) for claim in addresses),
        may_confirm=bool(now and not sure and not busy and (row.url or row.phone)),
        may_change=bool(now and not fixed and not busy),
        may_doubt=bool(now and not doubted and not (shipped and checks.never_doubted(shipped))),
        may_look_again=bool(now and (sure or row.country == "GB")),
        may_have_mailbox=bool(now and authority not in ELSEWHERE),
        alone=profile().one_person_mode,
    )


def rows_to_review(day: date | None = None) -> tuple[OldRow, ...]:
    """Every row, help line, force, number and source that is old or was never read, as of a day or today."""
    as_of = day or checks.today()
    return to_review(directory(), as_of, looked_at(as_of))


def row_to_read(row_id: str) -> OldRow:
    """A row of any kind that somebody can read again. Raises NotFound."""
    return checks.reviewed(row_id)[0]


def is_change(claim_id: UUID) -> bool:
    """Does this claim say that an authority is reached otherwise than as shipped?"""
    return AddressClaim.objects.filter(id=claim_id).exclude(kind=Kind.AS_SHIPPED).exists()


def waiting_hours() -> int:
    """How many hours a change waits that two people have confirmed."""
    return settings.BELISHA.directory_cooling_off_hours


def countries_without() -> list[tuple[str, str]]:
    """The countries for which an authority may be added, by name."""
    there = {row.country for row in directory().mechanisms} | checks.FIXED_COUNTRIES
    free = [(one.code, one.name) for one in countries().values() if one.code not in there]
    return sorted(free, key=lambda pair: pair[1])


def _everybody() -> QuerySet[AddressClaim]:
    return AddressClaim.objects.select_related("proposed_by", "confirmed_by", "ended_by")


def _live() -> Iterable[AddressClaim]:
    return AddressClaim.objects.filter(Q(ended_at=None) | Q(ended_at__gt=timezone.now())).defer("reason")


def _rows(claims: dict[str, list[AddressClaim]]) -> Iterable[Mechanism]:
    now = directory()
    yield from now.mechanisms
    for authority, said in claims.items():
        if now.get(authority) is None:
            yield from (_to_come(claim) for claim in said if claim.kind == Kind.ADDED)


def _to_come(claim: AddressClaim) -> Mechanism:
    """A row that is proposed or waits: nobody is told of it yet."""
    return Mechanism(
        id=claim.authority,
        country=claim.country,
        authority=claim.name,
        kind="",
        what="",
        url=claim.url or None,
        phone=claim.phone or None,
        audience="",
        industry=False,
        source=Source(title=claim.source_title),
        confirmed=False,
    )


def _outdated(claim: AddressClaim, shipped: Mechanism | None) -> bool:
    return claim.kind != Kind.ADDED and claim.shipped != digest_of(shipped)


def _waits(claim: AddressClaim) -> bool:
    return bool(claim.confirmed_at and claim.holds_from and claim.holds_from > timezone.now())


def _line(row: Mechanism, said: Iterable[AddressClaim]) -> RowLine:
    checked = row.source.checked_on or ""
    name = countries()[row.country].name if row.country in countries() else PLACES.get(row.country, "")
    return RowLine(
        id=row.id,
        country=name,
        name=row.authority,
        url=row.url or "",
        phone=row.phone or "",
        state=_state(row, list(said)),
        confirmed=row.confirmed,
        checked_on=checked,
        old=is_old(checked, checks.today()),
    )


def _state(row: Mechanism, said: list[AddressClaim]) -> str:
    addresses = [claim for claim in said if claim.kind in AddressClaim.ADDRESSES]
    if any(claim.confirmed_at is None for claim in addresses):
        return "proposed"
    if any(_waits(claim) for claim in addresses):
        return "waiting"
    if any(claim.kind == Kind.WRONG for claim in said):
        return "wrong"
    if checks.by_law(row):
        return "by_law"
    if not row.confirmed:
        return "confirm_first"
    kinds = {Kind.CHANGED: "changed", Kind.ADDED: "added", Kind.AS_SHIPPED: "confirmed"}
    return next((kinds[Kind(claim.kind)] for claim in addresses), "shipped")


def _is(line: RowLine, state: str) -> bool:
    return {"old": line.old, "sure": line.confirmed}.get(state, line.state == state)


def _in_order(line: RowLine) -> tuple[bool, str, str]:
    return (line.state not in ("proposed", "waiting", "wrong"), line.country, line.name)


def _view(claim: AddressClaim, before: Mechanism | None, viewer_id: UUID) -> ClaimView:
    known = before.url or "" if before else ""
    changes = claim.kind in (Kind.CHANGED, Kind.ADDED)
    return ClaimView(
        id=claim.id,
        kind=claim.kind,
        kind_words=claim.get_kind_display(),
        url=claim.url,
        phone=claim.phone,
        email=claim.email,
        source_title=claim.source_title,
        source_url=claim.source_url,
        read_on=claim.read_on,
        reason=claim.reason,
        proposed_by=claim.proposed_by.name,
        proposed_at=claim.proposed_at,
        confirmed_by=claim.confirmed_by.name if claim.confirmed_by else "",
        confirmed_at=claim.confirmed_at,
        confirmed_read_on=claim.confirmed_read_on,
        one_person_mode=claim.one_person_mode,
        holds_from=claim.holds_from,
        ended_at=claim.ended_at,
        ended_by=claim.ended_by.name if claim.ended_by else "",
        ending_words=claim.get_ending_display(),
        odd=alike.odd_about(claim.url, known=known, email=claim.email) if changes else (),
        own=claim.proposed_by_id == viewer_id,
    )
