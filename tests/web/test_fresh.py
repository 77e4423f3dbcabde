"""Who must show again that it is they, and who never."""

from types import SimpleNamespace
from uuid import uuid4

from belisha.web.desk.door import unless_immediate


def asked(**parts):
    return unless_immediate(SimpleNamespace(), parts)


def test_a_case_in_danger_now_asks_nobody_who_they_are(case, danger):
    assert asked(case_id=case.id)
    assert not asked(case_id=danger.id)
    assert asked(case_id=uuid4())
    assert asked(referral_id=uuid4())
