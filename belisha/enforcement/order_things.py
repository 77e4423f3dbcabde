"""What of a case can be ordered about: the items and accounts that reports name, by each service's ids."""

from dataclasses import dataclass, replace
from hashlib import sha256
from uuid import UUID

from belisha.enforcement.order_add import Thing
from belisha.enforcement.order_propose import About
from belisha.enforcement.order_rules import ACCOUNT, ITEM
from belisha.intake.models import Account, Item, Signal
from belisha.organisation.models import Service
from belisha.refusal import NotFound
from belisha.triage.models import Case, Membership

MOST = 200  # things of one case that a page offers; what matched comes first
IN_ORDER = ("report__received_at", "report_id", "place")
KEY = 24  # hexadecimal digits of a digest: enough to tell the things of one case apart


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One of them, opened, with what reports say of it; `where` is its service where there are several."""

    thing: Thing
    about: About
    service: Service | None
    where: str = ""

    @property
    def key(self) -> str:
        """What a form names it by: a digest, which says nothing of it."""
        return self.about.key


def things_of(case_id: UUID) -> list[Seen]:
    """Each item and account of each service once, what matched first, then suspects."""
    own = _service_of(case_id)
    reports = Membership.objects.filter(case_id=case_id, left_at=None).values("report_id")
    matched = set(
        Signal.objects.filter(report_id__in=reports, match__isnull=False).values_list("item_id", flat=True)
    )
    items = Item.objects.filter(report_id__in=reports).select_related("report__service")
    accounts = Account.objects.filter(report_id__in=reports).select_related("report__service")
    found = [_item(row, row.id in matched, own) for row in items.order_by(*IN_ORDER)[:MOST]]
    found += [_account(row, own) for row in accounts.order_by(*IN_ORDER)[:MOST]]
    first = sorted(found, key=lambda seen: (not seen.about.matched, seen.about.role != "suspect"))
    once: dict[str, Seen] = {}
    for seen in first:
        once.setdefault(seen.key, seen)
    return _told_apart(list(once.values())[:MOST])


def thing_in(case_id: UUID, key: str) -> Seen:
    """The one with this key. Raises NotFound."""
    for seen in things_of(case_id):
        if seen.key == key:
            return seen
    raise NotFound(what="item or account in this case")


def _service_of(case_id: UUID) -> Service | None:
    """Whose orders of a case are that name no service: the case's own."""
    case = Case.objects.select_related("service").filter(id=case_id).first()
    return case.service if case else None


def _told_apart(found: list[Seen]) -> list[Seen]:
    if len({seen.service for seen in found}) < 2:
        return found
    return [replace(seen, where=seen.service.name if seen.service else "") for seen in found]


def _item(row: Item, matched: bool, own: Service | None) -> Seen:
    thing = Thing(kind=ITEM, id=row.external_id, locator=row.locator)
    service = row.report.service or own
    about = About(kind=ITEM, key=named_by(thing.target, service), matched=matched)
    return Seen(thing=thing, about=about, service=service)


def _account(row: Account, own: Service | None) -> Seen:
    thing = Thing(kind=ACCOUNT, id=row.external_id, locator=str(row.details.get("profile_url") or ""))
    service = row.report.service or own
    key = named_by(thing.target, service)
    about = About(kind=ACCOUNT, key=key, role=row.role, age_band=row.age_band)
    return Seen(thing=thing, about=about, service=service)


def named_by(target: bytes | memoryview, service: Service | None) -> str:
    """What names a thing of a service in a form, by the keyed digest that an order keeps."""
    return sha256(bytes(target) + (service.id.bytes if service else b"")).hexdigest()[:KEY]
