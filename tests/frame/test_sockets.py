"""The guard that lets no test dial out bites."""

import smtplib
import socket
import threading

import pytest

from tests import sockets

pytestmark = pytest.mark.pure


@pytest.fixture
def allowed_to_try():
    before = len(sockets.dialled)
    yield
    del sockets.dialled[before:]


@pytest.mark.parametrize(
    "dial",
    [
        lambda: socket.create_connection(("192.0.2.1", 443), timeout=1),
        lambda: socket.create_connection(("2001:db8::1", 443), timeout=1),
        lambda: socket.getaddrinfo("desk.example", 443),
        lambda: smtplib.SMTP("mail.example", timeout=1),
        lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"", ("192.0.2.1", 53)),
    ],
    ids=["ipv4", "ipv6", "name", "mail", "datagram"],
)
def test_whatever_dials_out_is_refused_and_counted(dial, allowed_to_try):
    before = len(sockets.dialled)
    with pytest.raises(sockets.Dialled):
        dial()
    assert len(sockets.dialled) == before + 1


def test_a_thread_that_dials_out_is_counted(allowed_to_try):
    before = len(sockets.dialled)

    def dial():
        with pytest.raises(sockets.Dialled):
            socket.create_connection(("192.0.2.1", 443), timeout=1)

    thread = threading.Thread(target=dial)
    thread.start()
    thread.join()
    assert sockets.dialled[before:] == ["192.0.2.1"]


def test_this_machine_may_be_dialled():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=1).close()
