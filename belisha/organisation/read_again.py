"""Noting that a row of the directory was read again and is still true: one person is enough for that."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from belisha.ledger.record import record
from belisha.organisation import checks
from belisha.organisation.addresses import Ending, Kind, Reading, end, facts_of, read_by
from belisha.organisation.directory import directory
from belisha.organisation.models import AddressClaim
from belisha.organisation.refusals import ConfirmFirst, ReadMeanwhile
from belisha.people.models import Staff
from belisha.routing import Mechanism
from belisha.routing.review import OldRow


@transaction.atomic
def look_again(*, row_id: str, reading: Reading, by: Staff) -> AddressClaim:
    """Note that a row was read again and is still true: any row but an address that nobody has confirmed.

    Raises NotFound, ConfirmFirst, ReadMeanwhile, WrongAddress.
    """
    [row] = checks.reviewed(row_id)
    return _noted(row, directory().get(row_id), reading, by)


def _noted(row: OldRow, mechanism: Mechanism | None, reading: Reading, by: Staff) -> AddressClaim:
    now = timezone.now()
    if mechanism and not mechanism.confirmed and mechanism.country != "GB":
        raise ConfirmFirst(name=row.name)
    claim = AddressClaim(
        kind=Kind.AGAIN,
        authority=row.id,
        country=mechanism.country if mechanism else "",
        name=row.name[:200],
        url=(row.url or "")[:300],
        shipped=row.digest,
        holds_from=now,
    )
    read_by(claim, reading, by)
    checks.lock(row.id)
    for earlier in AddressClaim.objects.filter(kind=Kind.AGAIN, authority=row.id, ended_at=None):
        end(earlier, now, Ending.SUPERSEDED, by)
    try:
        with transaction.atomic():
            claim.save()
    except IntegrityError as problem:
        # Two people at once: the constraint lets one through.
        raise ReadMeanwhile(name=row.name) from problem
    record("directory.read_again", by=by, about=claim, **facts_of(claim))
    return claim


@transaction.atomic
def look_again_at(*, row_ids: Iterable[str], read_on: date, by: Staff) -> int:
    """Note that several rows were read again, each on its own page; return how many. All or none.

    Raises NotFound, ConfirmFirst, WrongAddress: a row without a page is looked at by itself.
    """
    rows, now = checks.reviewed(*dict.fromkeys(row_ids)), directory()
    for row in rows:
        reading = Reading(title=row.name[:200], url=row.url or "", read_on=read_on)
        _noted(row, now.get(row.id), reading, by)
    return len(rows)
