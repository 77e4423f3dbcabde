"""One letter, handed in unchanged: what the server says at each step is kept apart."""

import socket
import threading

import pytest
from pydantic import SecretStr

from belisha.outbound.hand_in import HandedIn, NotHandedIn, hand_in
from tests.fakes.post import Office, Post
from tests.outbound.test_mail import ELSEWHERE, certificate
from tests.work.channels import free_port

__all__ = ["certificate"]

pytestmark = pytest.mark.pure

LETTER = (
    b"From: desk@lantern.example\r\nTo: intake@force.example\r\nSubject: Referral C-000001-1\r\n"
    b"Message-ID: <referral-1@lantern.example>\r\n\r\n.A line with a dot.\r\nAnother.\r\n"
)


@pytest.fixture
def office(configured):
    """office(...) runs a mail server that the desk is configured for."""
    running = []

    def run(post=None, host="127.0.0.1", scheme="smtp", user="", **options):
        post = post or Post()
        post.port = free_port(host)
        running.append(Office(post, hostname=host, port=post.port, **options))
        running[-1].start()
        configured(smtp_url=SecretStr(f"{scheme}://{user}{host}:{post.port}"))
        return post

    yield run
    for one in running:
        one.stop()


def send(letter=LETTER, to="intake@force.example"):
    return hand_in(letter, sender="desk@lantern.example", to=to, envelope="abc=1")


def refused(**given):
    with pytest.raises(NotHandedIn) as problem:
        send(**given)
    return problem.value.problem, problem.value.final, problem.value.unsure


def test_a_letter_arrives_byte_for_byte_and_asks_for_receipts(office):
    post = office()
    assert send() == HandedIn(receipts=True)
    kept = post.kept[0]
    assert (kept.data, kept.sender, kept.to) == (LETTER, "desk@lantern.example", ("intake@force.example",))
    assert kept.options == (
        "RET=HDRS",
        "ENVID=abc+3D1",
        "NOTIFY=SUCCESS,FAILURE,DELAY",
        "ORCPT=rfc822;intake@force.example",
    )


def test_a_server_that_gives_no_receipts_is_asked_for_none(office):
    post = office(Post(receipts=False))
    assert send() == HandedIn(receipts=False)
    assert post.kept[0].options == ()


@pytest.mark.parametrize(
    ("step", "said", "problem", "final"),
    [
        ("MAIL", "550 5.1.8 no", "sender_550_5.1.8", True),
        ("MAIL", "451 4.7.1 later", "sender_451_4.7.1", False),
        ("RCPT", "550 5.1.1 unknown", "address_550_5.1.1", True),
        ("RCPT", "450 4.2.1 busy", "address_450_4.2.1", False),
        ("RCPT", "421 4.3.2 closing", "address_421_4.3.2", False),
        ("RCPT", "550 4.9.9 contradicts itself", "address_550", True),
        ("RCPT", "550 no code", "address_550", True),
        ("DATA", "554 5.7.1 policy", "letter_554_5.7.1", True),
        ("DATA", "452 4.3.1 full", "letter_452_4.3.1", False),
    ],
)
def test_what_the_server_says_of_the_letter_is_final_or_not_as_it_says(office, step, said, problem, final):
    post = office(Post(fails={step: said}))
    assert refused() == (problem, final, False)
    assert post.kept == []


@pytest.mark.parametrize(("how", "there"), [("cut", 0), ("cut_after", 1)])
def test_an_answer_that_is_lost_leaves_it_unsure(office, how, there):
    post = office(Post(fails={"DATA": how}))
    assert refused() == ("answer_lost", False, True)
    assert len(post.kept) == there


def test_a_letter_that_is_larger_than_the_server_takes_is_not_begun(office):
    post = office(data_size_limit=100)
    assert refused() == ("too_large", True, False)
    assert post.kept == []


@pytest.mark.parametrize(
    "to", ["a b@force.example", "a@force.example\r\nRCPT TO:<b@x.example>", "<a@b>", "ü@force.example", ""]
)
def test_an_odd_address_is_never_put_on_the_line(office, to):
    post = office()
    assert refused(to=to) == ("odd_address", True, False)
    assert post.kept == []


def test_tls_from_the_first_byte(office, certificate):
    post = office(host=ELSEWHERE, scheme="smtps", ssl_context=certificate)
    send()
    assert post.kept[0].tls


def test_starttls_before_the_letter(office, certificate):
    post = office(host=ELSEWHERE, tls_context=certificate, require_starttls=True)
    send()
    assert post.kept[0].tls


def test_a_server_without_tls_gets_nothing_and_is_tried_again(office):
    post = office(host=ELSEWHERE)
    assert refused() == ("no_tls", False, False)
    assert post.kept == []


def test_a_certificate_that_nobody_vouches_for_is_no_certificate(office, certificate, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    post = office(host=ELSEWHERE, scheme="smtps", ssl_context=certificate)
    assert refused() == ("wrong_certificate", False, False)
    assert post.kept == []


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_a_login_that_is_refused_is_the_relays_trouble_not_the_letters(office, certificate):
    from aiosmtpd.smtp import AuthResult

    post = office(
        host=ELSEWHERE,
        scheme="smtps",
        user="desk:wrong@",
        ssl_context=certificate,
        authenticator=lambda *_: AuthResult(success=False, handled=False),
        auth_required=True,
        auth_require_tls=False,
    )
    assert refused() == ("login_refused", False, False)
    assert post.kept == []


@pytest.mark.parametrize(
    ("greeting", "problem"),
    [(b"421 4.3.2 not now\r\n", "server_421"), (b"554 5.3.2 never\r\n", "server_554"), (b"", "cut_off")],
)
def test_a_server_that_does_not_greet_is_tried_again(configured, greeting, problem):
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def greet():
            line, _ = listening.accept()
            with line:
                line.sendall(greeting)

        threading.Thread(target=greet, daemon=True).start()
        configured(smtp_url=SecretStr(f"smtp://127.0.0.1:{listening.getsockname()[1]}"))
        assert refused() == (problem, False, False)


def test_a_server_that_is_not_there_is_tried_again(configured):
    configured(smtp_url=SecretStr(f"smtp://127.0.0.1:{free_port('127.0.0.1')}"))
    assert refused() == ("unreachable", False, False)
    configured(smtp_url=None)
    assert refused() == ("not_configured", False, False)


def test_what_is_said_at_parting_makes_a_letter_no_less_taken(office, monkeypatch):
    from tests.fakes.post import Server

    async def rude(self, arg):
        await self.push("500 5.5.1 stay")

    monkeypatch.setattr(Server, "smtp_QUIT", rude)
    post = office()
    send()
    assert len(post.kept) == 1
