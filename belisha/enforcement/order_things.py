"""What of a case can be ordered about: the items and accounts that its reports name, by the service's ids."""

from dataclasses import dataclass
from uuid import UUID

from belisha.enforcement.order_add import Thing
from belisha.enforcement.order_propose import About
from belisha.enforcement.order_rules import ACCOUNT, ITEM
from belisha.intake.models import Account, Item, Signal
from belisha.organisation.models import Service
from belisha.refusal import NotFound
from belisha.triage.models import Membership

MOST = 200  # things of one case that a page offers; what matched comes first
IN_ORDER = ("report__received_at", "report_id", "place")
KEY = 24  # hexadecimal digits of the keyed digest: enough to tell the things of one case apart


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One of them, opened, with what the reports say of it."""

    thing: Thing
    about: About
    service: Service | None

    @property
    def key(self) -> str:
        """What a form names it by: a keyed digest, which says nothing of it."""
        return self.about.key


def things_of(case_id: UUID) -> list[Seen]:
    """Each item and account once, what matched first, then suspects."""
    reports = Membership.objects.filter(case_id=case_id, left_at=None).values("report_id")
    matched = set(
        Signal.objects.filter(report_id__in=reports, match__isnull=False).values_list("item_id", flat=True)
    )
    items = Item.objects.filter(report_id__in=reports).select_related("report__service")
    accounts = Account.objects.filter(report_id__in=reports).select_related("report__service")
    found = [_item(row, row.id in matched) for row in items.order_by(*IN_ORDER)[:MOST]]
    found += [_account(row) for row in accounts.order_by(*IN_ORDER)[:MOST]]
    first = sorted(found, key=lambda seen: (not seen.about.matched, seen.about.role != "suspect"))
    once: dict[str, Seen] = {}
    for seen in first:
        once.setdefault(seen.key, seen)
    return list(once.values())[:MOST]


def thing_in(case_id: UUID, key: str) -> Seen:
    """The one with this key. Raises NotFound."""
    for seen in things_of(case_id):
        if seen.key == key:
            return seen
    raise NotFound(what="item or account in this case")


def _item(row: Item, matched: bool) -> Seen:
    thing = Thing(kind=ITEM, id=row.external_id, locator=row.locator)
    return Seen(
        thing=thing,
        about=About(kind=ITEM, key=key_of(thing), matched=matched),
        service=row.report.service,
    )


def _account(row: Account) -> Seen:
    thing = Thing(kind=ACCOUNT, id=row.external_id, locator=str(row.details.get("profile_url") or ""))
    about = About(kind=ACCOUNT, key=key_of(thing), role=row.role, age_band=row.age_band)
    return Seen(thing=thing, about=about, service=row.report.service)


def key_of(thing: Thing) -> str:
    """What names a thing in a form."""
    return named_by(thing.target)


def named_by(target: bytes | memoryview) -> str:
    """The same of the keyed digest that an order keeps."""
    return bytes(target).hex()[:KEY]
