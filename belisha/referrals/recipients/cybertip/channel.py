"""NCMEC's reporting API as a channel: a report is opened, its number kept at once, then filed; once.

There is no key by which NCMEC would tell a repeat, so the number is the key. Whatever an earlier attempt left
open is retracted before anything is opened anew, and the answer says if it had been filed. An opening whose
answer was lost is never filed, and deleted there within a day.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from belisha.outbound.problem import NotSent
from belisha.referrals.kinds import NotSendable
from belisha.referrals.message import ReferralMessage
from belisha.referrals.recipients.channel import (
    Arrived,
    Later,
    Outcome,
    Parcel,
    Reach,
    Refused,
    Undoing,
    Undone,
)
from belisha.referrals.recipients.cybertip import codes, schema
from belisha.referrals.recipients.cybertip.api import Api
from belisha.referrals.recipients.cybertip.report import written

AT_ONCE = timedelta(seconds=1)
GONE = (codes.OK, codes.RETRACTED, codes.NO_SUCH_REPORT)
"""Answers to a retraction after which nothing is open: retracted now, retracted before, expired."""
ELSEWHERE = (
    "Report {report} was opened at NCMEC in production, and now another environment is set. Ask NCMEC what"
    " became of it before anything is sent again."
)
ANOTHER = (
    "NCMEC says that it filed report {theirs} where report {ours} was meant. Ask NCMEC which one counts."
)
WITHOUT = "The report was released without its XML. Withdraw it, write it anew and release it again."


class CyberTipline:
    """The CyberTipline's reporting API."""

    kind = "cybertip"

    def documents(self, message: ReferralMessage, reach: Reach) -> Mapping[str, bytes]:
        """Return the report as XML. Raises NotSendable, naming the field."""
        document = written(message)
        schema.refuse_unless_valid(document)
        return {"xml": document}

    def send(self, parcel: Parcel) -> Outcome:
        """Open and file the report; what an earlier attempt left open is retracted first."""
        document, api = parcel.documents.get("xml", b""), Api.at(parcel.reach)
        try:
            ended = _unready(parcel, api) or _refused_by_schema(document)
        except NotSent as unsent:
            return Later(problem=unsent.problem, after=unsent.after)
        try:
            return ended or _submitted(parcel, api, document)
        except NotSent as lost:
            # The answer may be what was lost: the next attempt asks what became of it.
            return Later(problem=lost.problem, after=lost.after, sent=document)

    def undo(self, parcel: Parcel) -> Undoing:
        """Retract what is open there; Arrived where it was filed before."""
        try:
            return _undone(parcel, Api.at(parcel.reach))
        except NotSent as problem:
            return Later(problem=problem.problem, after=problem.after)


def _refused_by_schema(document: bytes) -> Refused | None:
    if not document:
        return Refused(problem="no_xml", words=WITHOUT)
    try:
        schema.refuse_unless_valid(document)
    except NotSendable as problem:
        return Refused(problem="schema", words=problem.sentence)
    return None


def _unready(parcel: Parcel, api: Api) -> Outcome | None:
    """Ask whether they are there and know us, and take back what is open; None where all is ready."""
    known = api.status()
    if known.code != codes.OK:
        return codes.failure(known)
    before = _undone(parcel, api)
    return None if isinstance(before, Undone) else before


def _submitted(parcel: Parcel, api: Api, document: bytes) -> Outcome:
    opened = api.submit(document)
    if opened.code == codes.OK and opened.report:
        parcel.keep(report=opened.report, at=parcel.reach.where, mode=parcel.reach.mode, filed=False)
        return replace(_filed(parcel, api, opened.report), sent=document)
    if opened.code == codes.OK:
        return Later(problem="not_understood", sent=document)
    return replace(codes.failure(opened), sent=document)


def _filed(parcel: Parcel, api: Api, report: int) -> Outcome:
    done = api.finish(report)
    if done.code == codes.OK and done.report not in (0, report):
        return Refused(problem="another_report", words=ANOTHER.format(theirs=done.report, ours=report))
    if done.code in (codes.OK, codes.FINISHED):
        parcel.keep(filed=True)
        return Arrived(reference=str(report), answer="filed")
    if done.code in (codes.NO_SUCH_REPORT, codes.RETRACTED):
        parcel.keep(report=None)
        return Later(problem="expired", after=AT_ONCE)
    failed = codes.failure(done)
    if isinstance(failed, Refused):
        # Nobody may come back for it: what is open there is not left to chance.
        _take_back(parcel, api, report)
    return failed


def _take_back(parcel: Parcel, api: Api, report: int) -> None:
    try:
        gone = api.retract(report).code in GONE
    except NotSent:
        return
    if gone:
        parcel.keep(report=None)


def _undone(parcel: Parcel, api: Api) -> Undoing:
    """Retract what an earlier attempt left open."""
    report = parcel.progress.get("report")
    if not report:
        return Undone()
    if parcel.progress.get("filed"):
        return _filed_before(parcel, report)
    if parcel.progress.get("at") != parcel.reach.where:
        return _left_elsewhere(parcel, report)
    said = api.retract(report)
    if said.code == codes.FINISHED:
        parcel.keep(filed=True)
        return _filed_before(parcel, report)
    if said.code not in GONE:
        return codes.failure(said)
    parcel.keep(report=None)
    return Undone(answer="retracted" if said.code == codes.OK else f"code_{said.code}")


def _filed_before(parcel: Parcel, report: int) -> Arrived:
    return Arrived(reference=str(report), answer="filed_before", sent=parcel.documents.get("xml", b""))


def _left_elsewhere(parcel: Parcel, report: int) -> Undoing:
    """What was opened in a test is forgotten; what was opened where it counts, a person asks about."""
    if parcel.progress.get("mode") == "live":
        return Refused(problem="environment", words=ELSEWHERE.format(report=report))
    parcel.keep(report=None)
    return Undone()
