"""One request, one answer: whatever the other side does, within bounds of size and time."""

import gzip
import socket
import ssl
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from belisha.outbound import pinned
from belisha.outbound.call import LONGEST_PAUSE, Answer, call
from belisha.outbound.problem import NotSent
from tests.outbound.certificates import authority
from tests.outbound.servers import NAME

pytestmark = pytest.mark.pure

NO_CONTENT = b"HTTP/1.1 204 No Content\r\n\r\n"
OK = b"HTTP/1.1 200 OK\r\n"


def refused(url, **how):
    with pytest.raises(NotSent) as caught:
        call("POST", url, body=b"{}", **how)
    # What a stranger or a library said goes nowhere with it.
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    return caught.value


def test_a_request_says_the_name_and_nothing_of_the_address(serving, partner):
    server = serving(NO_CONTENT)
    answer = call("POST", partner(server), body=b"{}", headers={"X-One": "two"}, login=("desk", "p@ss"))
    assert (answer.status, answer.body) == (204, b"")
    heard = server.heard[0].decode().split("\r\n")
    assert heard[0] == "POST /hook HTTP/1.1"
    assert {line.lower() for line in heard[1:] if line and line != "{}"} == {
        f"host: {NAME}:{server.port}",
        "accept-encoding: identity",
        "connection: close",
        "user-agent: belisha",
        "content-length: 2",
        "authorization: basic zgvzazpwqhnz",
        "x-one: two",
    }


def test_an_answer_of_any_status_is_returned_to_be_judged(serving, partner):
    says = b"HTTP/1.1 503 Away\r\nRetry-After: 120\r\nX-One: \xe9\r\nContent-Length: 4\r\n\r\nbusy"
    answer = call("GET", partner(serving(says)))
    assert (answer.status, answer.body, answer.headers["x-one"]) == (503, b"busy", "é")
    assert (answer.is_success, answer.after) == (False, timedelta(minutes=2))
    with pytest.raises(NotSent) as caught:
        answer.require_success()
    assert (caught.value.problem, caught.value.after) == ("status_503", timedelta(minutes=2))
    assert "busy" not in repr(answer)


@pytest.mark.parametrize(
    ("said", "pause"),
    [
        ("0", timedelta(0)),
        ("30", timedelta(seconds=30)),
        ("99999999999999999999", LONGEST_PAUSE),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("٣", None),
        ("Wed, 21 Oct 2015 07:28:00 GMT", timedelta(0)),
        ("Wed, 21 Oct 2155 07:28:00 GMT", LONGEST_PAUSE),
        ("Wed, 21 Oct 2015 07:28:00", None),
        ("Wed, 99 Oct 99999 07:28:00 GMT", None),
    ],
)
def test_a_pause_is_as_long_as_they_asked_and_a_day_at_most(said, pause):
    assert Answer(status=503, headers={"retry-after": said}, body=b"").after == pause


def test_a_pause_may_be_a_time():
    said = format_datetime(datetime.now(UTC) + timedelta(hours=2), usegmt=True)
    after = Answer(status=429, headers={"retry-after": said}, body=b"").after
    assert timedelta(hours=1) < after <= timedelta(hours=2)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(serving, partner, status):
    other = serving(NO_CONTENT)
    server = serving(f"HTTP/1.1 {status} X\r\nLocation: http://127.0.0.1:{other.port}/\r\n\r\n".encode())
    assert call("POST", partner(server), body=b"{}").status == status
    assert (len(server.heard), other.heard) == (1, [])


def _endlessly(part):
    def says(line):
        line.sendall(OK + b"\r\n")
        while True:
            line.sendall(part)

    return says


def _headers_without_end(line):
    line.sendall(OK)
    while True:
        line.sendall(b"X-More: " + b"y" * 1000 + b"\r\n")


def _parts_without_end(line):
    line.sendall(OK + b"Transfer-Encoding: chunked\r\n\r\n")
    while True:
        # A mark of nine bytes for each one of content.
        line.sendall(b"1;a=bcdef\r\nx\r\n" * 1000)


def _trailers_without_end(line):
    line.sendall(OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n")
    while True:
        line.sendall(b"X-More: " + b"y" * 1000 + b"\r\n")


def _answers_before_the_answer(line):
    while True:
        line.sendall(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 1000)


@pytest.mark.parametrize(
    ("says", "words"),
    [
        (_endlessly(b"x" * 65536), {"too_long"}),
        (OK + b"Content-Length: 999999999999\r\n\r\n" + b"x" * 100_000, {"too_long"}),
        (_headers_without_end, {"too_long", "not_understood"}),
        (_parts_without_end, {"too_long"}),
        (_trailers_without_end, {"too_long", "not_understood"}),
        (_answers_before_the_answer, {"too_long"}),
    ],
    ids=["body", "length", "headers", "parts", "trailers", "informational"],
)
def test_an_answer_without_end_is_cut_off(serving, partner, says, words):
    assert refused(partner(serving(says)), longest=50_000).problem in words


def test_what_they_had_answered_before_it_failed_is_known(serving, partner):
    failed = refused(partner(serving(_endlessly(b"x" * 65536))), longest=50_000)
    assert (failed.problem, failed.status) == ("too_long", 200)
    assert refused(partner(serving(b""))).status == 0


def test_the_body_need_not_be_read_at_all(serving, partner):
    answer = call("POST", partner(serving(_endlessly(b"x" * 65536))), body=b"{}", longest=0)
    assert (answer.status, answer.body) == (200, b"")


def test_nothing_is_unpacked(serving, partner):
    bomb = gzip.compress(b"\0" * 10_000_000)
    says = OK + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(bomb) + bomb
    assert call("GET", partner(serving(says)), longest=50_000).body == bomb


def _dripping(first):
    def says(line):
        line.sendall(first)
        # Until the other side hangs up.
        while True:
            line.sendall(b"x")
            line.settimeout(0.01)
            try:
                if not line.recv(1):
                    return
            except TimeoutError:
                continue

    return says


@pytest.mark.parametrize("first", [b"", OK + b"X-", OK + b"\r\n", OK + b"Transfer-Encoding: chunked\r\n\r\n"])
def test_an_answer_byte_by_byte_is_waited_for_no_longer_than_said(serving, partner, first):
    assert refused(partner(serving(_dripping(first))), within=0.2).problem in ("too_slow", "not_understood")


def test_silence_is_waited_for_no_longer_than_said(serving, partner):
    server = serving(lambda line: server.over.wait(60))
    assert refused(partner(server), within=0.1).problem == "too_slow"


def test_a_body_that_nobody_reads_is_waited_for_no_longer_than_said(partner, serving, monkeypatch):
    server = serving(NO_CONTENT)
    monkeypatch.setattr("tests.outbound.servers._request", lambda line: server.over.wait(60))
    with pytest.raises(NotSent) as caught:
        call("POST", partner(server), body=b"x" * 16_000_000, within=0.2)
    assert caught.value.problem == "too_slow"


def test_a_handshake_that_does_not_end_is_waited_for_no_longer_than_said(serving, partner):
    class Silent:
        def wrap_socket(self, line, server_side):
            server.over.wait(60)
            raise OSError

    server = serving(NO_CONTENT, tls=Silent())
    assert refused(partner(server), within=0.1).problem == "too_slow"


@pytest.mark.parametrize(
    ("says", "word"),
    [
        (b"", "cut_off"),
        (b"HTTP/1.1 20", "cut_off"),
        (OK + b"Content-Length: 10\r\n\r\nhalf", "cut_off"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhel", "cut_off"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "cut_off"),
        (b"HTTP/1.1 abc OK\r\n\r\n", "not_understood"),
        (OK + b"Content-Length: -1\r\n\r\n", "not_understood"),
        (OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nx", "not_understood"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", "not_understood"),
        (b"\0" * 1000, "not_understood"),
    ],
)
def test_what_is_no_answer_is_a_failure_with_a_word(serving, partner, says, word):
    assert refused(partner(serving(says))).problem == word


@pytest.mark.parametrize(
    "headers",
    [{"X-One": "a\r\nX-Two: b"}, {"X-One\r\nX-Two": "b"}, {"X-One": "a\0"}, {"X One": "a"}, {"X-One": "Ā"}],
)
def test_a_header_cannot_add_another(serving, partner, headers):
    server = serving(NO_CONTENT)
    assert refused(partner(server), headers=headers).problem == "wrong_request"
    assert all(b"Two" not in heard for heard in server.heard)


def test_a_caller_can_change_neither_host_nor_length(serving, partner):
    server = serving(NO_CONTENT)
    call("POST", partner(server), body=b"{}", headers={"Host": "other.example", "Content-Length": "9"})
    assert b"other.example" not in server.heard[0]
    assert b"content-length: 2\r\n" in server.heard[0]


def test_a_host_that_is_away_is_a_failure(partner, serving):
    server = serving(NO_CONTENT)
    url = partner(server)
    server.close()
    assert refused(url).problem == "unreachable"


def test_the_next_address_is_tried_where_the_first_is_away(serving, partner, names):
    server = serving(NO_CONTENT)
    url = partner(server)
    names[NAME] = ["127.0.0.9", "127.0.0.1"]
    assert call("POST", url).status == 204


def test_a_proxy_of_the_environment_is_not_used(serving, partner, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1/")
    assert call("POST", partner(serving(NO_CONTENT))).status == 204


@pytest.fixture
def ours(configured, tmp_path):
    """An authority of our own, that is trusted."""
    made = authority("Ours")
    configured(ca_file=made.pem(tmp_path))
    return made


def test_tls_is_for_the_name_although_the_address_was_dialled(serving, partner, ours, tmp_path):
    seen = []
    tls = ours.server(tmp_path, NAME)
    tls.sni_callback = lambda line, name, context: seen.append((name, line.version()))
    assert call("POST", partner(serving(NO_CONTENT, tls=tls)), body=b"{}").status == 204
    assert seen == [(NAME, seen[0][1])]


def test_a_certificate_that_nobody_vouches_for_is_refused(serving, partner, ours, tmp_path):
    server = serving(NO_CONTENT, tls=authority("Others").server(tmp_path, NAME))
    assert refused(partner(server)).problem == "wrong_certificate"
    assert server.heard == []


def test_our_own_authority_is_trusted_only_where_it_is_set(serving, partner, ours, tmp_path, configured):
    server = serving(NO_CONTENT, tls=ours.server(tmp_path, NAME))
    url = partner(server)
    configured(ca_file=None)
    assert refused(url).problem == "wrong_certificate"


def test_a_certificate_for_another_name_is_refused(serving, partner, ours, tmp_path):
    server = serving(NO_CONTENT, tls=ours.server(tmp_path, "other.example"))
    assert refused(partner(server)).problem == "wrong_certificate"
    assert server.heard == []


def test_a_certificate_that_has_expired_is_refused(serving, partner, ours, tmp_path):
    tls = ours.server(tmp_path, NAME, ends_in=timedelta(days=-1))
    server = serving(NO_CONTENT, tls=tls)
    assert refused(partner(server)).problem == "wrong_certificate"
    assert server.heard == []


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
def test_tls_older_than_1_2_is_refused(serving, partner, ours, tmp_path):
    tls = ours.server(tmp_path, NAME)
    tls.minimum_version, tls.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    tls.set_ciphers("ALL:@SECLEVEL=0")
    server = serving(NO_CONTENT, tls=tls)
    assert refused(partner(server)).problem == "wrong_certificate"
    assert server.heard == []


def test_a_server_without_tls_gets_nothing_under_https(serving, partner, confirmed, monkeypatch):
    monkeypatch.setattr("tests.outbound.servers._request", lambda line: line.recv(65536))
    server = serving(NO_CONTENT)
    url = partner(server).replace("http://", "https://")
    confirmed(url)
    assert refused(url).problem == "wrong_certificate"
    assert all(b"POST" not in heard for heard in server.heard)


def test_a_connection_leaves_no_socket_behind(serving, partner, monkeypatch):
    opened = []
    create = socket.create_connection

    def kept(*args, **how):
        opened.append(create(*args, **how))
        return opened[-1]

    monkeypatch.setattr(pinned.socket, "create_connection", kept)
    call("POST", partner(serving(NO_CONTENT)))
    refused(partner(serving(b"")))
    refused(partner(serving(_endlessly(b"x" * 1000))), longest=5000)
    assert [line.fileno() for line in opened] == [-1, -1, -1]


def test_an_address_of_ipv6_is_dialled_and_named_in_brackets(serving, configured, confirmed):
    from pydantic import AnyUrl

    server = serving(NO_CONTENT, host="::1")
    url = f"http://[::1]:{server.port}/hook"
    configured(alert_webhook_url=AnyUrl(url))
    assert call("POST", url, body=b"{}").status == 204
    assert f"host: [::1]:{server.port}\r\n".encode() in server.heard[0].lower()
