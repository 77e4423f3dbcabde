"""Notices: what a user is told of an order, held while nobody may be told, and told once.

There is none of a hold: until a person has decided, telling would warn somebody, and say what the screening
found. There is none of what is kept.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from belisha.enforcement import notice_facts as facts
from belisha.enforcement.notice_table import Notice
from belisha.enforcement.notice_words import appeal_words, spoken, words_for
from belisha.enforcement.order_table import Order
from belisha.intake.models import Account
from belisha.intake.receipts import new_receipt
from belisha.ledger.record import Actor, record
from belisha.organisation.profile import profile
from belisha.organisation.reach import within
from belisha.outbound import mail
from belisha.refusal import NotFound
from belisha.vault.lookup import digest

Kind, Way = Notice.Kind, Notice.Way
KINDS = {
    ("remove", "item"): Kind.REMOVE,
    ("restrict", "account"): Kind.RESTRICT,
    ("suspend", "account"): Kind.SUSPEND,
    ("warn", "account"): Kind.WARN,
    ("restore", "item"): Kind.RETURNED,
    ("restore", "account"): Kind.REOPENED,
}
"""Of which orders a user is told, and as what."""
BACK = (Kind.RETURNED, Kind.REOPENED)
CODE = "appeal"
"""The kind of look-up under which codes are found."""


def prepare(order: Order, *, now: datetime) -> Notice | None:
    """Make the notice of an order that is due, inside the use case that makes it so; None: there is none."""
    kind = KINDS.get((order.kind, order.target_kind))
    if kind is None or order.case_id is None:
        return None
    code = new_receipt()
    notice, _ = Notice.objects.get_or_create(
        order=order,
        defaults={
            "case_id": order.case_id,
            "kind": kind,
            "reader": facts.reader_of(order),
            "code": code,
            "code_lookup": digest(CODE, code),
            "made_at": now,
            "appeal_until": now + timedelta(days=settings.BELISHA.appeal_days),
            "next_at": now,
        },
    )
    return notice


def notice_for(order: Order, *, language: str = "") -> dict[str, Any] | None:
    """What the service is to tell the user of this order; None: nothing, or nothing now.

    Asked at each reading: what may not be told any more isn't.
    """
    return notices_for([order], language=language).get(order.id)


def notices_for(orders: Sequence[Order], *, language: str = "") -> dict[UUID, dict[str, Any]]:
    """The same of many orders, in as many queries as of one; those of which nothing is told are left out."""
    about = {one.id: one for one in orders if (one.kind, one.target_kind) in KINDS}
    rows = {row.order_id: row for row in Notice.objects.filter(order__in=list(about))} if about else {}
    for row in rows.values():
        row.order = about[row.order_id]
    theirs = _by_service(rows.values())
    may = facts.may_be_told_of([row.order for row in theirs]) if theirs else {}
    held = [row.id for row in theirs if not may[row.order_id]]
    if held:
        # Noted now: else what the service is not given here would count as given with its order.
        Notice.objects.filter(id__in=held, told_at=None, held_since=None).update(held_since=timezone.now())
    here = Here.now() if len(held) < len(theirs) else None
    return {row.order_id: as_json(row, language=language, here=here) for row in theirs if may[row.order_id]}


def _by_service(rows: Collection[Notice]) -> list[Notice]:
    """Those of them that the service tells, not this desk by mail."""
    by_mail = settings.BELISHA.notices_by == "mail" and mail.configured()
    named = facts.accounts_in([row.order for row in rows]) if by_mail and rows else {}
    return [row for row in rows if way_of(row, named.get(row.order_id)) == Way.SERVICE]


@dataclass(frozen=True, kw_only=True)
class Here:
    """What notices say of the desk: by whose clock a day ends, and whom a child may talk to."""

    zone: ZoneInfo
    lines: Sequence[str]

    @classmethod
    def now(cls) -> Self:
        """As the desk is set up now."""
        return cls(zone=profile().zone, lines=facts.lines_to_talk())


def as_json(notice: Notice, *, language: str = "", here: Here | None = None) -> dict[str, Any]:
    """A notice as the service reads it."""
    here = here or Here.now()
    spoken_in = spoken(language, settings.BELISHA.notice_language)
    said = words_for(notice.kind, notice.reader, spoken_in, here.lines)
    appeal = None
    if notice.kind not in BACK:
        until, url = notice.appeal_until.astimezone(here.zone), appeal_url()
        text = appeal_words(spoken_in, until=until, url=url, code=notice.code)
        appeal = {"code": notice.code, "url": url, "until": notice.appeal_until.isoformat(), "text": text}
    return {"language": spoken_in, "title": said.title, "text": said.text, "appeal": appeal}


def as_letter(notice: Notice) -> tuple[str, str]:
    """A notice as a mail: its subject and its text."""
    said = as_json(notice)
    appeal = said["appeal"]["text"] if said["appeal"] else ""
    return said["title"], "\n\n".join(part for part in (said["text"], appeal) if part) + "\n"


def appeal_url() -> str:
    """The public page on which a code is entered."""
    return f"{settings.BASE_URL}{reverse('appeal')}"


def way_of(notice: Notice, named: Sequence[Account] | None = None) -> str:
    """Who tells the user: this desk by mail where that is set and it knows where to; else the service."""
    if notice.told_at is not None and notice.told_by:
        return notice.told_by
    if settings.BELISHA.notices_by == "mail" and mail.configured() and facts.address_of(notice.order, named):
        return Way.MAIL
    return Way.SERVICE


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A notice that may be told now, after it could not be when the service got its order."""

    order: UUID
    notice: dict[str, Any]


def let_go(*, by: Actor, language: str = "", most: int = 100) -> list[Waiting]:
    """The notices that nobody has told yet, of orders that the service had while they were held."""
    rows = within(Notice.objects.all(), by, path="order__service").exclude(let_go_at=None)
    rows = rows.filter(told_at=None, held_since=None)
    orders = [row.order for row in rows.select_related("order").order_by("let_go_at")[:most]]
    said = notices_for(orders, language=language)
    return [Waiting(order=one.id, notice=said[one.id]) for one in orders if one.id in said]


@transaction.atomic
def told(*, order_id: UUID, by: Actor) -> Notice:
    """Note that the service has told its user; again, nothing changes. NotFound where nothing may be told."""
    notice = within(Notice.objects.filter(order=order_id), by, path="order__service").first()
    if notice is None or (notice.told_at is None and not facts.may_be_told(notice.order)):
        raise NotFound(what="notice")
    return note_told(notice_id=notice.id, by=by, way=Way.SERVICE)


@transaction.atomic
def note_told(*, notice_id: UUID, by: Actor, way: str) -> Notice:
    """Note that the user was told and by whom, once."""
    notice = Notice.objects.select_for_update(of=("self",)).get(id=notice_id)
    if notice.told_at is None:
        notice.told_at, notice.told_by = timezone.now(), way
        notice.held_since, notice.next_at, notice.problem = None, None, ""
        notice.save(update_fields=["told_at", "told_by", "held_since", "next_at", "problem"])
        record("notice.told", by=by, about=notice, kind=notice.kind, way=way)
    return notice
