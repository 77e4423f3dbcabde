"""The register of what was reported where: a second statutory report of the same thing is stopped.

The same thing is the same item, or the same file from the same account. The same file from another account is
another offence, as is whatever was written or uploaded after the earlier report: these are linked, never
stopped (`belisha.referrals.linked`).
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from belisha.decisions.after import reports_of_case
from belisha.intake.read import ReportView, reports_of
from belisha.organisation.directory import directory
from belisha.referrals.message import ReferralMessage
from belisha.referrals.models import Referral, ReferralState, Reported, ReportedThing
from belisha.referrals.refusals import AlreadyReported
from belisha.referrals.things import ITEM, LINE, SUSPECT, Piece, Thing, Things, things_of
from belisha.triage.models import Case
from belisha.vault.lookup import digest
from belisha.vault.seal import Erased

ARRANGED = {"nca": ("ncmec",), "ncmec": ("nca",)}
"""Who counts as told with whom: what NCMEC has is not "unreported" for the NCA (Online Safety Act 2023 s. 66;
read on 22 November 2026), and what the NCA has it passes on."""
BY_LAW = ("CA:cybertip",)
"""Statutory although the directory calls it a designated organisation: S.C. 2011 c.4 s. 2, Canada."""
ON_THE_WAY = (
    ReferralState.RELEASED,
    ReferralState.SENT,
    ReferralState.ACKNOWLEDGED,
    ReferralState.CLOSED,
)
CHUNK = 300  # SQLite takes 999 values in one question
MOST_NAMED = 3


def statutory(authority: str) -> bool:
    """Does a law ask providers to report here?"""
    row = directory().get(authority)
    return authority in BY_LAW or (row is not None and row.statutory)


def refuse_if_reported(
    referral: Referral, case: Case, message: ReferralMessage, *, weighed: bool = False
) -> None:
    """Raise AlreadyReported where an authority has this by law already, or is being told of it.

    `weighed`: a person said already why this one is told although another has the same case.
    """
    if not statutory(referral.authority) or referral.purpose not in _ENTERED:
        return
    things = things_of(_reports(case), message)
    found = list(islice(_told_before(referral, case, things, weighed), MOST_NAMED))
    if found:
        raise AlreadyReported(number=referral.number, earlier="; ".join(found))


def enter(
    referral: Referral, case: Case, message: ReferralMessage, *, now: datetime, again_because: str = ""
) -> Reported | None:
    """Enter a referral that is released, before anybody is told: two cases may be released at once."""
    if referral.purpose not in _ENTERED:
        return None
    row = Reported.objects.create(
        referral=referral,
        case=case,
        label=referral.number,
        authority=referral.authority,
        authority_name=referral.authority_name,
        statutory=statutory(referral.authority),
        again_because=again_because.strip(),
        entered_at=now,
    )
    _add(row, things_of(_reports(case), message))
    return row


def note(referral: Referral, case: Case, *, at: datetime, reference: str = "") -> None:
    """Note in the register that the authority was told, and under which reference."""
    if referral.purpose == Referral.Purpose.WITHDRAWAL:
        Reported.objects.filter(referral=referral.follows).update(taken_back_at=at)
        return
    row = Reported.objects.filter(referral=referral).first() or _entered_late(referral, case)
    if row is None:
        return
    row.told_at = row.told_at or at
    if reference:
        row.reference, row.reference_lookup = reference, digest("reference", reference)
    row.save(update_fields=["told_at", "reference", "reference_lookup"])


def untold(referral: Referral) -> None:
    """What was sent came back: they were not told, nor was anything taken back."""
    if referral.purpose == Referral.Purpose.WITHDRAWAL:
        Reported.objects.filter(referral=referral.follows).update(taken_back_at=None)
        return
    Reported.objects.filter(referral=referral).update(told_at=None)


def enter_said(case: Case, reports: Iterable[ReportView]) -> int:
    """Enter what these reports say was reported elsewhere already, each once; return how many were new."""
    return sum(
        _enter_said(case, one, place) for one in reports for place, _ in enumerate(one.already_reported)
    )


def set_apart(*, referral_id: UUID, kept_as: UUID) -> int:
    """Keep the entry of a referral beside its reference, which outlives the case: the items alone stay.

    Called inside the use case that erases, before the case's key goes; the key of the reference is there.
    """
    rows = Reported.objects.filter(referral_id=referral_id)
    for row in rows:
        reference = row.reference
        row.things.exclude(kind=ITEM).delete()
        row.kept_as, row.case, row.referral = kept_as, None, None
        row.reference, row.again_because = reference, ""
        row.save()
    return len(rows)


def forget(*, kept_as: Collection[UUID]) -> None:
    """Take out what was kept beside these references, when they go."""
    Reported.objects.filter(kept_as__in=kept_as).delete()


_ENTERED = (Referral.Purpose.REPORT, Referral.Purpose.SUPPLEMENT)
"""A correction and a withdrawal say nothing that could be reported twice."""


def counting() -> QuerySet[Reported]:
    """The entries that count: not withdrawn before anybody was told, not taken back since."""
    alive = Q(referral=None) | Q(referral__state__in=ON_THE_WAY)
    return Reported.objects.filter(alive, taken_back_at=None)


def shared_with(things: Collection[Thing]) -> dict[UUID, set[Thing]]:
    """Which entries share which of these things."""
    found: dict[UUID, set[Thing]] = {}
    digests = sorted({one for _, one in things})
    for start in range(0, len(digests), CHUNK):
        rows = ReportedThing.objects.filter(digest__in=digests[start : start + CHUNK])
        for entry, kind, value in rows.values_list("reported_id", "kind", "digest"):
            found.setdefault(entry, set()).add((kind, bytes(value)))
    return found


def _told_before(referral: Referral, case: Case, things: Things, weighed: bool) -> Iterable[str]:
    shared = shared_with(things.all - things.suspects)
    bodies = (referral.authority, *ARRANGED.get(referral.authority, ()))
    rows = counting().filter(id__in=shared, authority__in=bodies, statutory=True)
    # What this case's own reports say was reported elsewhere is the router's to weigh.
    rows = rows.exclude(report_id__in=reports_of_case(case))
    rows = rows.exclude(referral=referral)
    if weighed:
        rows = rows.exclude(~Q(authority=referral.authority), case=case)
    theirs = _suspects_of(shared)
    for row in rows.order_by("entered_at"):
        # What came after their report can't have been in it.
        if _is_after(things.newest, row):
            continue
        if same := _same(shared[row.id], things, theirs.get(row.id, set()), _is_after(things.seen, row)):
            yield f"{earlier_words(row)}: {same}"


def _is_after(at: datetime | None, row: Reported) -> bool:
    return bool(at and row.told_at and at > row.told_at)


def _suspects_of(entries: Collection[UUID]) -> dict[UUID, set[Thing]]:
    found: dict[UUID, set[Thing]] = {}
    ids = list(entries)
    for start in range(0, len(ids), CHUNK):
        rows = ReportedThing.objects.filter(reported__in=ids[start : start + CHUNK], kind=SUSPECT)
        for entry, value in rows.values_list("reported_id", "digest"):
            found.setdefault(entry, set()).add((SUSPECT, bytes(value)))
    return found


def _same(shared: set[Thing], things: Things, theirs: set[Thing], anew: bool) -> str:
    """How much of it they have, in words; nothing where it is another thing. `theirs`: their suspects.

    `anew`: it was seen after their report. A file or an address may be another offence then; a service's own
    item is still that item.
    """
    if things.pieces:
        another = bool(theirs and things.suspects and not theirs & things.suspects)
        known = [
            one for one in things.pieces if (one.own & shared if anew else _is_known(one, shared, another))
        ]
        return f"{len(known)} of its {_count(len(things.pieces), 'item')}" if known else ""
    lines = {thing for thing in shared if thing[0] == LINE}
    return f"all its {_count(len(lines), 'message')}" if lines and lines == things.lines else ""


def _is_known(piece: Piece, shared: set[Thing], another_account: bool) -> bool:
    return bool(piece.places & shared) or (not another_account and bool(piece.files & shared))


def reference_of(row: Reported) -> str:
    """Their reference; nothing where its key is gone, as in a backup that is older than an erasure."""
    try:
        return row.reference
    except Erased:
        return ""


def earlier_words(row: Reported) -> str:
    """An entry as a refusal names it: whom, under which reference, when."""
    known = reference_of(row)
    reference = f"their reference {known}" if known else "no reference yet"
    when = f"told on {row.told_at:%-d %B %Y}" if row.told_at else "being told now"
    said = ", as a report says" if row.report_id else ""
    return f"{row.authority_name} ({row.label}, {reference}, {when}{said})"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


def _enter_said(case: Case, report: ReportView, place: int) -> bool:
    said = report.already_reported[place]
    authority = str(said.get("authority") or "")[:80]
    known = Reported.objects.filter(report_id=report.id, authority=authority)
    if not authority or known.exists():
        return False
    row, reference = directory().get(authority), str(said.get("reference") or "")[:200]
    at = said.get("at")
    entry = Reported.objects.create(
        case=case,
        report_id=report.id,
        label=case.label,
        authority=authority,
        authority_name=(row.authority if row else authority)[:200],
        statutory=statutory(authority),
        reference=reference,
        reference_lookup=digest("reference", reference) if reference else None,
        entered_at=timezone.now(),
        told_at=datetime.fromisoformat(at) if isinstance(at, str) else at or report.received_at,
    )
    _add(entry, things_of([report]))
    return True


def _entered_late(referral: Referral, case: Case) -> Reported | None:
    """The entry of a referral that was released before there was a register."""
    message = ReferralMessage.from_json(referral.message)
    return enter(referral, case, message, now=referral.released_at or timezone.now())


def _add(row: Reported, things: Things) -> None:
    ReportedThing.objects.bulk_create(
        [ReportedThing(reported=row, kind=kind, digest=value) for kind, value in sorted(things.all)], CHUNK
    )


def _reports(case: Case) -> list[ReportView]:
    return [one for one in reports_of(reports_of_case(case)) if not one.erased]
