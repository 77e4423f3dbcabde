"""Appeals in the demo's month: people whose reports were turned down, and one about what works by itself."""

from contextlib import suppress
from uuid import UUID

from belisha.enforcement import appeal_read
from belisha.enforcement.appeal import appeal
from belisha.enforcement.appeal_decide import decide_appeal
from belisha.intake.read import reports_of
from belisha.jobs.story.clock import Clock
from belisha.ledger.record import PUBLIC
from belisha.people.models import Staff
from belisha.refusal import Refusal

AGAIN = "You say that you decided. I still think that somebody should look at it."
COMPLAINT = "A warning came up when I wrote to my own cousin."
STANDS = "Another person looked at it again. The decision stands. If something new happens, tell us."


def look_again(report_id: UUID, *, clock: Clock) -> None:
    """Whoever reported asks for another look, by their receipt; what a machine found has nobody to ask."""
    (report,) = reports_of([report_id])
    clock.wait(minutes=50)
    with suppress(Refusal):
        appeal(text=AGAIN, code=report.receipt, by=PUBLIC)


def answer_first(*, clock: Clock, by: Staff) -> None:
    """The first is answered; then somebody complains about a warning, and that waits."""
    waiting = appeal_read.listed(state="", viewer=by)
    if waiting:
        with suppress(Refusal):
            first = waiting[0].id
            decide_appeal(appeal_id=first, outcome="rejected", reasons="Nothing new.", answer=STANDS, by=by)
    clock.wait(minutes=5)
    appeal(text=COMPLAINT, tool=True, by=PUBLIC)
