"""Referrals on their way over a channel of the tests' own, whose answers a test writes down beforehand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from belisha.decisions.decide import decide
from belisha.referrals import dispatch, refer, releasing, steer
from belisha.referrals.message import ReferralMessage
from belisha.referrals.models import Dispatch, Referral, ReferralState
from belisha.referrals.pack import render_json
from belisha.referrals.recipients import channels
from belisha.referrals.recipients.channel import Arrived, Parcel, Reach, Undone

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class Scripted:
    """A channel that gives the answers of `script` in turn, then takes everything; it keeps what it saw."""

    kind = "webhook"

    def __init__(self) -> None:
        self.script: list[Any] = []
        self.undoing: list[Any] = []
        self.sent: list[Parcel] = []
        self.undone: list[Parcel] = []

    def documents(self, message: Any, reach: Reach) -> dict[str, bytes]:
        return {}

    def send(self, parcel: Parcel) -> Any:
        self.sent.append(parcel)
        return self._answer(self.script, parcel, Arrived(reference="R-1", sent=parcel.documents["json"]))

    def undo(self, parcel: Parcel) -> Any:
        self.undone.append(parcel)
        return self._answer(self.undoing, parcel, Undone())

    def _answer(self, script: list[Any], parcel: Parcel, otherwise: Any) -> Any:
        answer = script.pop(0) if script else otherwise
        if isinstance(answer, BaseException):
            raise answer
        return answer(parcel) if callable(answer) else answer


class Ways:
    """Which way each authority is reached in a test; `mode`, `where` and `closed` change it for all."""

    def __init__(self) -> None:
        self.mode, self.where, self.closed = "live", "http://127.0.0.1:1/", False

    def __call__(self, authority: str) -> Reach | None:
        line = f"webhook {authority}"
        return (
            None if self.closed else Reach(channel="webhook", line=line, where=self.where, mode=self.mode)  # type: ignore[arg-type]
        )


@pytest.fixture
def channel(monkeypatch: pytest.MonkeyPatch) -> Scripted:
    own = Scripted()
    monkeypatch.setattr(channels, "CHANNELS", (own,))
    return own


@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch) -> Ways:
    own = Ways()
    for module in (releasing, dispatch, steer):
        monkeypatch.setattr(module, "reach_of", own)
    # What leaves, and how it is proved, have tests of their own.
    monkeypatch.setattr(refer, "rendered", lambda message, **_: _rendered(message, own))
    return own


def _rendered(message: ReferralMessage, ways: Ways) -> releasing.Rendered:
    documents = {"json": render_json(message), "pdf": b"%PDF-1.7"}
    reach = ways(message.recipient.authority)
    return releasing.Rendered(message=message, documents=documents, problem="", reach=reach)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], Any]:
    """The desk's clock, which stands still and goes as far as it is told."""
    stands = [timezone.now()]
    monkeypatch.setattr(timezone, "now", lambda: stands[0])

    def ahead(by: timedelta = timedelta(0)) -> Any:
        stands[0] += by
        return stands[0]

    return ahead


@pytest.fixture
def on_its_way(channel: Scripted, ways: Ways, danger: Any, rosa: Any) -> Referral:
    """A referral of a child in danger, released and not sent yet."""
    return released(danger, rosa)


def released(case: Any, by: Any) -> Referral:
    """The first referral of a case, decided by one person and released."""
    decide(case_id=case.id, outcome="refer", category="grooming", reasons="Both.", by=by)
    refer.prepare(case_id=case.id)
    draft = Referral.objects.filter(case=case, state=ReferralState.DRAFT, confirmed_address=True).first()
    assert draft is not None
    return refer.release(referral_id=draft.id, by=by)


def row_of(referral: Referral) -> Dispatch:
    return Dispatch.objects.get(referral=referral)


def again(referral: Referral) -> Referral:
    """The referral as it is now."""
    return Referral.objects.get(id=referral.id)


def send() -> int:
    """A worker sends what is due."""
    return dispatch.send_due(now=timezone.now())
