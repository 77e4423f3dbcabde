"""The evidence of a case for police or court: one file, guarded as all that leaves, marked and recorded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from belisha.decisions.models import Decision
from belisha.guard.inspect import inspect
from belisha.ledger.excerpt import Excerpt, excerpt, signed
from belisha.ledger.record import Actor, record
from belisha.organisation.profile import profile
from belisha.referrals import evidence_files as files
from belisha.referrals.drafting import found
from belisha.referrals.material import People, custody_of
from belisha.referrals.models import Pack
from belisha.refusal import NotFound, Refusal
from belisha.triage.erase import family, reports_in
from belisha.triage.models import Case
from belisha.vault.keys import KeyName


class SayWhy(Refusal):
    """Say why the evidence is taken out. The reason goes with it, and is kept."""

    code = "say_why"
    field = "reason"


class EvidenceRefused(Refusal):
    """The guard stopped the evidence of case {case}: {problem}. Nothing was made."""

    code = "evidence_refused"


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """The finished file, under a name that tells nobody anything but the case's number."""

    name: str
    data: bytes
    sha256: str
    entries: int
    checkpoint_size: int


def export(*, case_id: UUID, reason: str, by: Actor, named: str) -> Evidence:
    """Make the evidence of a case and record who took it out and why, before it is handed over.

    `named`: how the exporter stands in it. Raises NotFound, SayWhy, EvidenceRefused, DoesNotProve and
    DoesNotFollow.
    """
    if not (reason := reason.strip()):
        raise SayWhy
    case = Case.objects.filter(id=case_id).first()
    if case is None:
        raise NotFound(what="case")
    evidence = _made(case, reason, by, named, timezone.now())
    _record(evidence, case_id, reason, by)
    return evidence


@transaction.atomic
def _record(evidence: Evidence, case_id: UUID, reason: str, by: Actor) -> None:
    case = Case.objects.select_for_update().get(id=case_id)
    facts = {"sha256": evidence.sha256, "size": len(evidence.data), "entries": evidence.entries}
    record("case.exported", by=by, about=case, reason=reason, checkpoint=evidence.checkpoint_size, **facts)


def _made(case: Case, reason: str, by: Actor, named: str, now: datetime) -> Evidence:
    # Outside any transaction: to prove entries of a long log takes seconds, and its lock is everybody's.
    cases = family(case)
    ids = [one.id for one in cases]
    keys = [KeyName("case", one) for one in ids] + [KeyName("report", one) for one in reports_in(ids)]
    proved = excerpt(keys, now=now)
    data = _zipped(cases, proved, files.Mark(at=now, by=named, account=by.ledger_name, why=reason))
    problem = found(inspect(data, name="evidence.zip").findings)
    if problem:
        raise EvidenceRefused(case=case.label, problem=problem)
    return Evidence(
        name=f"evidence-{case.label}.zip",
        data=data,
        sha256=sha256(data).hexdigest(),
        entries=len(proved.entries),
        checkpoint_size=proved.size,
    )


def _zipped(cases: Sequence[Case], proved: Excerpt, mark: files.Mark) -> bytes:
    case, people = cases[0], People(*cases)
    contents = dict(_contents(cases, proved, people))
    contents |= {"decisions.json": files.decisions(_decisions(cases), people.name)}
    contents |= {"entries.jsonl": files.entries(proved.entries, people.of)}
    contents |= {files.HOW_TO: files.how_to_verify(case.label, profile().legal_name, mark)}
    manifest = files.manifest(case.label, profile().legal_name, mark, proved, contents)
    note = signed([files.FORMAT, case.label, files.digest_line(manifest)]).encode()
    head = {files.HOW_TO: contents.pop(files.HOW_TO), "manifest.json": manifest, "manifest.note": note}
    return files.zipped(head | dict(sorted(contents.items())), mark.at)


def _contents(cases: Sequence[Case], proved: Excerpt, people: People) -> Iterator[tuple[str, bytes]]:
    yield "checkpoint.txt", proved.checkpoint.encode()
    yield "custody.txt", files.custody(custody_of(cases, people))
    yield "verify_ledger.py", files.VERIFIER.read_bytes()
    for pack in Pack.objects.filter(referral__case__in=cases).select_related("referral"):
        yield f"packs/{pack.referral.number}.{pack.kind}", bytes(pack.document)


def _decisions(cases: Sequence[Case]) -> list[Decision]:
    rows = Decision.objects.filter(case__in=cases).select_related("made_by", "confirmed_by", "ended_by")
    return list(rows.order_by("made_at"))
