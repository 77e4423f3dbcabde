"""One file is screened: what matches is held, opens a report, and is answered the same way again."""

from __future__ import annotations

import pytest

from belisha.intake.models import Identifier, Report
from belisha.screening.models import Held, Match, Unscreened
from tests.api.screening import fingerprint_of, picture, planted, saved, sends

SHAPE = ["verdict", "action", "reference", "reason"]


@pytest.fixture
def shop(caller):
    return caller("screen", "report")


@pytest.fixture(scope="module")
def known() -> bytes:
    return saved(picture(seed=3), "PNG")


def test_a_planted_picture_is_held_and_opens_a_report(shop, known):
    planted(pdq=fingerprint_of(known)["pdq"])
    answer = sends(shop, known, id="photo-1", account="user-1")
    assert answer.status_code == 200, answer.content
    said = answer.json()
    assert (list(said), said["verdict"], said["action"], said["reason"]) == (SHAPE, "match", "hold", None)
    report = Report.objects.get()
    assert (report.receipt, report.source) == (said["reference"], "hash_match")
