"""What pages and commands show of mailboxes and partners: where each stands, who said so, what is odd."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from belisha.organisation import checks
from belisha.organisation import destination_checks as own
from belisha.organisation.certificates import (
    EXPIRES_SOON,
    WrongCertificate,
    in_groups,
    read_certificate,
)
from belisha.organisation.destination_care import is_stale, last_read
from belisha.organisation.destination_odd import odd_about
from belisha.organisation.destination_table import Destination
from belisha.organisation.directory import directory
from belisha.organisation.in_force import is_as_confirmed
from belisha.organisation.mailboxes import mailbox_of
from belisha.organisation.profile import profile
from belisha.refusal import NotFound
from belisha.routing.forces import forces

STATES = {
    "broken": ("Changed behind two people’s backs", "red"),
    "proposed": ("Second person needed", "amber"),
    "waiting": ("Waits before it counts", "amber"),
    "unsure": ("In force, address doubted", "red"),
    "in_force": ("In force", "green"),
    "ended": ("Ended", "grey"),
}
"""Where a destination stands, in words and with a colour."""


@dataclass(frozen=True, kw_only=True)
class KeyView:
    """A key as people compare it. `problem`: why nothing can be encrypted to it now."""

    fingerprint: str
    user_ids: tuple[str, ...]
    expires: datetime | None
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class DestinationView:
    """One destination with all who had a part in it. `odd`: what a second person looks at twice."""

    id: UUID
    kind: str
    kind_words: str
    authority: str
    name: str
    where: str
    key: KeyView | None
    plain_allowed: bool
    signing: str
    state: str
    source_title: str
    source_url: str
    read_on: date
    last_read: date
    old: bool
    reason: str
    proposed_by: str
    proposed_at: datetime
    confirmed_by: str
    confirmed_at: datetime | None
    confirmed_read_on: date | None
    read_again_by: str
    one_person_mode: bool
    holds_from: datetime | None
    ended_at: datetime | None
    ended_by: str
    ended_because: str
    ending_words: str
    odd: tuple[str, ...]
    own: bool

    @property
    def state_words(self) -> str:
        """Where it stands."""
        return STATES[self.state][0]

    @property
    def colour(self) -> str:
        """The colour of the tag that says it."""
        return STATES[self.state][1]

    @property
    def confidence(self) -> str:
        """How sure the desk is of it, in words."""
        if not self.confirmed_by:
            return f"{self.proposed_by} alone says so"
        if self.one_person_mode:
            return f"{self.confirmed_by} alone, in one-person mode"
        return f"{self.proposed_by} and {self.confirmed_by}"


@dataclass(frozen=True, kw_only=True)
class DestinationPage:
    """Everything that the page of one authority's or partner's destination shows."""

    authority: str
    name: str
    page: str
    partner: bool
    now: DestinationView | None
    proposal: DestinationView | None
    waiting: DestinationView | None
    history: tuple[DestinationView, ...]
    alone: bool

    @property
    def busy(self) -> bool:
        """Does something wait for a person or for its time?"""
        return bool(self.proposal or self.waiting)


def destinations() -> tuple[DestinationView, ...]:
    """Every destination that holds, waits or is proposed, what presses first."""
    now = timezone.now()
    live = [row for row in _rows() if not row.ended_at or row.ended_at > now]
    order = list(STATES)
    views = (view(row) for row in live)
    return tuple(sorted(views, key=lambda one: (order.index(one.state), one.name, one.proposed_at)))


def destination_page(authority: str, viewer_id: UUID) -> DestinationPage:
    """One authority's or partner's destinations, those that ended too. Raises NotFound and NoDestination."""
    checks.refuse_unless_plain(authority)
    rows = list(_rows().filter(authority=authority).order_by("-proposed_at"))
    partner = authority.startswith(own.PREFIX)
    if partner and not rows:
        raise NotFound(what="partner")
    known = None if partner else own.known(authority)
    views = [view(row, viewer_id) for row in rows]
    return DestinationPage(
        authority=authority,
        name=known.name if known else rows[0].name,
        page=known.url if known else "",
        partner=partner,
        now=next((one for one in views if one.state in ("in_force", "unsure", "broken")), None),
        proposal=next((one for one in views if one.state == "proposed"), None),
        waiting=next((one for one in views if one.state == "waiting"), None),
        history=tuple(views),
        alone=profile().one_person_mode,
    )


def state_of(row: Destination) -> str:
    """Where a destination stands: a word of STATES."""
    now = timezone.now()
    if row.ended_at and row.ended_at <= now:
        return "ended"
    if row.holds_from is None:
        return "proposed"
    if not is_as_confirmed(row):
        return "broken"
    if row.holds_from > now:
        return "waiting"
    if row.kind == Destination.Kind.MAILBOX and mailbox_of(row.authority) is None:
        return "unsure"
    return "in_force"


def view(row: Destination, viewer_id: UUID | None = None) -> DestinationView:
    """A destination as it is shown."""
    state = state_of(row)
    key = _key(row)
    return DestinationView(
        id=row.id,
        kind=row.kind,
        kind_words=row.get_kind_display(),
        authority=row.authority,
        name=row.name,
        where=row.email or row.url,
        key=key,
        plain_allowed=row.plain_allowed,
        signing=row.signing,
        state=state,
        source_title=row.source_title,
        source_url=row.source_url,
        read_on=row.read_on,
        last_read=last_read(row),
        old=is_stale(row, checks.today()),
        reason=row.reason,
        proposed_by=row.proposed_by.name,
        proposed_at=row.proposed_at,
        confirmed_by=row.confirmed_by.name if row.confirmed_by else "",
        confirmed_at=row.confirmed_at,
        confirmed_read_on=row.confirmed_read_on,
        read_again_by=row.read_again_by.name if row.read_again_by else "",
        one_person_mode=row.one_person_mode,
        holds_from=row.holds_from,
        ended_at=row.ended_at,
        ended_by=row.ended_by.name if row.ended_by else "",
        ended_because=row.ended_because,
        ending_words=row.get_ending_display(),
        odd=tuple(odd_about(row)) if state in ("proposed", "waiting") else (),
        own=row.proposed_by_id == viewer_id,
    )


def _rows() -> QuerySet[Destination]:
    people = ("proposed_by", "confirmed_by", "ended_by", "read_again_by")
    return Destination.objects.select_related(*people)


def _key(row: Destination) -> KeyView | None:
    if not row.fingerprint:
        return None
    try:
        found = read_certificate(bytes(row.key).decode(), now=timezone.now())
    except WrongCertificate as wrong:
        print_ = in_groups(row.fingerprint)
        return KeyView(fingerprint=print_, user_ids=(), expires=None, problem=str(wrong))
    return KeyView(fingerprint=found.grouped, user_ids=found.user_ids, expires=found.expires)


def soon_useless(within: timedelta = EXPIRES_SOON) -> tuple[DestinationView, ...]:
    """Destinations in force that want care: old, with a key that expires soon or is useless, or broken."""
    edge = timezone.now() + within
    return tuple(
        one for one in destinations() if one.state in ("in_force", "broken") and _wants_care(one, edge)
    )


def _wants_care(one: DestinationView, edge: datetime) -> bool:
    key = one.key
    expiring = key is not None and (bool(key.problem) or (key.expires is not None and key.expires < edge))
    return one.old or one.state == "broken" or expiring


def writable() -> list[tuple[str, str]]:
    """Authorities that may be given a mailbox: id and name, in the order of their names."""
    there = {one.id: one.authority for one in directory().mechanisms}
    there |= {f"police:{code}": force.name for code, force in forces().items()}
    return sorted(
        ((id_, name) for id_, name in there.items() if id_ not in own.ELSEWHERE), key=lambda pair: pair[1]
    )


def mailbox_before(authority: str) -> str:
    """The address of the newest mailbox that was ever confirmed, to begin a form with; else nothing."""
    rows = Destination.objects.filter(authority=authority, confirmed_at__isnull=False)
    return rows.order_by("-confirmed_at").values_list("email", flat=True).first() or ""
