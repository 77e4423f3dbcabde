"""A released referral as a letter: encrypted, readable, the same at each attempt, and never a picture."""

import json
from base64 import b64encode
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from pysequoia import Tsk

from belisha.decisions.decide import decide
from belisha.guard import inspect
from belisha.ledger.models import Entry
from belisha.outbound.hand_in import NotHandedIn
from belisha.referrals import dispatch
from belisha.referrals.models import Delivery, Dispatch, Letter, Referral
from belisha.referrals.recipients import by_mail
from belisha.referrals.recipients.by_mail import ByMail
from belisha.referrals.recipients.letter import looked_through, written
from belisha.referrals.recipients.letter_text import letter_text
from belisha.referrals.recipients.openpgp import enclosed
from belisha.referrals.refer import prepare, release, withdraw
from tests.desk_cases import open_tasks
from tests.referrals import build
from tests.referrals.post import (
    INTAKE,
    POLICE,
    has_mailbox,
    office,
    opened,
    parts_of,
    public,
    their_key,
    without_encryption,
)
from tests.work.channels import configured

__all__ = ["configured", "has_mailbox", "office", "their_key"]


@pytest.fixture
def released(danger, rosa):
    """Release the referral to the police, and have it sent."""

    def do():
        decide(case_id=danger.id, outcome="refer", category="grooming", reasons="Both.", by=rosa)
        prepare(case_id=danger.id)
        referral = Referral.objects.get(case=danger, authority=POLICE)
        release(referral_id=referral.id, by=rosa)
        goes_out()
        referral.refresh_from_db()
        return referral

    return do


def goes_out(later=timedelta(0)):
    with time_machine.travel(timezone.now() + later, tick=False):
        return dispatch.send_due(now=timezone.now())


@pytest.fixture
def lost(office, has_mailbox, released, monkeypatch):
    """Have a letter handed in whose answer is lost; or none."""

    def do(unsure=True):
        def cut(*_, **__):
            raise NotHandedIn("answer_lost", unsure=unsure)

        monkeypatch.setattr(by_mail, "hand_in", cut)
        has_mailbox(plain_allowed=True)
        return released()

    return do


def test_a_letter_is_readable_with_their_key_alone(office, has_mailbox, their_key, released):
    has_mailbox(key=public(their_key))
    referral = released()
    (kept,) = office.kept
    assert (kept.sender, kept.to) == ("referrals@lantern.example", (INTAKE,))
    assert f"ENVID={Dispatch.objects.get().id}" in kept.options
    for secret in (b"Text of report", b"account-", referral.number.encode(), b"Cambridgeshire"):
        assert secret not in kept.data
    outer, inner = kept.letter, opened(kept.data, their_key)
    assert outer["Subject"] == "[...]"
    assert inner["Subject"] == f"Referral {referral.number} to Cambridgeshire Constabulary"
    assert inner["Content-Type"].params["hp"] == "cipher"
    assert f"Subject: {outer['Subject']}" in inner.get_all("HP-Outer")
    for name in ("From", "To", "Date", "Message-ID"):
        assert str(outer[name]) == str(inner[name])
    assert outer["Auto-Submitted"] == "auto-generated"
    text = parts_of(inner)["text/plain"].get_content()
    assert "Text of report" in text
    assert referral.number in text
    assert "message 1 of the reported conversation" in text


def test_what_arrives_is_what_was_released(office, has_mailbox, their_key, released):
    has_mailbox(key=public(their_key))
    referral = released()
    parts = parts_of(opened(office.kept[0].data, their_key))
    packs = {pack.kind: bytes(pack.document) for pack in referral.pack_rows.all()}
    assert list(parts) == ["text/plain", "application/pdf", "application/json"]
    assert parts["application/pdf"].get_content() == packs["pdf"]
    assert parts["application/json"].get_payload(decode=True) == packs["json"]
    assert parts["text/plain"].get_content().replace("\r\n", "\n") == packs["text"].decode()
    assert inspect(packs["pdf"], name="pack.pdf").verdict == "clean"
    assert json.loads(packs["json"])["message"]["reference"] == referral.number
    assert parts["application/pdf"].get_filename() == f"{referral.number}.pdf"


def test_a_letter_that_was_taken_is_sent_and_chased(office, has_mailbox, their_key, released):
    has_mailbox(key=public(their_key))
    referral = released()
    assert (referral.state, referral.reference) == ("sent", "")
    assert referral.chase_at is not None
    assert "tell_authority" not in open_tasks(referral)
    noted = Delivery.objects.get()
    assert (noted.channel, noted.outcome, noted.answer) == ("email", "sent", "taken")
    assert len(noted.sent_sha256) == 64
    assert Entry.objects.filter(event="referral.attempted").count() == 1


def test_a_repeat_has_the_same_name_and_the_very_same_bytes(office, has_mailbox, their_key, released):
    has_mailbox(key=public(their_key))
    office.fails, office.times = {"DATA": "cut_after"}, 1
    referral = released()
    assert (referral.state, len(office.kept)) == ("released", 1)
    assert Delivery.objects.get().answer == "answer_lost"
    goes_out(timedelta(hours=1))
    referral.refresh_from_db()
    first, second = office.kept
    assert (referral.state, first.data == second.data, len(office.shown)) == ("sent", True, 1)
    assert Letter.objects.count() == 1


def test_a_letter_is_made_anew_for_another_key_under_the_same_name(office, has_mailbox, their_key, released):
    has_mailbox(key=public(their_key))
    office.fails, office.times = {"RCPT": "451 4.7.1 later"}, 1
    released()
    row = Dispatch.objects.get()
    other = Tsk.generate("Intake <intake@cambs.example>")
    has_mailbox(key=public(other))
    row.way = ""  # A person looked, and had it go to the new key.
    row.save(update_fields=["way"])
    goes_out(timedelta(hours=1))
    (kept,) = office.kept
    assert opened(kept.data, other)["Message-ID"] == kept.letter["Message-ID"]
    assert str(row.id) in kept.letter["Message-ID"]


def test_plain_text_leaves_only_where_it_was_allowed(office, has_mailbox, released):
    has_mailbox(plain_allowed=True)
    referral = released()
    letter = office.kept[0].letter
    assert letter["Subject"] == f"Referral {referral.number} to Cambridgeshire Constabulary"
    assert list(parts_of(letter)) == ["text/plain", "application/pdf", "application/json"]
    assert letter["Reply-To"] == "desk@lantern.example"
    assert letter["Importance"] == "high"
    assert "Disposition-Notification-To" not in letter


def test_without_a_mailbox_a_person_tells_them(office, released):
    referral = released()
    assert (referral.state, Dispatch.objects.count(), office.kept) == ("released", 0, [])
    assert "tell_authority" in open_tasks(referral)
    assert set(referral.pack_rows.values_list("kind", flat=True)) == {"json", "pdf"}


def test_without_a_sender_of_our_own_a_person_tells_them(office, has_mailbox, released, configured):
    has_mailbox(plain_allowed=True)
    configured(referrals_from="", mail_from="")
    assert (released().state, Dispatch.objects.count()) == ("released", 0)


def test_the_demo_writes_to_nobody(office, has_mailbox, released, configured):
    has_mailbox(plain_allowed=True)
    configured(demo=True)
    assert (released().state, office.kept) == ("released", [])


@pytest.mark.parametrize(
    ("step", "said", "answer", "words"),
    [
        ("RCPT", "550 5.1.1 unknown", "address_550_5.1.1", "there is no such mailbox"),
        ("RCPT", "550 gone", "address_550", "doesn't take letters for their address"),
        ("DATA", "554 5.7.1 policy", "letter_554_5.7.1", "doesn't let our letter through"),
        ("MAIL", "553 5.1.8 who", "sender_553_5.1.8", "our sender's address"),
    ],
)
def test_a_final_no_asks_a_person_with_its_reason(
    office, has_mailbox, their_key, released, step, said, answer, words
):
    has_mailbox(key=public(their_key))
    office.fails = {step: said}
    referral = released()
    assert (referral.state, Dispatch.objects.get().state) == ("released", "stopped")
    assert words in referral.problem
    assert "tell_authority" in open_tasks(referral)
    assert Delivery.objects.get().answer == answer


@pytest.mark.parametrize(("step", "said"), [("RCPT", "450 4.2.1 busy"), ("DATA", "421 4.3.2 closing")])
def test_a_passing_no_is_tried_again(office, has_mailbox, their_key, released, step, said):
    has_mailbox(key=public(their_key))
    office.fails, office.times = {step: said}, 1
    referral = released()
    assert (referral.state, Dispatch.objects.get().state) == ("released", "waiting")
    goes_out(timedelta(hours=1))
    referral.refresh_from_db()
    assert (referral.state, len(office.kept)) == ("sent", 1)


def test_a_key_that_is_no_longer_any_good_stops_the_letter_and_never_makes_it_plain(
    office, has_mailbox, their_key, released, rosa
):
    short = Tsk.generate(f"Intake <{INTAKE}>", validity_seconds=3600)
    has_mailbox(key=public(short))
    office.fails, office.times = {"MAIL": "451 later"}, 1
    referral = released()
    Letter.objects.all().delete()
    goes_out(timedelta(hours=2))
    referral.refresh_from_db()
    assert (office.kept, referral.state) == ([], "released")
    assert "has expired" in referral.problem


@pytest.mark.parametrize("key", ["", "no key", without_encryption()])
def test_nothing_is_encrypted_to_what_is_no_key_for_it(key):
    from belisha.organisation.certificates import WrongCertificate

    with pytest.raises(WrongCertificate):
        enclosed(a_letter(), key, now=timezone.now())


def a_letter(**documents):
    from uuid import UUID

    message = build.usual()
    given = {"text": letter_text(message).encode(), "pdf": b"%PDF-1.7\n%%EOF", "json": b"{}"} | documents
    return written(
        of=UUID(int=1),
        message=message,
        documents=given,
        to=INTAKE,
        sender="desk@lantern.example",
        at=build.NOON,
    )


@pytest.mark.parametrize("kind", ["text", "pdf", "json"])
def test_the_guard_looks_at_the_whole_letter_before_it_is_encrypted(kind):
    picture = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
    assert looked_through(
        a_letter(**{kind: picture if kind != "text" else b"data:image/png;base64,iVBORw0KGgo="}).as_bytes()
    )


@pytest.mark.parametrize("kind", ["text", "json"])
def test_what_the_guard_let_pass_at_the_release_is_not_stopped_when_it_is_sent(kind):
    from random import Random

    run = b64encode(Random(8).randbytes(900))
    document = b'{"what_happened": "' + run + b'"}' if kind == "json" else run + b"\n"
    letter = a_letter(**{kind: document}).as_bytes()
    assert [one.kind for one in looked_through(letter) if one.kind == "run"]
    assert not [one for one in looked_through(letter, released=[document]) if one.kind == "run"]
    assert [one for one in looked_through(letter, released=[document + b"."]) if one.kind == "run"]


def test_a_letter_with_one_part_more_is_not_a_letter_of_ours():
    letter = a_letter()
    letter.add_attachment("more", filename="more.txt")
    assert "two packs" in looked_through(letter.as_bytes())[0].detail


def test_what_others_wrote_can_not_pose_as_our_words():
    forged = "Text.\nHow to answer\nOur reference: C-999999\nPlease send all to other@mail.example"
    text = letter_text(build.usual(what_happened=forged))
    assert all(line.startswith("    ") for line in text.splitlines() if line.strip() in forged.splitlines())


def test_tags_in_what_others_wrote_are_only_letters(office, has_mailbox, their_key, released):
    from belisha.guard import inspect_plain

    text = letter_text(build.usual(what_happened="They wrote <img src=x> and <script>."))
    assert inspect_plain(text.encode()).verdict == "clean"


def test_a_long_conversation_is_shortened_in_the_text_and_whole_in_the_pack():
    text = letter_text(build.usual(conversation=tuple(build.conversation(500))))
    assert "440 more rows in the files attached." in text
    assert len(text) < 20_000


def test_headers_hold_one_line_whatever_the_names_are():
    from belisha.referrals.message import Addressee

    to = Addressee(authority=POLICE, name="A force " * 40)
    letter = written(
        of=build_id(),
        message=build.usual(recipient=to),
        documents={"text": b"a", "pdf": b"b", "json": b"c"},
        to=INTAKE,
        sender="desk@lantern.example",
        at=build.NOON,
    )
    assert max(map(len, letter.as_bytes().splitlines())) < 998


def build_id():
    from uuid import UUID

    return UUID(int=2)


def test_an_unconfirmed_row_gets_no_letter_and_the_person_reads_how_to_confirm_it():
    from belisha.referrals.recipients.channel import Parcel, Reach

    parcel = Parcel(
        id=build_id(),
        number="C-000001-1",
        attempt=1,
        now=build.NOON,
        message=build.usual("DE:example"),
        documents={},
        reach=Reach(channel="email", line="email DE:example", where=INTAKE, secrets={"plain_allowed": "yes"}),
        progress={},
        keep=lambda **_: None,
    )
    said = ByMail().send(parcel)
    assert (said.problem, "two people read their own page" in said.words) == ("unconfirmed", True)


def test_a_letter_whose_answer_was_lost_is_not_called_told_and_a_person_asks_them(has_mailbox, lost, rosa):
    referral = lost()
    withdraw(referral_id=referral.id, by=rosa, reason="Written by mistake.")
    goes_out()
    referral.refresh_from_db()
    assert (referral.state, Dispatch.objects.get(referral=referral).state) == ("released", "stopped")
    assert "they may have it. Ask them." in referral.problem
    assert "tell_authority" in open_tasks(referral)
    assert not Delivery.objects.filter(referral=referral, outcome__in=Delivery.TOLD).exists()
    withdraw(referral_id=referral.id, by=rosa, reason="They have nothing.")
    referral.refresh_from_db()
    assert referral.state == "withdrawn"


def test_a_letter_that_never_left_is_taken_back(has_mailbox, lost, rosa):
    referral = lost(unsure=False)
    withdraw(referral_id=referral.id, by=rosa, reason="Written by mistake.")
    goes_out()
    referral.refresh_from_db()
    assert referral.state == "withdrawn"


@pytest.mark.pure
@pytest.mark.parametrize(
    ("problem", "words"),
    [
        ("address_550_5.1.1", "Their mail server says that there is no such mailbox."),
        ("address_550", "The mail server doesn't take letters for their address."),
        ("letter_452_4.3.1", "The mail server can’t take it now (452)."),
        ("server_421", "The mail server can’t take it now (421)."),
        ("receipt 5.2.2", "Their mailbox is full."),
        ("receipt 2.0.0", "A message said so."),
        ("answer_lost", "The mail server’s answer was lost"),
    ],
)
def test_what_a_mail_server_said_is_told_in_words(problem, words):
    from belisha.referrals.problems import in_words

    assert in_words(problem).startswith(words)
