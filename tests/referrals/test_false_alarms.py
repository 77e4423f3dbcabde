"""What the guard stops in free text may be released by two people; anything else it stops, by nobody."""

import json
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from random import Random

import pytest
from django.utils import timezone

from belisha.decisions.decide import confirm, decide
from belisha.guard.finding import Finding, Inspection, may_be_waved_through
from belisha.ledger.models import Entry
from belisha.organisation import refusals as of_two
from belisha.people.models import StaffChange
from belisha.referrals import refer, refusals, releasing
from belisha.referrals.false_alarms import alarm_of, release_false, say_false
from belisha.referrals.models import FalseAlarm, Pack, Referral
from belisha.referrals.refer import edit, prepare, release
from belisha.work.models import Task

LETTERS = [
    0x4E00 + int.from_bytes(sha256(bytes([n % 256, n // 256])).digest()[:2]) % 20_000 for n in range(900)
]
CHINESE = "".join(map(chr, LETTERS))
"""A text that the guard takes for coded bytes: every letter comes as often as any other."""
PLAIN = "They wrote for an hour, as follows."


def drafted(case, rosa, omar):
    decision = decide(case_id=case.id, outcome="refer", category="grooming", reasons="Both.", by=rosa)
    confirm(decision_id=decision.id, by=omar)
    prepare(case_id=case.id)
    row = Referral.objects.filter(case=case, authority__startswith="police:").get()
    return row


@pytest.fixture
def held(case, rosa, omar):
    """A draft from which a text was left out."""
    row = drafted(case, rosa, omar)
    edit(referral_id=row.id, by=rosa, what_happened=f"{PLAIN} {CHINESE}")
    return Referral.objects.get(id=row.id)


def said(held, by):
    return say_false(referral_id=held.id, reason="It is Chinese, and we had it read.", by=by)


def text_of(document):
    return json.loads(bytes(document))["message"]["what_happened"]


def test_without_anybodys_word_the_text_is_left_out(held, rosa):
    assert CHINESE not in json.dumps(held.message, ensure_ascii=False)
    assert alarm_of(held).false
    release(referral_id=held.id, by=rosa)
    assert CHINESE not in text_of(Pack.objects.get(kind="json").document)


def test_two_people_release_a_false_alarm(held, rosa, omar):
    said(held, rosa)
    released = release_false(referral_id=held.id, by=omar)
    assert released.state == "released"
    assert CHINESE in text_of(Pack.objects.get(kind="json").document)
    row = FalseAlarm.objects.get()
    assert (row.said_by, row.released_by, row.one_person_mode, row.in_danger_now) == (
        rosa,
        omar,
        False,
        False,
    )
    events = list(Entry.objects.values_list("event", flat=True))
    assert [one for one in events if "alarm" in one] == [
        "referral.alarm_called_false",
        "referral.alarm_released",
    ]


def test_one_alone_releases_nothing(held, rosa):
    said(held, rosa)
    with pytest.raises(refusals.NeedsAnotherForAlarm):
        release_false(referral_id=held.id, by=rosa)
    release(referral_id=held.id, by=rosa)
    assert CHINESE not in text_of(Pack.objects.get(kind="json").document)


def test_nobody_releases_what_nobody_called_false(held, omar):
    with pytest.raises(refusals.AlarmGone):
        release_false(referral_id=held.id, by=omar)


def test_an_account_that_the_first_changed_is_no_second_person(held, rosa, omar):
    said(held, rosa)
    StaffChange.objects.create(person=omar, what=StaffChange.What.PASSWORD, by=rosa, at=timezone.now())
    with pytest.raises(of_two.OneHand):
        release_false(referral_id=held.id, by=omar)


def test_another_text_wants_another_word(held, rosa, omar):
    said(held, rosa)
    edit(referral_id=held.id, by=rosa, what_happened=f"{PLAIN} A{CHINESE}")
    with pytest.raises(refusals.AlarmGone):
        release_false(referral_id=held.id, by=omar)


def test_what_is_in_a_typed_field_is_no_false_alarm(make_case, rosa, omar):
    names = [CHINESE[at : at + 150] for at in range(0, 900, 150)]
    accounts = [{"id": f"x{at}", "role": "suspect", "screen_name": name} for at, name in enumerate(names)]
    row = drafted(make_case(accounts=accounts), rosa, omar)
    assert not alarm_of(row).false
    with pytest.raises(refusals.AlarmStands):
        said(row, rosa)


def test_a_picture_beside_a_false_alarm_stops_it(held, rosa, omar, monkeypatch):
    said(held, rosa)
    found = Finding("picture", "page 1", "a picture")
    monkeypatch.setattr(releasing, "inspect", lambda data, **given: Inspection("", (found,)))
    with pytest.raises(refusals.GuardRefused):
        release_false(referral_id=held.id, by=omar)
    assert Referral.objects.get(id=held.id).state == "held"
    assert not Pack.objects.exists()


def test_what_another_part_says_meanwhile_was_called_false_by_nobody(held, rosa, omar, monkeypatch):
    said(held, rosa)
    as_ever = refer.brought_up_to_date

    def with_reasons(referral, material):
        message = as_ever(referral, material)
        return replace(message, decision=replace(message.decision, reasons=CHINESE))

    monkeypatch.setattr(refer, "brought_up_to_date", with_reasons)
    with pytest.raises(refusals.GuardRefused):
        release_false(referral_id=held.id, by=omar)
    assert not Pack.objects.exists()


def test_in_one_person_mode_one_may_do_both_and_it_is_recorded(held, rosa, one_person):
    said(held, rosa)
    release_false(referral_id=held.id, by=rosa)
    assert FalseAlarm.objects.get().one_person_mode


def test_in_danger_now_one_releases_at_once_and_it_is_looked_at_afterwards(danger, rosa):
    decide(case_id=danger.id, outcome="refer", category="grooming", reasons="Both.", by=rosa)
    prepare(case_id=danger.id)
    row = Referral.objects.get(case=danger)
    edit(referral_id=row.id, by=rosa, what_happened=f"{PLAIN} {CHINESE}")
    said(row, rosa)
    release_false(referral_id=row.id, by=rosa)
    assert FalseAlarm.objects.get().in_danger_now
    assert Task.objects.filter(kind="second_look", about_id=row.id).exists()


@pytest.mark.parametrize(
    "finding",
    [
        Finding("picture", "$.what_happened, line 1", "image/gif written as base64"),
        Finding("encoded", "$.what_happened, line 1", "image/gif written as numbers"),
        Finding("broken", "", "not JSON, or nested too deeply"),
        Finding("encrypted", "", "the PDF is encrypted"),
        Finding("hidden", "after the end", "12 bytes"),
        Finding("run", "$.subject.name", "a number of 900 digits"),
        Finding("run", "pieces put together, line 1", "application/octet-stream written as base64"),
        Finding("run", "$.notes, a key, line 1", "application/octet-stream written as base64"),
        Finding("too_much", "", "it is larger than 64 MB"),
        Finding("unknown", "$.hashes[0].pdq", "not what a field of this name may hold"),
    ],
)
def test_what_is_no_run_in_one_text_is_never_waved_through(finding):
    assert not may_be_waved_through(finding)


def test_two_people_do_it_on_the_referrals_page(held, client, rosa, omar):
    page = f"/desk/referrals/{held.id}/"
    client.force_login(rosa)
    assert "This is a false alarm" in client.get(page).content.decode()
    assert client.post(f"{page}false-alarm/", {"reason": "It is Chinese."}).status_code == 302
    assert "Release it with the whole text" not in client.get(page).content.decode()
    assert client.post(f"{page}false-alarm/release/").status_code == 409
    client.force_login(omar)
    assert "It is Chinese." in client.get(page).content.decode()
    assert client.post(f"{page}false-alarm/release/").status_code == 302
    assert Referral.objects.get(id=held.id).state == "released"


def test_a_person_is_told_that_a_file_was_taken_out_of_their_text(case, client, rosa, omar):
    row = drafted(case, rosa, omar)
    client.force_login(rosa)
    written = b64encode(Random(8).randbytes(300)).decode()
    answer = client.post(f"/desk/referrals/{row.id}/edit/", {"what_happened": written}, follow=True)
    assert "What looked like a file was taken out of it" in answer.content.decode()
