"""The worker: carries state from stage to stage. Every job is safe to run twice and beside another worker."""

import threading
import time
from collections.abc import Callable, Sequence

import structlog
from django.db import close_old_connections, connections

from belisha.contact.watch_patterns import AT_ONCE
from belisha.jobs import (
    answers,
    carry,
    carry_appeals,
    carry_orders,
    carry_people,
    checkpoints,
    contacts,
    keep,
    mailboxes,
    patterns,
    publications,
)
from belisha.jobs.senders import GRACE, Senders
from belisha.jobs.shippers import Shippers

log = structlog.get_logger(__name__)

PAUSE = 0.5  # seconds: a report becomes a case, and an alert leaves, within a second

JOBS: tuple[Callable[[], int], ...] = (
    carry.reports_into_cases,
    carry_orders.make_orders,
    carry.decisions_into_drafts,
    carry.wake_the_next,
    carry.deliver_alerts,
    carry.send_referrals,
    carry.send_orders,
    carry.ask_about_late,
    carry.look_after_orders_on_their_way,
    carry_appeals.look_at_notices,
    carry_appeals.mail_answers,
    carry_appeals.forget_complaints,
    carry.chase_references,
    carry.addresses_into_drafts,
    carry.ask_for_reviews,
    carry.ask_about_addresses,
    carry.look_at_accounts,
    carry.ask_about_keys,
    carry.look_at_viewing,
    carry.look_after_lists,
    carry.fetch_lists,
    carry.forget_held,
    carry_people.look_after_sign_ins,
    keep.begin_clocks,
    keep.erase_what_is_due,
    keep.ask_about_keeping,
    keep.look_after_preserved,
    carry_orders.forget_orders,
    checkpoints.make_due,
    checkpoints.bring,
    publications.make_pages,
    mailboxes.read_mail,
    mailboxes.forget_what_came,
    answers.forget_answers,
    patterns.read_contacts,
    patterns.replay_patterns,
    patterns.look_after_patterns,
    contacts.forget_contacts,
)
SENDING = (carry.send_referrals, carry.send_orders)
"""However slowly a receiver answers, nobody's alert waits for it: see jobs/senders.py."""
FIRST = (carry.reports_into_cases, carry_orders.make_orders)
"""From a match to the order's leaving no more than a second goes by, however long the other jobs take."""
FIRST_PAUSE = 0.1  # seconds
READING = (patterns.read_contacts,)
"""While contacts trickle in there is always something to read: no other job goes round and round for that."""
IN_TURN = tuple(job for job in JOBS if job not in (*SENDING, *FIRST, *READING))


class Worker:
    """Runs every job in turn until it is stopped; a job that fails is logged and tried again, alone.

    Beside it threads of their own bring reports into cases and make orders, send referrals and orders, and
    read contacts.
    """

    def __init__(self, pause: float = PAUSE) -> None:
        self.pause = pause
        self.stopped = threading.Event()
        self.beside: tuple[Senders, ...] = (Senders(), Shippers())

    def run(self) -> None:
        """Until it is stopped; what is being sent then may end."""
        threads = [threading.Thread(target=one.run, name=_name(one), daemon=True) for one in self.beside]
        threads.append(threading.Thread(target=self._first, name="belisha-first", daemon=True))
        threads.append(threading.Thread(target=self._reading, name="belisha-contacts", daemon=True))
        for thread in threads:
            thread.start()
        self._again_and_again(IN_TURN, self.pause)
        self.finish()
        for thread in threads:
            thread.join(1)

    def stop(self, seconds: float = 4.0) -> None:
        """Begin nothing more, and let what is being sent end within so many seconds."""
        self.stopped.set()
        self.finish(seconds)

    def finish(self, seconds: float = GRACE) -> None:
        """Let what is being sent end, all within the same time."""
        for one in self.beside:
            one.stopped.set()
        end = time.monotonic() + seconds
        for one in self.beside:
            one.finish(max(0.0, end - time.monotonic()))

    def once(self) -> int:
        """Run each job once and return how much was done."""
        return self._round(JOBS)

    def _first(self) -> None:
        try:
            self._again_and_again(FIRST, min(self.pause, FIRST_PAUSE))
        finally:
            connections.close_all()

    def _reading(self) -> None:
        try:
            self._again_and_again(READING, self.pause, enough=AT_ONCE)
        finally:
            connections.close_all()

    def _again_and_again(self, jobs: Sequence[Callable[[], int]], pause: float, enough: int = 1) -> None:
        """`enough`: done in one round, so much means that more may be left."""
        while not self.stopped.is_set():
            if self._round(jobs) < enough:
                self.stopped.wait(pause)

    def _round(self, jobs: Sequence[Callable[[], int]]) -> int:
        close_old_connections()
        return sum(self._job(job) for job in jobs)

    def _job(self, job: Callable[[], int]) -> int:
        started = time.monotonic()
        try:
            done = job()
        except Exception:
            # One broken job must not keep the others from waking somebody.
            log.exception("job failed", job=job.__name__)
            return 0
        if done:
            log.info("job done", job=job.__name__, count=done, seconds=round(time.monotonic() - started, 3))
        return done


def _name(senders: Senders) -> str:
    return f"belisha-{senders.cargo.name}s"
