"""Reports by e-mail: what is taken of a message, the mailbox, and what is piped."""

import json
from contextlib import ExitStack
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256

import pytest
from django.conf import settings
from django.utils import timezone
from pydantic import SecretStr
from typer.testing import CliRunner

from belisha.intake import mailbox as reading
from belisha.intake.connectors.letter import CUT_WORDS, read_letter, report_of
from belisha.intake.models import MailPlace, Report
from belisha.intake.read import reports_of
from belisha.intake.take_letter import take_letter
from belisha.jobs.cli import app
from tests.fakes.imap import PASSWORD, USER, mailbox
from tests.outbound.certificates import authority

PICTURE = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x05\x04\x04\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02"
)
WORDS = "message 1 of the reported conversation"


def letter(words=WORDS, *, html="", attached=(), **headers):
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"] = "Ines Farrow <ines@mail.example>", "reports@desk.example"
    made["Subject"], made["Date"] = "A stranger writes", "Fri, 20 Nov 2026 20:00:00 +0100"
    made["Message-ID"] = f"<{sha256(words.encode()).hexdigest()[:8]}@mail.example>"
    for name, value in headers.items():
        del made[name.replace("_", "-")]
        made[name.replace("_", "-")] = value
    if words:
        made.set_content(words)
    if html:
        made.add_alternative(html, subtype="html") if words else made.set_content(html, subtype="html")
    for data in attached:
        made.add_attachment(data, maintype="image", subtype="gif", filename="their-name.gif")
    return made.as_bytes()


def the_report():
    return reports_of([Report.objects.get().id])[0]


def test_a_letter_becomes_a_report_and_what_is_attached_is_known_by_its_digest_alone():
    data = letter(attached=[PICTURE])
    receipt = take_letter(data=data).receipt
    report = the_report()
    assert (report.receipt, report.source, report.concerns) == (receipt, "public", ("child_safety",))
    assert report.what_happened.startswith(f"A stranger writes\n\n{WORDS}")
    assert "image/gif, 30 bytes" in report.what_happened
    assert report.reporter == {"name": "Ines Farrow", "email": "ines@mail.example", "may_contact": False}
    digest = sha256(PICTURE).hexdigest()
    assert [(one.content_type, one.fingerprints) for one in report.items] == [
        ("image/gif", {"sha256": digest})
    ]
    assert "their-name" not in str(report)
    assert "R0lG" not in str(report)


def test_html_is_reduced_to_its_words_and_loads_nothing():
    html = (
        "<style>p{}</style><p>One &amp; two<br>three<script>x()</script></p><img src='https://e.example/1'>"
    )
    assert read_letter(letter("", html=html)).words == "One & two\nthree\n[picture]"
    assert read_letter(letter("plain words", html="<p>other</p>")).words == "plain words"


def test_a_message_that_is_forwarded_within_is_read_too():
    outer = EmailMessage(policy=SMTP)
    outer["From"] = "a@mail.example"
    outer.set_content("See below.")
    inner = EmailMessage(policy=SMTP)
    inner.set_content(WORDS)
    outer.add_attachment(inner)
    assert read_letter(outer.as_bytes()).words == f"See below.\n\n{WORDS}"


NOTICE = (
    b"From: MAILER-DAEMON@mail.example\r\nSubject: x\r\nContent-Type: multipart/report;"
    b" report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\ntext\r\n--b--\r\n"
)


@pytest.mark.parametrize(
    ("data", "aside"),
    [
        (letter(Auto_Submitted="auto-replied (vacation)"), "auto_reply"),
        (letter(Return_Path="<>"), "notice_of_delivery"),
        (NOTICE, "notice_of_delivery"),
        (letter(From="desk@lantern.example"), "own_letter"),
    ],
)
def test_what_nobody_wrote_is_no_report(data, aside):
    assert take_letter(data=data, own=("desk@lantern.example", "")).aside == aside
    assert Report.objects.count() == 0


def test_what_another_program_reports_is_a_report():
    assert take_letter(data=letter(Auto_Submitted="auto-generated")).receipt


DEEP = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" * 2000
HOSTILE = {
    "nothing": b"",
    "no mail": b"\0\xff" * 50,
    "deep": b"From: a@mail.example\r\nSubject: s\r\n" + DEEP,
    "many parts": b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 5000,
    "odd words": b'Content-Type: multipart/mixed; boundary=b; a="' + b";" * 300_000 + b"\r\n\r\nhello",
    "punycode": b"Content-Type: text/plain; charset=punycode\r\n\r\n" + b"a-" * 300_000,
    "odd charset": b"Content-Type: text/plain; charset=no-such\r\n\r\nhello",
    "odd header": b"From: =?utf-8?b?////?= <a\r\nSubject: =?x?q?=00=ff?=\r\nDate: yesterday\r\n\r\nhello",
    "odd encoding": b"Content-Transfer-Encoding: base64\r\nContent-Type: image/gif\r\n\r\n!!!",
    "long line": b"Subject: " + b"x" * 500_000 + b"\r\n\r\nhello",
    "surrogate": "Subject: \udcff\r\n\r\nhello".encode("utf-8", "surrogateescape"),
    "null": b'Subject: a\0b\r\nFrom: "a\0" <a\0@mail.example>\r\n\r\nhe\0llo',
    "tags that never end": b"Content-Type: text/html\r\n\r\n" + b"<a " * 130_000,
    "comments that never end": b"Content-Type: text/html\r\n\r\n" + b"<!--" * 100_000,
    "quotes that never end": b"Content-Type: text/html\r\n\r\n" + b"<a b='" * 60_000,
    "odd section": b"Content-Type: text/html\r\n\r\n" + b"<![" * 9,
    "odd letter": b"Content-Type: text/html\r\n\r\n&#" + b"9" * 9000 + b";",
    "odd type": b"Content-Type: text/../../x; name*0*=utf-8''%ff\r\n\r\nhello",
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_hostile_mail_is_a_report_all_the_same(data):
    assert take_letter(data=data).receipt
    assert the_report().what_happened


def test_a_message_that_is_too_long_is_told_as_far_as_it_was_read(monkeypatch):
    monkeypatch.setattr("belisha.intake.connectors.letter.LONGEST", 10_000)
    made = letter(attached=[b"\0" * 20_000])
    report = report_of(read_letter(made))
    assert WORDS in report["what_happened"]
    assert "too long to be read whole" in report["what_happened"]


def test_of_many_parts_of_html_no_more_is_read_than_of_one(monkeypatch):
    page = b"--B\r\nContent-Type: text/html\r\n\r\n<p>page</p>\r\n"
    data = b"Content-Type: multipart/mixed; boundary=B\r\n\r\n" + 9 * page + b"--B--\r\n"
    assert read_letter(data).words.split() == ["page"] * 9
    monkeypatch.setattr("belisha.intake.connectors.letter.MOST_WORDS", 2 * len("<p>page</p>"))
    found = read_letter(data)
    assert (found.words.split(), found.notes) == (["page"] * 2, (CUT_WORDS,))  # and the report says so


@pytest.fixture
def box(configured):
    """A mailbox that the settings name."""
    with mailbox() as made:
        secret = f"imap://{USER}:{PASSWORD.replace(' ', '%20')}@127.0.0.1:{made.port}/INBOX"
        configured(report_mailbox=SecretStr(secret))
        yield made


@pytest.fixture
def box_over_tls(configured, tmp_path):
    """box_over_tls(name, by): a mailbox over TLS with a certificate of this name by this authority."""
    configured(ca_file=authority("Ours").pem(tmp_path))
    with ExitStack() as stack:

        def make(name, by="Ours"):
            made = stack.enter_context(mailbox(authority(by).server(tmp_path, name)))
            secret = f"imaps://{USER}:{PASSWORD.replace(' ', '%20')}@localhost:{made.port}/INBOX"
            configured(report_mailbox=SecretStr(secret))
            made.add(letter("one"))
            return made

        yield make


def polled(after=timedelta(0)):
    """A look at the mailbox, so much later."""
    return reading.poll(now=timezone.now() + after)


def test_the_mailbox_is_read_once_and_what_is_taken_is_marked_and_stays(box):
    for words in ("one", "two"):
        box.add(letter(words))
    assert polled() == 2
    assert [one.flags for one in box.messages] == [{"\\Seen", "\\Flagged"}] * 2
    assert polled(timedelta(minutes=1)) == 0
    box.add(letter("three"))
    assert polled(timedelta(minutes=2)) == 1
    assert Report.objects.count() == 3
    assert reading.state().taken == 3


def test_a_mailbox_is_read_over_tls(box_over_tls):
    box = box_over_tls("localhost")
    assert polled() == 1
    assert box.messages[0].flags == {"\\Seen", "\\Flagged"}
    assert MailPlace.objects.get().problem == ""


@pytest.mark.parametrize(("name", "by"), [("mail.elsewhere.example", "Ours"), ("localhost", "Others")])
def test_no_password_goes_to_a_server_whose_certificate_is_not_its_own(box_over_tls, name, by):
    box = box_over_tls(name, by)
    assert polled() == 0
    assert (box.heard, box.messages[0].flags) == ([], set())
    assert MailPlace.objects.get().problem == "wrong_certificate"


def test_only_one_worker_looks_in_each_half_minute(box):
    box.add(letter())
    assert [polled(), polled()] == [1, 0]
    assert box.heard.count("LOGIN") == 1


def test_a_clock_that_was_ahead_and_is_set_back_stops_no_look(box):
    assert polled(timedelta(days=1)) == 0
    box.add(letter())
    assert polled() == 1


def test_what_this_desk_wrote_itself_is_no_report(box, configured):
    configured(mail_from="desk@lantern.example", report_mailbox=settings.BELISHA.report_mailbox)
    box.add(letter(From="desk@lantern.example"))
    assert (polled(), reading.state().set_aside) == (0, 1)


def test_numbers_that_are_made_anew_double_and_lose_nothing(box):
    for words in ("one", "two"):
        box.add(letter(words))
    polled()
    box.messages.clear()
    box.validity, box.last = 8, 0
    for words in ("two", "three"):
        box.add(letter(words))
    assert polled(timedelta(minutes=1)) == 1
    assert Report.objects.count() == 3
    assert MailPlace.objects.get().validity == 8


def test_it_is_moved_where_a_folder_is_named_and_the_server_can(box, configured):
    configured(report_mailbox_done="Kept")
    box.add(letter("one"))
    assert (polled(), list(box.moved), box.messages) == (1, ["Kept"], [])
    box.can_move = False
    box.add(letter("two"))
    assert polled(timedelta(minutes=1)) == 1
    assert len(box.messages) == 1


def test_what_is_no_report_stays_unread_for_a_person(box):
    box.add(letter(Auto_Submitted="auto-replied"))
    box.add(letter("a report"))
    assert polled() == 1
    assert [one.flags for one in box.messages] == [set(), {"\\Seen", "\\Flagged"}]
    assert reading.state().set_aside == 1


@pytest.mark.parametrize("step", ["LOGIN", "SELECT", "SEARCH", "FETCH", "STORE"])
def test_a_line_that_is_cut_anywhere_loses_and_doubles_nothing(box, step):
    box.add(letter())
    box.cut_at = step
    assert polled() == 0
    assert reading.state().problem
    box.cut_at = ""
    polled(timedelta(minutes=1))
    assert Report.objects.count() == 1
    assert box.messages[0].flags == {"\\Seen", "\\Flagged"}
    assert reading.state().problem == ""


@pytest.mark.parametrize(
    ("says", "problem"),
    [
        ({"LOGIN": "{tag} NO no"}, "login_refused"),
        ({"SELECT": "{tag} NO no"}, "no_such_folder"),
        ({"FETCH": "* 1 FETCH (BODY[]<0> {{99999999999}}"}, "too_long"),
        ({"SEARCH": "nonsense"}, "cut_off"),
    ],
)
def test_what_a_server_says_wrongly_is_a_word_and_no_harm(box, says, problem):
    box.add(letter())
    box.says = says
    assert polled() == 0
    assert reading.state().problem == problem
    assert Report.objects.count() == 0


def test_without_a_mailbox_and_in_the_demo_nothing_is_dialled(box, configured):
    configured(demo=True)
    assert polled() == 0
    configured(demo=False, report_mailbox=None)
    assert polled() == 0
    assert box.heard == []


@pytest.fixture
def piped(monkeypatch):
    """`belisha mail report` on the desk of the tests."""
    monkeypatch.setattr("belisha.jobs.console.set_up", lambda **_: None)
    return lambda data, *words: CliRunner().invoke(app, ["mail", "report", *words], input=data)


def test_a_piped_message_is_kept_once(piped):
    answers = [json.loads(piped(letter(), "--json").stdout) for _ in range(2)]
    assert answers[0]["receipt"] == answers[1]["receipt"]
    assert [one["again"] for one in answers] == [False, True]
    assert Report.objects.count() == 1


def test_a_piped_auto_reply_is_let_go_and_an_unknown_service_is_tried_again(piped):
    result = piped(letter(Auto_Submitted="auto-replied"))
    assert (result.exit_code, "automatic reply" in result.stderr) == (0, True)
    assert piped(letter(), "--service", "no-such").exit_code == 75
    assert Report.objects.count() == 0
