"""What came of a letter: noted, trusted for nothing, and a letter that came back is a person's again."""

from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from belisha.decisions.decide import decide
from belisha.ledger.models import Entry
from belisha.referrals import attempts, leases
from belisha.referrals.answers import answer
from belisha.referrals.follow_models import Incoming
from belisha.referrals.following import write_again
from belisha.referrals.letters import MOST, note_receipt
from belisha.referrals.models import Delivery, Dispatch, Referral, Reported
from belisha.referrals.receipt import LONGEST, Receipt, read_receipt
from belisha.referrals.recipients.channel import Arrived
from belisha.referrals.refer import prepare, record_delivery, release
from belisha.referrals.refusals import NoLetter
from belisha.work.models import Task
from tests.desk_cases import open_tasks
from tests.referrals.receipts import BOUNDARY, an_answer, of_a_reader, of_a_server, report, words

LETTER = UUID("0b7cf1a2-5f0e-4e0f-9f53-6a1f3f0a7c11")


@pytest.fixture
def sent(danger, rosa):
    """A referral whose letter was handed in: its dispatch."""
    decide(case_id=danger.id, outcome="refer", category="grooming", reasons="Both.", by=rosa)
    prepare(case_id=danger.id)
    referral = Referral.objects.get(case=danger, authority="police:E23000023")
    release(referral_id=referral.id, by=rosa)
    return on_its_way(referral)


def on_its_way(referral):
    """The letter of a released referral, handed in."""
    now = timezone.now()
    row = Dispatch.objects.create(
        referral=referral,
        case_id=referral.case_id,
        channel="email",
        line="email police:E23000023",
        began_at=now,
        next_at=now,
    )
    attempts.note(leases.take(row.id, now), Arrived(answer="taken", sent=b"a letter"))
    row.refresh_from_db()
    return row


def test_who_was_told_by_a_person_too_stays_told_although_the_letter_comes_back(sent, rosa):
    referral = sent.referral
    record_delivery(referral_id=referral.id, by=rosa, at=timezone.now(), channel="telephone")
    note_receipt(receipt=Receipt(about=sent.id, kind="came_back", status="5.1.1"))
    referral.refresh_from_db()
    assert referral.state == "sent"
    assert Delivery.objects.filter(referral=referral, outcome="came_back").exists()


def test_a_notice_of_withdrawal_that_came_back_has_taken_nothing_back(sent, rosa):
    notice = write_again(
        referral_id=sent.referral_id, by=rosa, purpose="withdrawal", text="It was a mistake."
    )
    release(referral_id=notice.id, by=rosa)
    row = on_its_way(notice)
    assert Reported.objects.get().taken_back_at
    note_receipt(receipt=Receipt(about=row.id, kind="came_back", status="5.1.1"))
    assert Reported.objects.get().taken_back_at is None


@pytest.mark.pure
@pytest.mark.parametrize(
    ("action", "status", "kind"),
    [
        ("failed", "5.1.1", "came_back"),
        ("Failed", "5.2.2", "came_back"),
        ("delayed", "4.4.7", "delayed"),
        ("delivered", "2.0.0", "delivered"),
        ("relayed", "2.0.0", "relayed"),
        ("expanded", "2.0.0", "relayed"),
    ],
)
@pytest.mark.parametrize("envelope", [True, False])
def test_a_servers_report_is_read(action, status, kind, envelope):
    found = read_receipt(of_a_server(LETTER, action, status, envelope))
    assert found == Receipt(about=LETTER, kind=kind, status=status)


@pytest.mark.pure
def test_a_readers_report_and_an_answer_are_read():
    assert read_receipt(of_a_reader(LETTER)).kind == "opened"
    assert read_receipt(of_a_reader(LETTER, "automatic-action/MDN-sent-automatically; deleted")).kind == (
        "answered"
    )
    assert read_receipt(an_answer(LETTER)) == Receipt(about=LETTER, kind="answered")


@pytest.mark.pure
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 5000,
        b"Subject: hello\r\n\r\nNothing of ours.",
        b"In-Reply-To: <referral-not-a-number@lantern.example>\r\n\r\n",
        report(words(), words()),
        of_a_server("not-a-number"),
        of_a_server(LETTER, action="exploded"),
        # A report inside a letter is somebody else's.
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + of_a_server(LETTER) + b"\r\n--b--",
        b"Content-Type: multipart/report; boundary=b\r\n\r\n" + b"--b\r\n" * 20_000,
        b"".join(
            b"Content-Type: multipart/report; boundary=b%d\r\n\r\n--b%d\r\n" % (i, i) for i in range(3000)
        ),
    ],
)
def test_what_names_no_letter_of_ours_is_nothing(data):
    assert read_receipt(data) is None


@pytest.mark.pure
@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(noise):
    read_receipt(noise)
    read_receipt(of_a_server(LETTER).replace(b"Action", noise + b"Action"))
    read_receipt(of_a_server(LETTER, envelope=False)[: len(noise) * 3])


@pytest.mark.pure
def test_a_message_of_any_length_is_read_to_its_limit_and_no_further():
    said, filling = of_a_server(LETTER), b"x" * (4 * LONGEST)
    end, text = f"--{BOUNDARY}--".encode(), b"I could not bring your letter."
    assert read_receipt(said.replace(end, filling)).kind == "came_back"
    assert read_receipt(said.replace(text, filling)) is None


@pytest.mark.pure
def test_what_only_looks_like_a_report_says_nothing_of_a_letter():
    posing = of_a_server(LETTER).replace(b"multipart/report; report-type=delivery-status", b"multipart/mixed")
    assert b"multipart/mixed" in posing
    assert read_receipt(posing) is None


def test_a_letter_that_came_back_is_a_persons_again(sent):
    assert sent.referral.state == "sent"
    note_receipt(receipt=read_receipt(of_a_server(sent.id)))
    referral = Referral.objects.get(id=sent.referral_id)
    sent.refresh_from_db()
    assert (referral.state, referral.chase_at, sent.state, sent.problem) == (
        "released",
        None,
        "stopped",
        "came_back",
    )
    assert referral.problem == "The letter came back. Their mail server says that there is no such mailbox."
    assert "tell_authority" in open_tasks(referral)
    noted = Delivery.objects.filter(referral=referral).latest("at")
    assert (noted.outcome, noted.answer) == ("came_back", "receipt 5.1.1")
    assert Entry.objects.latest("seq").event == "referral.receipt_came"
    assert referral.case.state == "decided"


@pytest.mark.parametrize(
    ("receipt", "outcome"),
    [
        (lambda letter: of_a_server(letter, "delivered", "2.0.0"), "delivered"),
        (lambda letter: of_a_server(letter, "delayed", "4.4.7"), "delayed"),
        (of_a_reader, "opened"),
    ],
)
def test_a_receipt_is_noted_and_changes_nothing_else(sent, receipt, outcome):
    before = Referral.objects.values("state", "reference_lookup", "chase_at", "problem").get()
    for _ in range(2):
        note_receipt(receipt=read_receipt(receipt(sent.id)))
    assert Referral.objects.values("state", "reference_lookup", "chase_at", "problem").get() == before
    assert list(Delivery.objects.order_by("at").values_list("outcome", flat=True)) == ["sent", outcome]


def answered(sent, number=1):
    """Their answer of that number, as the mail server hands it over."""
    letter = an_answer(sent.id)
    note_receipt(receipt=read_receipt(b"Message-ID: <%d@cambs.example>\r\n" % number + letter))


def test_an_answer_is_a_message_of_the_authority_that_somebody_reads_and_nothing_of_it_is_kept(sent):
    answered(sent)
    referral, message = Referral.objects.get(), Incoming.objects.get()
    assert (referral.state, referral.reference) == ("sent", "")
    assert (message.kind, message.state, message.channel, message.noted_by) == (
        "message",
        "open",
        "email",
        None,
    )
    assert "read it in your own mailbox" in message.text
    assert Task.objects.get(about_id=message.id, kind="authority_asked").due_at == message.due_at
    kept = [one.__dict__ for table in (Delivery, Incoming, Referral) for one in table.objects.all()]
    assert "35/1/26" not in str(kept)
    assert Entry.objects.filter(event="referral.authority_said").count() == 1


def test_one_answer_waits_however_many_come_and_the_next_after_it_is_ended_waits_again(sent, rosa):
    for number in (1, 1, 2):
        answered(sent, number)
    first = Incoming.objects.get()
    answer(referral_id=sent.referral_id, question_id=first.id, by=rosa, answer="Read: it thanks us.")
    answered(sent, 2)
    assert Incoming.objects.filter(state="open").count() == 0
    answered(sent, 3)
    assert Incoming.objects.filter(state="open").count() == 1
    assert Delivery.objects.filter(outcome="answered").count() == 3


def test_an_answer_to_a_letter_that_came_back_is_still_read(sent):
    note_receipt(receipt=read_receipt(of_a_server(sent.id)))
    answered(sent)
    assert not Incoming.objects.exists()
    assert "letter_answered" in open_tasks(Referral.objects.get())


def test_a_receipt_puts_nothing_back_that_they_gave_a_reference_for(sent, rosa):
    from belisha.referrals.refer import record_delivery

    record_delivery(
        referral_id=sent.referral_id, by=rosa, at=timezone.now(), channel="email", reference="35/1/26"
    )
    note_receipt(receipt=read_receipt(of_a_server(sent.id)))
    assert Referral.objects.get().state == "acknowledged"
    assert Delivery.objects.latest("at").outcome == "came_back"


def test_a_flood_of_receipts_ends(sent):
    for number in range(MOST + 20):
        note_receipt(receipt=Receipt(about=sent.id, kind="delayed", status=f"4.4.{number}"))
    assert Delivery.objects.filter(outcome="delayed").count() == MOST


def test_a_letter_that_nobody_sent_is_not_known(sent):
    with pytest.raises(NoLetter):
        note_receipt(receipt=Receipt(about=uuid4(), kind="came_back"))
    assert Referral.objects.get().state == "sent"


def test_a_person_says_on_the_page_that_it_came_back(client, sent, rosa):
    client.force_login(rosa)
    page = reverse("referral", args=[sent.referral_id])
    assert "The letter came back" in client.get(page).content.decode()
    door = reverse("letter_came_back", args=[sent.referral_id])
    assert client.post(door, {"reason": ""}).status_code == 302
    assert Referral.objects.get().state == "sent"
    answer = client.post(door, {"reason": "Their server says the mailbox is closed."}, follow=True)
    assert "tell them by hand" in answer.content.decode()
    assert Referral.objects.get().state == "released"
    assert client.post(door, {"reason": "Again."}).status_code == 409
    assert "It came back</button>" not in client.get(page).content.decode()


def test_a_letter_that_came_back_can_be_withdrawn(sent, rosa):
    from belisha.referrals import dispatch
    from belisha.referrals.refer import withdraw

    note_receipt(receipt=read_receipt(of_a_server(sent.id)))
    withdraw(referral_id=sent.referral_id, by=rosa, reason="They were told another way.")
    dispatch.send_due(now=timezone.now())
    assert Referral.objects.get().state == "withdrawn"
