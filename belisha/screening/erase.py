"""What goes of screening with the reports that came of it. Fingerprints on this desk's own list stay."""

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

from django.db import transaction

from belisha.ledger.record import SYSTEM, record
from belisha.screening.models import ListChange, Match, Probe, Unscreened
from belisha.work.erase import erase as erase_tasks

AT_ONCE = 200
CASE_ERASED = "Said of a match in a case that was erased since."


def erase_matches(*, match_ids: Collection[UUID]) -> Counter[str]:
    """Delete these matches where no report points to them any more; count the rows.

    An entry that one of them set aside stays so, without the words that a reviewer wrote of the case.
    """
    rows = Match.objects.filter(id__in=match_ids, signals=None)
    for change in ListChange.objects.filter(id__in=rows.exclude(set_aside=None).values("set_aside")):
        change.reason = CASE_ERASED
        change.save(update_fields=["reason"])
    return Counter(rows.delete()[1])


def erase_uploads(*, unscreened_ids: Collection[UUID]) -> Counter[str]:
    """Delete what is kept of uploads that could not be screened; count the rows."""
    return Counter(Unscreened.objects.filter(id__in=unscreened_ids).delete()[1])


def reported_uploads() -> Iterator[UUID]:
    """The uploads that could not be screened and became a report."""
    rows = Unscreened.objects.filter(answer=Unscreened.Answer.REPORTED)
    yield from rows.values_list("id", flat=True).iterator()


@transaction.atomic
def forget_answered(*, before: datetime) -> int:
    """Delete uploads and probing accounts of which a person said long ago that nothing follows."""
    released = Unscreened.objects.filter(answer=Unscreened.Answer.RELEASED, answered_at__lt=before)
    uploads, probes = list(released[:AT_ONCE]), list(Probe.objects.filter(looked_at__lt=before)[:AT_ONCE])
    ids = [row.id for row in (*uploads, *probes)]
    if not ids:
        return 0
    erase_tasks(about_ids=ids)
    erase_uploads(unscreened_ids=ids)
    Probe.objects.filter(id__in=ids).delete()
    about = (*uploads, *probes)[0]
    record("screening.forgotten", by=SYSTEM, about=about, uploads=len(uploads), probes=len(probes))
    return len(ids)
