"""What goes of reports when they are erased."""

from collections import Counter
from collections.abc import Collection
from uuid import UUID

from belisha.intake.models import Report, Retry, Signal
from belisha.intake.report_unscreened import repeat_key
from belisha.screening.erase import erase_matches, erase_uploads, reported_uploads
from belisha.vault.lookup import digest

AT_ONCE = 200  # SQLite takes 999 values in one question


def erase(*, report_ids: Collection[UUID]) -> Counter[str]:
    """Delete these reports, up to AT_ONCE of them, and all that came in with them; count the rows.

    Inside the use case that erases. Look-ups, matches and the upload that became a report go too.
    """
    signals = Signal.objects.filter(report__in=report_ids).exclude(match=None)
    matches, uploads = list(signals.values_list("match_id", flat=True)), _uploads(report_ids)
    gone = Counter(Report.objects.filter(id__in=report_ids).delete()[1])
    return gone + erase_matches(match_ids=matches) + erase_uploads(unscreened_ids=uploads)


def _uploads(report_ids: Collection[UUID]) -> list[UUID]:
    by_staff = Retry.objects.filter(report__in=report_ids, client__startswith="staff:")
    keys = {bytes(key) for key in by_staff.values_list("key", flat=True)}
    if not keys:
        return []
    return [one for one in reported_uploads() if digest("idempotency", repeat_key(one)) in keys]
