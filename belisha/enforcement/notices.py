"""Notices: what a user is told of an order, held while nobody may be told, and told once.

There is none of a hold: until a person has decided, telling would warn somebody, and say what the screening
found. There is none of what is kept.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from belisha.enforcement import notice_facts as facts
from belisha.enforcement.notice_table import Notice
from belisha.enforcement.notice_words import appeal_words, spoken, words_for
from belisha.enforcement.order_table import Order
from belisha.intake.receipts import new_receipt
from belisha.ledger.record import Actor, record
from belisha.organisation.profile import profile
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
    if (order.kind, order.target_kind) not in KINDS:
        return None
    notice = Notice.objects.select_related("order").filter(order=order).first()
    if notice is None or way_of(notice) != Way.SERVICE:
        return None
    if not facts.may_be_told(order):
        # Noted now: else what the service is not given here would count as given with its order.
        Notice.objects.filter(order=order, told_at=None, held_since=None).update(held_since=timezone.now())
        return None
    return as_json(notice, language=language)


def as_json(notice: Notice, *, language: str = "") -> dict[str, Any]:
    """A notice as the service reads it."""
    spoken_in = spoken(language, settings.BELISHA.notice_language)
    said = words_for(notice.kind, notice.reader, spoken_in, facts.lines_to_talk())
    appeal = None
    if notice.kind not in BACK:
        until, url = notice.appeal_until.astimezone(profile().zone), appeal_url()
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


def way_of(notice: Notice) -> str:
    """Who tells the user: this desk by mail where that is set and it knows where to; else the service."""
    if notice.told_at is not None and notice.told_by:
        return notice.told_by
    if settings.BELISHA.notices_by == "mail" and mail.configured() and facts.address_of(notice.order):
        return Way.MAIL
    return Way.SERVICE


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A notice that may be told now, after it could not be when the service got its order."""

    order: UUID
    notice: dict[str, Any]


def let_go(*, language: str = "", most: int = 100) -> list[Waiting]:
    """The notices that nobody has told yet, of orders that the service had while they were held."""
    rows = Notice.objects.filter(told_at=None, held_since=None).exclude(let_go_at=None)
    found = []
    for row in rows.select_related("order").order_by("let_go_at")[:most]:
        if said := notice_for(row.order, language=language):
            found.append(Waiting(order=row.order_id, notice=said))
    return found


@transaction.atomic
def told(*, order_id: UUID, by: Actor) -> Notice:
    """Note that the service has told its user; again, nothing changes. NotFound where nothing may be told."""
    notice = Notice.objects.filter(order=order_id).first()
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
