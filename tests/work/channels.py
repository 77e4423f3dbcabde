"""Real channels on this machine: a mail server and a receiver of webhooks, which keep what they get."""

import logging
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest
from aiosmtpd.controller import Controller
from standardwebhooks import Webhook

# aiosmtpd tells of each connection; a log of personal data it is not, but noise.
logging.getLogger("mail.log").setLevel(logging.ERROR)

SECRET = "whsec_bmV1dHJhbCB0ZXN0IHNlY3JldCBvZiAzMiBieXRlcw=="


@pytest.fixture
def configured(settings):
    """configured(smtp_url=...) changes what the operator set, for this test."""

    def change(**values):
        settings.BELISHA = settings.BELISHA.model_copy(update=values)

    return change


def free_port(host: str) -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


class Mailbox:
    """What a mail server does with a message: keep it, or answer as it is told."""

    def __init__(self):
        self.letters = []
        self.answer = "250 kept"

    async def handle_DATA(self, server, session, envelope):
        if self.answer.startswith("250"):
            self.letters.append(SimpleNamespace(to=envelope.rcpt_tos, text=envelope.content.decode()))
        return self.answer


@pytest.fixture
def mailbox(configured) -> Iterator[Mailbox]:
    """A mail server that is configured for alerts."""
    from pydantic import SecretStr

    box = Mailbox()
    port = free_port("127.0.0.1")
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    configured(smtp_url=SecretStr(f"smtp://127.0.0.1:{port}"))
    yield box
    controller.stop()


@pytest.fixture
def hook(configured) -> Iterator[SimpleNamespace]:
    """A receiver of webhooks that verifies each signature with the standard's own package."""
    from pydantic import AnyUrl, SecretStr

    kept = SimpleNamespace(events=[], ids=[], status=204, headers={})

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"]))
            kept.events.append(Webhook(SECRET).verify(body, dict(self.headers)))
            kept.ids.append(self.headers["webhook-id"])
            self.send_response(kept.status)
            for name, value in kept.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    kept.url = f"http://127.0.0.1:{server.server_port}/alerts"
    configured(alert_webhook_url=AnyUrl(kept.url), alert_webhook_secret=SecretStr(SECRET))
    yield kept
    server.shutdown()
    server.server_close()
