"""The directory of authorities as it holds at this desk: shipped, confirmed, changed or doubted."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from belisha.organisation.models import AddressClaim
from belisha.routing import SHIPPED, Directory, Mechanism
from belisha.routing.answer import Source
from belisha.routing.review import of_mechanism, read_rows

Kind = AddressClaim.Kind
PUBLIC, INDUSTRY = "companies and public", "companies"


def directory(now: datetime | None = None) -> Directory:
    """Return the shipped rows with what this desk has confirmed and changed, in force now. One query."""
    claims = by_authority(in_force(now or timezone.now()))
    rows = (row_of(authority, said) for authority, said in claims.items())
    changed = [row for row in rows if row is not None]
    return SHIPPED.with_rows(changed) if changed else SHIPPED


def looked_at(today: date) -> dict[str, str]:
    """Return when this desk last read help lines, forces, numbers and rules' sources, by the row's id.

    A reading counts only for the row as it was read: not when a later release says something else.
    """
    claims = {claim.authority: claim for claim in in_force(timezone.now()) if claim.kind == Kind.AGAIN}
    if not claims:
        return {}
    rows = ((row, claims.get(row.id)) for row in read_rows(SHIPPED, today) if row.kind != "authority")
    return {row.id: str(said.read_on) for row, said in rows if said and said.shipped == row.digest}


def state_of_claims() -> tuple[UUID, ...]:
    """What is in force now, to see cheaply whether it has changed since somebody last looked."""
    return tuple(in_force(timezone.now()).order_by("id").values_list("id", flat=True))


def pending() -> tuple[tuple[UUID, str, datetime | None], ...]:
    """What waits for a second person, or for its time: id, the authority's name, and when it is to hold."""
    waiting = Q(confirmed_at=None) | Q(holds_from__gt=timezone.now())
    rows = AddressClaim.objects.filter(waiting, kind__in=AddressClaim.ADDRESSES, ended_at=None)
    return tuple(rows.order_by("proposed_at", "id").values_list("id", "name", "holds_from"))


def in_force(now: datetime) -> QuerySet[AddressClaim]:
    """The claims that count now."""
    lasting = Q(ended_at=None) | Q(ended_at__gt=now)
    return AddressClaim.objects.filter(lasting, holds_from__lte=now)


def by_authority(claims: Iterable[AddressClaim]) -> dict[str, list[AddressClaim]]:
    """The claims of each authority together."""
    found: dict[str, list[AddressClaim]] = {}
    for claim in claims:
        found.setdefault(claim.authority, []).append(claim)
    return found


def shipped_row(authority: str) -> Mechanism | None:
    """A row as it comes with the package; None where there is none."""
    return next((row for row in SHIPPED.mechanisms if row.id == authority), None)


def digest_of(row: Mechanism | None) -> str:
    """The digest of a row's address; nothing where there is no row."""
    return of_mechanism(row).digest if row else ""


def row_of(authority: str, claims: Iterable[AddressClaim]) -> Mechanism | None:
    """One row of the directory with what is said of it; None where nothing is known of it any more."""
    said = {claim.kind: claim for claim in claims}
    shipped = shipped_row(authority)
    address = next((said[kind] for kind in AddressClaim.ADDRESSES if kind in said), None)
    row = _with_address(shipped, address)
    if row is None:
        return None
    row = _read_again(row, said.get(Kind.AGAIN))
    return replace(row, confirmed=False) if Kind.WRONG in said else row


def _with_address(shipped: Mechanism | None, address: AddressClaim | None) -> Mechanism | None:
    if address is None:
        return shipped
    if shipped is None:
        return _added(address) if address.kind == Kind.ADDED else None
    if address.shipped != digest_of(shipped):
        # The row says something else than what was confirmed: nobody here has read that.
        return replace(shipped, confirmed=False)
    if address.kind == Kind.AS_SHIPPED:
        # Never the claim's own words: an address that moves has to cool off.
        return replace(shipped, source=_source(address), confirmed=True)
    return replace(
        shipped,
        url=address.url or None,
        phone=address.phone or None,
        email=address.email or None,
        source=_source(address),
        confirmed=True,
    )


def _added(address: AddressClaim) -> Mechanism:
    return Mechanism(
        id=address.authority,
        country=address.country,
        authority=address.name,
        kind="hotline",
        what="Report online crimes against children. Added by this desk",
        url=address.url or None,
        phone=address.phone or None,
        email=address.email or None,
        audience=PUBLIC if address.for_public else INDUSTRY,
        industry=not address.for_public,
        source=_source(address),
        confirmed=True,
    )


def _source(claim: AddressClaim) -> Source:
    return Source(title=claim.source_title, url=claim.source_url, checked_on=max(_days(claim)))


def _days(claim: AddressClaim) -> Iterator[str]:
    for day in (claim.read_on, claim.confirmed_read_on):
        if day is not None:
            yield day.isoformat()


def _read_again(row: Mechanism, again: AddressClaim | None) -> Mechanism:
    if again is None or again.shipped != digest_of(row):
        return row
    newest = max(row.source.checked_on or "", *_days(again))
    return replace(row, source=replace(row.source, checked_on=newest))
