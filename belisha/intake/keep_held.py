"""Keeps what is to be held: matches, their reports and the holds in one transaction, each content id once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import IntegrityError, transaction
from django.utils import timezone

from belisha.intake.matched_report import Content, Draft, draft, grouped
from belisha.intake.receipts import new_receipt
from belisha.intake.receive import CHUNK, counts, save
from belisha.ledger.record import Actor, record
from belisha.organisation.models import Service
from belisha.organisation.read import only_service
from belisha.screening.answers import ABOUT, TASK
from belisha.screening.hold import StillHeld, hold, still_held
from belisha.screening.models import Match, Unscreened
from belisha.screening.screen import Verdict
from belisha.vault.keys import make_key
from belisha.work.assign import open_task

LABEL = "Not screened"
LOOK = "Content could not be screened. It is held until somebody has looked at it."
TOGETHER = 50  # groups in one transaction: whoever else wants to write waits no longer than that
TRIES = 3  # as often as another request may hold the same content between our question and our answer


@dataclass(frozen=True, kw_only=True)
class UploadAnswer:
    """What the service is told. `hold`: keep the content, out of sight, until a person has decided.

    `reference`: the receipt of the report, or the number of what could not be screened. `reason`: why not.
    """

    verdict: Verdict
    action: Literal["none", "hold"]
    reference: str | None = None
    reason: str | None = None


NOTHING = UploadAnswer(verdict="no_match", action="none")


def again(held: StillHeld) -> UploadAnswer:
    """The answer that was given before to this content id."""
    verdict: Verdict = "not_screened" if held.reason else "match"
    return UploadAnswer(verdict=verdict, action="hold", reference=held.reference, reason=held.reason or None)


def keep_held(contents: Iterable[Content], *, service: Service | None, by: Actor) -> dict[str, UploadAnswer]:
    """Open the reports of these matches, and put what could not be screened before a person; by name.

    `service`: None where none was named; then it is that of a desk that has one, so that it can be looked at.
    """
    groups, answers = list(grouped(contents)), dict[str, UploadAnswer]()
    for at in range(0, len(groups), TOGETHER):
        answers |= _kept(groups[at : at + TOGETHER], service, by)
    return answers


def _kept(groups: Sequence[list[Content]], service: Service | None, by: Actor) -> dict[str, UploadAnswer]:
    for _ in range(TRIES - 1):
        try:
            return _once(groups, service, by)
        except IntegrityError:
            # Another request has just held one of them: the next look finds it.
            continue
    return _once(groups, service, by)


def _once(groups: Sequence[list[Content]], service: Service | None, by: Actor) -> dict[str, UploadAnswer]:
    held = still_held([one.name for group in groups for one in group], service=service, by=by)
    new = [left for group in groups if (left := [one for one in group if one.name not in held])]
    # What names no service is held as such: a hold is found by what its client says, before anything is kept.
    rows = _rows(new, service or only_service(), by) if new else _Rows([], [])
    # Made before the transaction: durable in their own store first, and while nobody waits for our lock.
    with transaction.atomic(using="keys"):
        for one in rows.drafts:
            make_key(one.rows.report.sealed_under())
    if new:
        _store(rows, service, by)
    return {name: again(one) for name, one in (held | rows.holds()).items()}


@dataclass(frozen=True)
class _Rows:
    """What is to be saved: the reports of matches, and what could not be screened, each with its name."""

    drafts: list[Draft]
    unscreened: list[tuple[str, Unscreened]]

    def holds(self) -> dict[str, StillHeld]:
        matched = {one.name: StillHeld(made.reference) for made in self.drafts for one in made.contents}
        return {name: StillHeld(row.reference, row.reason) for name, row in self.unscreened} | matched


def _rows(groups: Iterable[list[Content]], service: Service | None, by: Actor) -> _Rows:
    rows, now = _Rows([], []), timezone.now()
    for group in groups:
        if matched := [one for one in group if one.screened.verdict == "match"]:
            rows.drafts.append(draft(matched, service=service, by=by, at=now))
        # What was sent twice in one batch waits once.
        known = {name for name, _ in rows.unscreened}
        unread = {one.name: one for one in group if one.screened.verdict == "not_screened"}
        rows.unscreened.extend(
            (name, _unscreened(one, service, by, now)) for name, one in unread.items() if name not in known
        )
    return rows


@transaction.atomic
def _store(rows: _Rows, named: Service | None, by: Actor) -> None:
    # First of all, so that a repeat stops here and not after its work.
    hold({name: one.reference for name, one in rows.holds().items()}, service=named, by=by)
    Match.objects.bulk_create([match for one in rows.drafts for match in one.matches], CHUNK)
    save([one.rows for one in rows.drafts])
    Unscreened.objects.bulk_create([row for _, row in rows.unscreened], CHUNK)
    if rows.unscreened:
        open_task(kind=TASK, about=ABOUT, label=LABEL, reason=LOOK)
    for one in rows.drafts:
        record("report.received", by=by, about=one.rows.report, **counts(one.rows))
    for _, row in rows.unscreened:
        record("upload.not_screened", by=by, about=row, reason=row.reason, size=row.size)


def _unscreened(one: Content, service: Service | None, by: Actor, now: datetime) -> Unscreened:
    return Unscreened(
        reference=new_receipt(),
        reason=one.screened.reason,
        content_id=one.about.id or "",
        account=one.about.account or "",
        locator=one.about.locator or "",
        fingerprints=one.fingerprints,
        size=one.size,
        service=service,
        sent_by=by.ledger_name,
        received_at=now,
    )
