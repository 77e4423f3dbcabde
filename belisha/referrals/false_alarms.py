"""A false alarm of the guard: a run in free text that is no media, released by two people alone."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from belisha.guard import inspect_json
from belisha.guard.finding import may_be_waved_through
from belisha.ledger.record import record
from belisha.organisation.checks import refuse_one_hand
from belisha.organisation.profile import profile
from belisha.people.models import Staff
from belisha.referrals import refer
from belisha.referrals.compose import compose
from belisha.referrals.drafting import UNSENT, locked
from belisha.referrals.field_words import place_words
from belisha.referrals.kinds import NotSendable, Prose
from belisha.referrals.lighten import NOTE, WRITTEN
from belisha.referrals.material import gather
from belisha.referrals.message import ReferralMessage
from belisha.referrals.models import FalseAlarm, Referral, ReferralState
from belisha.referrals.pack import render_json
from belisha.referrals.part import inside, kinds_of, shape
from belisha.referrals.refusals import (
    AlarmGone,
    AlarmSaidAlready,
    AlarmStands,
    NeedsAnotherForAlarm,
    NotADraft,
)
from belisha.referrals.releasing import Rendered
from belisha.referrals.supplement import as_follows
from belisha.referrals.typed import typed_values
from belisha.referrals.wire import key
from belisha.triage.models import Case, Priority
from belisha.vault.lookup import digest
from belisha.work.assign import LOOK_WITHIN, open_task

LONGEST_REASON = 500
LEFT_OUT = NOTE.partition(":")[0].partition(",")[0]


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """What the guard has against the text of a referral. `false`: may two people call it a false alarm?"""

    findings: tuple[tuple[str, str], ...]
    false: bool
    texts: bytes


def alarm_of(referral: Referral) -> Alarm | None:
    """Return what the guard has against all that a draft would say; None where it has nothing.

    A draft leaves out what stops it; this is about the whole text.
    """
    whole = _whole(referral)
    return _alarm(whole, render_json(whole)) if whole else None


def _whole(referral: Referral) -> ReferralMessage | None:
    material = gather(referral.case)
    try:
        made = compose(material, referral.step, number=referral.number, edits=referral.edits)
        return as_follows(referral, made, material)
    except NotSendable:
        # A typed field that can't hold what it should: that is never a false alarm.
        return None


@dataclass(frozen=True, kw_only=True)
class AlarmView:
    """An alarm as a referral's page shows it. `said_by` is empty until somebody called it false."""

    findings: tuple[tuple[str, str], ...]
    false: bool
    said_by: str
    said_at: datetime | None
    reason: str
    may_release: bool


def alarm_for(referral_id: UUID, viewer_id: UUID) -> AlarmView | None:
    """Return the alarm of a draft that was held, or from which something was left out; else None."""
    referral = Referral.objects.select_related("case").filter(id=referral_id, state__in=UNSENT).first()
    if referral is None or not (referral.problem or _left_out(referral)):
        return None
    alarm = alarm_of(referral)
    if alarm is None:
        return None
    row = standing(referral, alarm)
    alone = profile().one_person_mode or referral.case.priority == Priority.IMMEDIATE
    return AlarmView(
        findings=alarm.findings,
        false=alarm.false,
        said_by=row.said_by.name if row else "",
        said_at=row.said_at if row else None,
        reason=row.reason if row else "",
        may_release=bool(row and (alone or row.said_by_id != viewer_id)),
    )


def _left_out(referral: Referral) -> bool:
    return any(note.startswith(LEFT_OUT) for note in referral.message.get("notes", ()))


@transaction.atomic
def say_false(*, referral_id: UUID, reason: str, by: Staff) -> FalseAlarm:
    """Say that what the guard stopped is no media, as the first of two. It releases nothing.

    Raises NotADraft, AlarmGone, AlarmStands and AlarmSaidAlready.
    """
    referral, case = locked(referral_id)
    if referral.state not in UNSENT:
        raise NotADraft(number=referral.number, state=referral.get_state_display().lower())
    alarm = alarm_of(referral)
    if alarm is None:
        raise AlarmGone(number=referral.number)
    if not alarm.false:
        raise AlarmStands(number=referral.number)
    row = FalseAlarm(
        referral=referral,
        case_id=referral.case_id,
        texts=alarm.texts,
        places=[list(one) for one in alarm.findings],
        reason=reason.strip()[:LONGEST_REASON],
        said_by=by,
        said_at=timezone.now(),
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as problem:
        raise AlarmSaidAlready(number=referral.number) from problem
    facts = {"number": referral.number, "findings": row.places, "reason": row.reason}
    record("referral.alarm_called_false", by=by, about=case, **facts)
    return row


def release_false(*, referral_id: UUID, by: Staff, **because: str) -> Referral:
    """Release what a colleague called a false alarm, as the second of two; the same text, nothing else.

    In one-person mode one person may do both, and in danger now anybody at once: recorded, and looked at
    afterwards. Raises AlarmGone, NeedsAnotherForAlarm, OneHand, and whatever `refer.release` raises: all else
    that the guard finds stops it as ever.
    """
    row = _whole_again(referral_id, by)
    return refer.release(referral_id=referral_id, by=by, past=_Past(row, by), **because)


@transaction.atomic
def _whole_again(referral_id: UUID, by: Staff) -> FalseAlarm:
    """Put back into the draft what was left out of it; until it is released, it is held."""
    referral, case = locked(referral_id)
    row, whole = standing(referral), _whole(referral)
    if referral.state not in UNSENT or row is None or whole is None:
        raise AlarmGone(number=referral.number)
    refuse_unless_second(row, case, by)
    referral.message, referral.state = whole.as_json(), ReferralState.HELD
    referral.problem = "; ".join(f"{where}: {detail}" for where, detail in row.places)
    referral.save(update_fields=["message", "state", "problem"])
    facts = {"number": referral.number, "problem": referral.problem}
    record("referral.held", by=by, about=case, **facts)
    return row


def refuse_unless_second(row: FalseAlarm, case: Case, by: Staff) -> None:
    """Raise NeedsAnotherForAlarm or OneHand unless this person may release it now."""
    if profile().one_person_mode or case.priority == Priority.IMMEDIATE:
        return
    if row.said_by_id == by.pk:
        raise NeedsAnotherForAlarm(number=row.referral.number)
    refuse_one_hand(row.said_by, by)


def standing(referral: Referral, alarm: Alarm | None = None) -> FalseAlarm | None:
    """What somebody said of the text as it stands now, and nobody has released yet."""
    alarm = alarm or alarm_of(referral)
    if alarm is None or not alarm.false:
        return None
    rows = FalseAlarm.objects.select_related("said_by", "referral").filter(
        referral=referral, released_at=None
    )
    return next((row for row in rows if bytes(row.texts) == alarm.texts), None)


class _Past:
    """Lets one referral past exactly the findings that were called false, and notes it with the release."""

    def __init__(self, row: FalseAlarm, by: Staff) -> None:
        self._row, self._by = row, by

    def lets(self, made: Rendered) -> bool:
        """Is everything that was found what this is about?"""
        alarm = _alarm(made.message, made.documents["json"])
        known = all(may_be_waved_through(one) for _, one in made.findings)
        return bool(
            known and made.findings and alarm and alarm.false and alarm.texts == bytes(self._row.texts)
        )

    def note(self, referral: Referral, case: Case) -> None:
        """Write down who released it, inside the release; once."""
        row = FalseAlarm.objects.select_for_update().filter(id=self._row.id, released_at=None).first()
        if row is None:
            raise AlarmGone(number=referral.number)
        refuse_unless_second(row, case, self._by)
        same = row.said_by_id == self._by.pk
        row.released_by, row.released_at = self._by, timezone.now()
        row.one_person_mode = same and profile().one_person_mode
        row.in_danger_now = same and not row.one_person_mode
        row.save()
        if row.in_danger_now:
            _look_afterwards(referral, case)
        facts = {"number": referral.number, "findings": row.places, "said_by": str(row.said_by_id)}
        facts |= {"one_person_mode": row.one_person_mode, "in_danger_now": row.in_danger_now}
        record("referral.alarm_released", by=self._by, about=case, **facts)


def _look_afterwards(referral: Referral, case: Case) -> None:
    open_task(
        kind="second_look",
        about=referral,
        label=referral.number,
        reason="In danger now one person released what the guard had stopped. Look at what was sent.",
        due_at=timezone.now() + LOOK_WITHIN,
        permission="referrals.release_referral",
    )


def _alarm(message: ReferralMessage, document: bytes) -> Alarm | None:
    known = typed_values(message)
    found = inspect_json(document, name="pack.json", known=known).findings
    if not found:
        return None
    body = json.loads(document)["message"]
    texts = {name: _prose(ReferralMessage, name, body) for name in WRITTEN if name in body}
    # The message without the sentences that people wrote must be clean: a typed field is no free text. The
    # checklist beside it only says again what the message says.
    rest = inspect_json(json.dumps(body, ensure_ascii=False).encode(), name="pack.json", known=known).findings
    return Alarm(
        findings=tuple((place_words(one.where) or "the document", one.detail) for one in found),
        false=not rest and all(may_be_waved_through(one) for one in found),
        texts=digest("false_alarm", json.dumps(texts, sort_keys=True, ensure_ascii=False)),
    )


def _prose(part: Any, name: str, body: dict[str, Any]) -> list[str]:
    """Take the sentences out of a field, and return them in their order."""
    taken: list[str] = []
    body[name] = _without(kinds_of(part)[name], body[name], taken)
    return taken


def _without(hint: Any, value: Any, taken: list[str]) -> Any:
    if value is None:
        return None
    if hint == Prose:
        taken.append(str(value))
        return ""
    kind = shape(hint)
    if kind == "list":
        return [_without(inside(hint), one, taken) for one in value]
    if kind == "maybe":
        return _without(inside(hint), value, taken)
    if kind == "part":
        kinds = {key(name): kind for name, kind in kinds_of(hint).items()}
        return {name: _without(kinds[name], one, taken) for name, one in value.items()}
    return value
