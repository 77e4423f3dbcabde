"""Mail to the configured server alone, never in the clear over a wire."""

import ipaddress
import ssl
from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.mail import EmailMessage
from pydantic import SecretStr

from belisha.outbound import mail
from belisha.outbound.problem import NotSent
from tests.work.channels import Mailbox, free_port

pytestmark = pytest.mark.pure

# On this machine, but not by one of the names that stand for it: TLS is asked for as with any other host.
ELSEWHERE = "127.0.0.2"


@pytest.fixture
def certificate(tmp_path, monkeypatch):
    """A server's TLS context, trusted by this process for this test."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(ELSEWHERE))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "server.pem"
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    pem = serialization.Encoding.PEM
    file.write_bytes(key.private_bytes(pem, *form) + made.public_bytes(pem))
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file)
    return context


@pytest.fixture
def server():
    """A maker of mail servers at ELSEWHERE, which says its port and its mailbox."""
    running = []

    def start(box=None, **options):
        box, port = box or Mailbox(), free_port(ELSEWHERE)
        controller = Controller(box, hostname=ELSEWHERE, port=port, **options)
        controller.start()
        running.append(controller)
        return port, box

    yield start
    for controller in running:
        controller.stop()


def send():
    mail.send("rosa@desk.example", "A subject", "A text.", message_id="1@belisha.invalid")


def problem():
    with pytest.raises(NotSent) as refused:
        send()
    return refused.value.problem


def test_a_message_arrives_as_it_was_written(mailbox, settings):
    send()
    letter = mailbox.letters[0]
    assert letter.to == ["rosa@desk.example"]
    for line in (
        "Subject: A subject",
        "Message-ID: <1@belisha.invalid>",
        "A text.",
        settings.DEFAULT_FROM_EMAIL,
    ):
        assert line in letter.text


def test_nothing_is_sent_where_no_server_is_configured():
    assert not mail.configured()
    assert problem() == "not_configured"
    assert mail.Backend().send_messages([EmailMessage("s", "t", None, ["rosa@desk.example"])]) == 0


def test_the_demo_sends_nothing(mailbox, configured):
    configured(demo=True)
    assert not mail.configured()
    assert problem() == "not_configured"


def test_djangos_own_messages_go_the_same_way(mailbox):
    sent = mail.Backend().send_messages([EmailMessage("A subject", "A text.", None, ["rosa@desk.example"])])
    assert (sent, len(mailbox.letters)) == (1, 1)


def test_tls_from_the_first_byte(configured, server, certificate):
    port, box = server(ssl_context=certificate)
    configured(smtp_url=SecretStr(f"smtps://{ELSEWHERE}:{port}"))
    send()
    assert len(box.letters) == 1


def test_starttls_before_the_first_word(configured, server, certificate):
    port, box = server(tls_context=certificate, require_starttls=True)
    configured(smtp_url=SecretStr(f"smtp://{ELSEWHERE}:{port}"))
    send()
    assert len(box.letters) == 1


def test_a_server_that_offers_no_tls_gets_nothing(configured, server):
    port, box = server()
    configured(smtp_url=SecretStr(f"smtp://{ELSEWHERE}:{port}"))
    assert problem() == "refused"
    assert box.letters == []


def test_a_certificate_that_nobody_vouches_for_is_refused(configured, server, certificate, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    port, box = server(ssl_context=certificate)
    configured(smtp_url=SecretStr(f"smtps://{ELSEWHERE}:{port}"))
    assert problem() == "unreachable"
    assert box.letters == []


@pytest.mark.filterwarnings("ignore:Requiring AUTH")  # it sees no STARTTLS, and TLS is there from the start
@pytest.mark.parametrize(("password", "wrong"), [("p%40ss", ""), ("other", "login_refused")])
def test_the_login_of_the_address_is_used(configured, server, certificate, password, wrong):
    def check(server, session, envelope, mechanism, data):
        return AuthResult(success=data.password == b"p@ss", handled=False)

    port, box = server(
        ssl_context=certificate, authenticator=check, auth_required=True, auth_require_tls=False
    )
    configured(smtp_url=SecretStr(f"smtps://desk:{password}@{ELSEWHERE}:{port}"))
    if wrong:
        assert problem() == wrong
    else:
        send()
    assert len(box.letters) == (0 if wrong else 1)


def test_a_server_that_is_away_or_refuses_says_so_in_a_word(mailbox, configured):
    mailbox.answer = "554 no"
    assert problem() == "refused"
    configured(smtp_url=SecretStr("smtp://127.0.0.1:1"))
    assert problem() == "unreachable"


def test_an_address_that_is_none_is_named_as_wrong(configured):
    configured(smtp_url=SecretStr("http://127.0.0.1"))
    assert problem() == "wrong_smtp_url"


def test_a_line_break_cannot_add_a_header(mailbox):
    with pytest.raises(ValueError, match=r"linefeed|newline|header"):
        mail.send("rosa@desk.example", "A subject\r\nBcc: other@desk.example", "A text.")
    assert mailbox.letters == []


def test_the_password_is_in_no_representation(configured):
    configured(smtp_url=SecretStr("smtp://desk:s3cret@127.0.0.1:25"))
    assert "s3cret" not in repr(mail.server())
