"""What reviewers said of a list's matches, for whoever keeps the list: written out, and sent by hand."""

import csv
import io
import json
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from belisha.ledger.record import record
from belisha.people.models import Staff
from belisha.refusal import NotFound, Refusal
from belisha.screening.models import HashList, Match
from belisha.screening.own import SET_ASIDE
from belisha.screening.read_lists import untold_of
from belisha.work.assign import finish

COLUMNS = ("entry", "matched_by", "how", "answer", "reason", "answered_at")
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class NothingToTell(Refusal):
    """Nobody has confirmed or refuted a match of this list since its source was told last."""

    code = "nothing_to_tell"


class WrongFormat(Refusal):
    """Feedback is written out as csv or json."""

    code = "wrong_format"
    field: ClassVar[str] = "format"


@transaction.atomic
def write_out(*, list_id: UUID, format: str, until: datetime, by: Staff) -> str:
    """Return the feedback of a list up to a moment as CSV or JSON, and record that it was taken out.

    No content, account or case: an entry is named by the source's own id, else by the fingerprint that is the
    same here and there; one that has no id and only matched nearly can't be named. Raises NotFound,
    NothingToTell, WrongFormat.
    """
    if format not in WRITERS:
        raise WrongFormat
    known = _list(list_id)
    rows = [_row(match) for match in _until(list_id, until)]
    if not rows:
        raise NothingToTell
    record("list.feedback_written", by=by, about=known, matches=len(rows), format=format)
    return WRITERS[format](rows)


@transaction.atomic
def mark_told(*, list_id: UUID, until: datetime, by: Staff) -> int:
    """Note that the source was told all answers up to a moment; how many. Raises NotFound, NothingToTell."""
    known = _list(list_id)
    told = untold_of(list_id).filter(answered_at__lte=until).update(told_source_at=timezone.now())
    if not told:
        raise NothingToTell
    if not untold_of(list_id).exists():
        finish(about=known, kind=SET_ASIDE, by=by)
    record("list.source_told", by=by, about=known, matches=told)
    return told


def _list(list_id: UUID) -> HashList:
    known = HashList.objects.filter(id=list_id).first()
    if known is None:
        raise NotFound(what="list")
    return known


def _until(list_id: UUID, until: datetime) -> list[Match]:
    return list(untold_of(list_id).filter(answered_at__lte=until).order_by("answered_at", "id"))


def _row(match: Match) -> dict[str, Any]:
    return {
        "entry": match.source_id or (match.value if match.exact else ""),
        "matched_by": match.kind,
        "how": "exact" if match.exact else "near",
        "answer": match.answer,
        "reason": match.answer_reason,
        "answered_at": match.answered_at.isoformat(timespec="seconds") if match.answered_at else "",
    }


def _csv(rows: list[dict[str, Any]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows({name: _harmless(str(value)) for name, value in row.items()} for row in rows)
    return out.getvalue()


def _harmless(text: str) -> str:
    # A spreadsheet would take it for a formula and work it out.
    return f"'{text}" if text.startswith(BEGINS_A_FORMULA) else text


def _json(rows: list[dict[str, Any]]) -> str:
    return json.dumps({"feedback": rows}, ensure_ascii=False, indent=1) + "\n"


WRITERS = {"csv": _csv, "json": _json}
