"""Erasing a case: noted first, then its keys, its rows and the files' logs; killed anywhere, it goes on.

1. One transaction writes down what goes, deletes the case and queues the note for the places outside.
2. The keys are destroyed: from here on no copy of the rows opens without an old copy of the key store.
3. The reports go in batches, then the ledger says what went.
4. The logs of both databases are cut.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from json import dumps
from typing import Any
from uuid import UUID

from django.db import transaction

from belisha.decisions import erase as decisions
from belisha.enforcement import appeal_read, certificate, order_apart, preserve_apart
from belisha.enforcement.clocks import bring_in_line, clocks_on
from belisha.enforcement.laws import LAWS
from belisha.enforcement.models import Clock, DestroyOrder, Erasure, KeptReference, Tombstone
from belisha.enforcement.references import listed, set_apart
from belisha.enforcement.rules import Verdict
from belisha.intake import erase as intake
from belisha.intake.models import State
from belisha.intake.receive import move
from belisha.ledger.outside import publish_signed
from belisha.ledger.record import SYSTEM, Actor, record
from belisha.referrals import erase as referrals
from belisha.referrals import reported
from belisha.triage import erase as triage
from belisha.triage.models import Case, CaseState
from belisha.vault.erase import destroy
from belisha.vault.keys import KeyName
from belisha.vault.scrub import scrub
from belisha.work import erase as work

TABLES = (
    "vault_datakey",
    "intake_report",
    "intake_item",
    "intake_account",
    "intake_identifier",
    "intake_signal",
    "intake_retry",
    "intake_arrival",
    "contact_raised",
    "triage_case",
    "triage_membership",
    "triage_remark",
    "triage_reveal",
    "triage_leave",
    "triage_looking",
    "decisions_decision",
    "decisions_view",
    "decisions_emergencycall",
    "referrals_referral",
    "referrals_routetaken",
    "referrals_pack",
    "referrals_delivery",
    "referrals_dispatch",
    "referrals_letter",
    "referrals_assessment",
    "referrals_tick",
    "referrals_incoming",
    "referrals_donttell",
    "referrals_falsealarm",
    "referrals_reported",
    "referrals_reportedthing",
    "enforcement_appeal",
    "enforcement_clock",
    "enforcement_keeping",
    "enforcement_destroyorder",
    "enforcement_keptreference",
    "enforcement_notice",
    "enforcement_order",
    "enforcement_preserved",
    "work_task",
)


@transaction.atomic
def begin(*, case_id: UUID, now: datetime) -> Erasure | None:
    """Begin the erasure of a case that is due; None where it isn't, or isn't any more."""
    found = bring_in_line(case_id=case_id)
    case = Case.objects.select_for_update().filter(id=case_id).first()
    if case is None or found is None or case.state == CaseState.MERGED:
        return None
    rule = _rule(case, found, now)
    if rule is None:
        return None
    erasure = Erasure(label=case.label, rule=rule, grounds=_grounds(case, now), begun_at=now)
    cases = triage.family(case)
    names = _names_of(cases)
    erasure.keys = _pairs(names)
    return _begin(erasure, cases, note=listed(erasure.id, now, erasure.label, names))


def carry_out(*, erasure_id: UUID, now: datetime) -> None:
    """Bring an erasure to its end as far as the rows; again, it goes on where it was."""
    erasure = Erasure.objects.get(id=erasure_id)
    if erasure.keys_gone_at is None:
        _destroy_keys(erasure, now)
    if erasure.rows_gone_at is None:
        _erase_reports(erasure)
        _finish(erasure_id=erasure.id, now=now)


@transaction.atomic
def apply(*, listed: Mapping[str, Any], now: datetime, by: Actor = SYSTEM) -> bool:
    """Take up what a note outside says was erased, in a restored database; False: it knows that already.

    Call `carry_out` for it afterwards. The references that must be kept are set apart before the keys go,
    so nobody destroys the keys before this.
    """
    erasure_id, names = UUID(str(listed["id"])), keys_in(listed)
    if Erasure.objects.filter(id=erasure_id).exists():
        return False
    listed_cases = Case.objects.filter(id__in=[name.subject for name in names if name.kind == "case"])
    # Merged ones last: they point at those into which they went.
    cases = sorted(listed_cases, key=lambda case: (case.merged_into_id is not None, case.number))
    erasure = Erasure(id=erasure_id, label=str(listed["case"]), rule=certificate.OUTSIDE, begun_at=now)
    erasure.keys = _pairs(names)
    _triage_anew(cases, names)
    gone = [name.subject for name in names if name.kind == "reference"]
    KeptReference.objects.filter(id__in=gone).delete()
    reported.forget(kept_as=gone)
    preserve_apart.forget_again(ids=[name.subject for name in names if name.kind == preserve_apart.KEY])
    _begin(erasure, cases, note=dumps(dict(listed)), by=by)
    return True


def _triage_anew(cases: Sequence[Case], names: Sequence[KeyName]) -> None:
    """Reports that had left these cases before they were erased, but after the backup: they live on."""
    erased = {name.subject for name in names}
    left = [one for one in triage.reports_in([case.id for case in cases]) if one not in erased]
    move(report_ids=left, state=State.RECEIVED)


def keys_in(listed: Mapping[str, Any]) -> list[KeyName]:
    """The keys that a note outside names."""
    return [KeyName(str(kind), UUID(str(subject))) for kind, subject in listed["keys"]]


def unfinished() -> list[UUID]:
    """The erasures that were begun and whose rows aren't gone."""
    rows = Erasure.objects.filter(rows_gone_at=None).order_by("begun_at")
    return list(rows.values_list("id", flat=True))


def clean_files(*, now: datetime) -> int:
    """Cut the logs of both databases where something was erased; 0 where nothing was, or somebody reads."""
    waiting = list(Erasure.objects.filter(files_clean_at=None).exclude(rows_gone_at=None))
    if not waiting or not scrub(TABLES):
        return 0
    return Erasure.objects.filter(id__in=[row.id for row in waiting]).update(files_clean_at=now)


def _rule(case: Case, found: Verdict, now: datetime) -> str | None:
    """By which rule a case is to go now; None: it stays. A preservation beats all of them."""
    if case.state != CaseState.CLOSED or (found.kept_until is not None and found.kept_until > now):
        return None
    if DestroyOrder.objects.filter(case=case, state=DestroyOrder.State.CONFIRMED).exists():
        return certificate.ORDERED
    if found.due_at is None or found.due_at > now:
        return None
    sooner = found.erase_by is not None and found.planned_at is not None and found.erase_by < found.planned_at
    if not sooner and appeal_read.wait_for_a_person([one.id for one in triage.family(case)]):
        return None  # Whoever appealed is answered first, unless the law lets it be kept no longer.
    return certificate.MAXIMUM if sooner else certificate.PLANNED


def _grounds(case: Case, now: datetime) -> list[str]:
    rows = Clock.objects.filter(case=case, lifted_at=None, ends_at__lte=now).order_by("ends_at")
    ended = [
        f"{LAWS[row.code].name}: {LAWS[row.code].citation}; {row.ends_at:%Y-%m-%d}"
        for row in rows
        if row.ends_at
    ]
    lifted = [
        f"Lifted by a senior: {LAWS[row.code].name}; {row.lifted_at:%Y-%m-%d}"
        for row in clocks_on(case, lifted=True)
        if row.lifted_at
    ]
    return ended + lifted


def _begin(erasure: Erasure, cases: Sequence[Case], *, note: str, by: Actor = SYSTEM) -> Erasure:
    ids = [case.id for case in cases]
    erasure.save(force_insert=True)
    _bury(erasure, cases)
    set_apart(erasure, ids, erasure.begun_at)
    publish_signed(name=f"erasure-{erasure.id}.json", line=note)
    erasure.rows = dict(_erase_case(cases))
    erasure.save(update_fields=["rows"])
    record("case.erasure_begun", by=by, about=erasure, case=erasure.label, rule=erasure.rule)
    return erasure


def _bury(erasure: Erasure, cases: Sequence[Case]) -> None:
    known = {case.id: case.label for case in cases}
    gone = [name.subject for name in _names(erasure.keys) if name.kind == "case"]
    for case_id in gone:
        Tombstone.objects.update_or_create(
            case_id=case_id, defaults={"label": known.get(case_id, erasure.label), "erasure": erasure}
        )


def _erase_case(cases: Sequence[Case]) -> Counter[str]:
    ids = [case.id for case in cases]
    subjects = {*ids, *referrals.subjects(ids), *decisions.subjects(ids), *preserve_apart.subjects(ids)}
    subjects |= appeal_read.subjects(ids) | order_apart.subjects(ids)
    gone = preserve_apart.set_apart(ids)
    gone += work.erase(about_ids=subjects)
    gone += appeal_read.erase(case_ids=ids)
    gone += order_apart.set_apart(ids)
    gone += referrals.erase(case_ids=ids)
    gone += decisions.erase(case_ids=ids)
    return gone + triage.erase(cases=cases)


def _destroy_keys(erasure: Erasure, now: datetime) -> None:
    destroy(_names(erasure.keys), at=now)
    erasure.keys_gone_at = now
    erasure.save(update_fields=["keys_gone_at"])


def _erase_reports(erasure: Erasure) -> None:
    reports = [name.subject for name in _names(erasure.keys) if name.kind == "report"]
    for start in range(0, len(reports), intake.AT_ONCE):
        _erase_some(erasure.id, reports[start : start + intake.AT_ONCE])


def _erase_some(erasure_id: UUID, reports: Sequence[UUID]) -> None:
    with transaction.atomic():
        erasure = Erasure.objects.select_for_update().get(id=erasure_id)
        erasure.rows = dict(Counter(erasure.rows) + intake.erase(report_ids=reports))
        erasure.save(update_fields=["rows"])


@transaction.atomic
def _finish(*, erasure_id: UUID, now: datetime) -> None:
    erasure = Erasure.objects.select_for_update().get(id=erasure_id)
    if erasure.rows_gone_at is not None:
        return
    erasure.rows_gone_at = now
    erasure.sha256 = certificate.digest_of(erasure)
    facts = {"case": erasure.label, "rows": erasure.rows, "keys": len(erasure.keys)}
    entry = record("case.erased", by=SYSTEM, about=erasure, certificate=erasure.sha256, **facts)
    erasure.ledger_entry = entry.seq
    erasure.save(update_fields=["rows_gone_at", "sha256", "ledger_entry"])


def _names_of(cases: Sequence[Case]) -> list[KeyName]:
    ids = [case.id for case in cases]
    reports = triage.reports_in(ids)
    return [*(KeyName("case", one) for one in ids), *(KeyName("report", one) for one in reports)]


def _pairs(names: Iterable[KeyName]) -> list[list[str]]:
    return [[name.kind, str(name.subject)] for name in names]


def _names(pairs: Iterable[Sequence[str]]) -> list[KeyName]:
    return [KeyName(kind, UUID(subject)) for kind, subject in pairs]
