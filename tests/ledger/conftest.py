"""A log with entries, and places outside on this machine."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from tests.work.channels import configured, mailbox

__all__ = ["configured", "mailbox"]


@pytest.fixture
def report():
    from belisha.intake.models import Report
    from belisha.vault.lookup import digest

    receipt = digest("receipt", str(uuid4()))
    return Report.objects.create(
        source="public", sent_by="public", received_at=timezone.now(), receipt_lookup=receipt
    )


@pytest.fixture
def happen(report):
    """happen(3): three entries more; happen(1, "referral.released"): one of a certain kind."""
    from belisha.ledger.record import PUBLIC, record

    def act(times=1, event="report.noted"):
        return [record(event, by=PUBLIC, about=report, number=number) for number in range(times)]

    return act


@pytest.fixture
def tampered():
    """Act as somebody who owns the database: take the triggers away, then do as they please."""
    from belisha.ledger import triggers

    def act(*statements):
        with connection.cursor() as cursor:
            dropped = triggers.SQLITE_DROP if connection.vendor == "sqlite" else triggers.POSTGRES_DROP
            for statement in (*dropped, *statements):
                cursor.execute(statement)

    return act


@pytest.fixture
def outside(configured, tmp_path):
    """A folder that is configured for checkpoints."""
    folder = tmp_path / "outside"
    folder.mkdir()
    configured(checkpoint_dir=folder)
    return folder


@pytest.fixture
def taker(configured):
    """Somebody outside who takes checkpoints by HTTP."""
    from pydantic import AnyUrl

    kept = SimpleNamespace(texts=[], names=[], status=204)

    class Taker(BaseHTTPRequestHandler):
        def do_POST(self):
            kept.texts.append(self.rfile.read(int(self.headers["content-length"])).decode())
            kept.names.append(self.headers["belisha-document"])
            self.send_response(kept.status)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Taker)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    configured(checkpoint_url=AnyUrl(f"http://127.0.0.1:{server.server_port}/checkpoints"))
    yield kept
    server.shutdown()
    server.server_close()
