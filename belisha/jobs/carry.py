"""What the worker carries from stage to stage: one function per job, each returning how much it did."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from uuid import UUID

import structlog
from django.utils import timezone

from belisha.enforcement import shipment_care, shipments
from belisha.jobs.fetch_lists import Fetcher
from belisha.organisation.directory import pending, state_of_claims
from belisha.organisation.directory_read import rows_to_review
from belisha.referrals import addresses, dispatch, follow_up, late, refer
from belisha.referrals import read as referrals_read
from belisha.screening import hold, lists_tend
from belisha.triage import looking, unusual
from belisha.triage import read as triage_read
from belisha.triage.triage import triage
from belisha.work import ending_keys, look, review
from belisha.work.deliver import deliver_due
from belisha.work.escalate import escalate

log = structlog.get_logger(__name__)


def reports_into_cases() -> int:
    """Bring every report that came in into its case, the dangerous ones first."""
    return _each(triage_read.untriaged(), lambda report_id: triage(report_id=report_id))


def decisions_into_drafts() -> int:
    """Draft a referral to every authority of the route of each decision in force."""
    return _each(referrals_read.undrafted(), lambda case_id: refer.prepare(case_id=case_id))


def wake_the_next() -> int:
    """Climb the on-call ladder for whatever nobody has opened in time."""
    return escalate(now=timezone.now())


def deliver_alerts() -> int:
    """Send the alerts that are due."""
    return deliver_due(now=timezone.now())


def send_referrals() -> int:
    """Send the released referrals that are due over channels of their own."""
    return dispatch.send_due(now=timezone.now())


def send_orders() -> int:
    """Tell the service's endpoints of the orders that are due."""
    return shipments.send_due(now=timezone.now())


def look_after_orders_on_their_way() -> int:
    """Ask about endpoints that take nothing, give up what is over; looked at once a minute."""
    if not _shipments.is_due():
        return 0
    done = shipment_care.look_after(now=timezone.now())
    _shipments.done()
    return done


def ask_about_late() -> int:
    """Ask a person to tell by hand what has not arrived in its time."""
    return late.ask_about_late(now=timezone.now())


def chase_references() -> int:
    """Ask for the references that are overdue."""
    return follow_up.chase(now=timezone.now())


def addresses_into_drafts() -> int:
    """Write the drafts anew whose address was confirmed, changed or doubted."""
    if not _drafts.is_due():
        return 0
    done = _each(addresses.out_of_line(), lambda case_id: addresses.redraw(case_id=case_id))
    _drafts.done()
    return done


def ask_for_reviews() -> int:
    """Ask people to read the directory again where rows are old; looked at once a day, or when it changes."""
    if not _review.is_due():
        return 0
    old = sum(not row.never_checked for row in rows_to_review())
    asked = review.ask_for_review(old=old, now=timezone.now())
    _review.done()
    return asked


def ask_about_addresses() -> int:
    """Ask for a second person, and tell everybody of a change while it waits."""
    if not _waiting.is_due():
        return 0
    changed = review.ask_about_addresses(pending())
    _waiting.done()
    return changed


def look_at_accounts() -> int:
    """Have seniors look at what was done to accounts, and tell the people whose they are."""
    return look.ask_to_look() + look.tell_by_mail(now=timezone.now())


def ask_about_keys() -> int:
    """Ask administrators to rotate the keys that end soon; looked at once a minute."""
    if not _keys.is_due():
        return 0
    done = ending_keys.ask_about_keys(now=timezone.now())
    _keys.done()
    return done


def look_at_viewing() -> int:
    """Ask seniors to look where somebody's viewing is unusual; forget old rows."""
    if not _viewing.is_due():
        return 0
    done = unusual.look_for_unusual(now=timezone.now()) + looking.forget_old()
    _viewing.done()
    return done


def look_after_lists() -> int:
    """Take long lists of additions into versions, read files again, name lists that are damaged or old."""
    if not _lists.is_due():
        return 0
    done = lists_tend.tend()
    _lists.done()
    return done


def fetch_lists() -> int:
    """Begin to fetch the lists that are due from their exchanges."""
    return _fetcher.fetch_lists()


def forget_held() -> int:
    """Forget what was held longer ago than a repeat is answered at once."""
    return hold.forget_expired()


class _Watch:
    """Whether something that follows from the directory is to be done again: it changed, or time went by."""

    def __init__(self, look: Callable[[], tuple[object, ...]], again_after: timedelta) -> None:
        self.look, self.again_after = look, again_after
        self._seen: tuple[object, ...] | None = None
        self._now: tuple[object, ...] = ()
        self._at = timezone.now()

    def is_due(self) -> bool:
        """Has the directory changed, or is it long ago that it was looked at? The clock may go back."""
        self._now = self.look()
        return self._now != self._seen or abs(timezone.now() - self._at) >= self.again_after

    def done(self) -> None:
        """Note what was seen, not what is there now: what came in between is seen the next time."""
        self._seen, self._at = self._now, timezone.now()


_drafts = _Watch(state_of_claims, timedelta(minutes=10))
_review = _Watch(state_of_claims, timedelta(days=1))
_waiting = _Watch(pending, timedelta(minutes=10))
_lists = _Watch(tuple, timedelta(minutes=1))
_keys = _Watch(tuple, timedelta(minutes=1))
_viewing = _Watch(tuple, unusual.EVERY)
_shipments = _Watch(tuple, timedelta(minutes=1))
_fetcher = Fetcher()


def _each(ids: Iterable[UUID], act: Callable[[UUID], object]) -> int:
    done = 0
    for one in ids:
        try:
            act(one)
            done += 1
        except Exception:
            # It stays where it is and is tried again; the next one must not wait for it.
            log.exception("could not carry", job=getattr(act, "__name__", "carry"))
    return done
