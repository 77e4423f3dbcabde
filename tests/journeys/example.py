"""The example service as a process of its own, beside a desk that this test serves."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.work.channels import free_port

FOLDER = Path(__file__).parents[2] / "examples"
SCOPES = ("report", "screen", "contact", "orders")


@contextmanager
def example(desk_url: str, *, secret: str = "", port: int = 0, poll: float = 0.1) -> Iterator[str]:
    """The address of an example service that serves; `poll` 0 leaves it to the webhook alone."""
    from belisha.ledger.record import CONSOLE
    from belisha.people.keys import add_key

    key = add_key(name="The example", scopes=SCOPES, by=CONSOLE).secret
    own = {"DESK_URL": desk_url, "DESK_KEY": key, "DESK_WEBHOOK_SECRET": secret}
    environment = (
        os.environ | own | {"PORT": str(port), "POLL_SECONDS": str(poll), "PYTHONDONTWRITEBYTECODE": "1"}
    )
    running = subprocess.Popen(
        [sys.executable, "service.py"], cwd=FOLDER, env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        assert running.stdout is not None
        yield running.stdout.readline().strip().removesuffix("/?as=mia")
    finally:
        running.terminate()
        running.wait(timeout=60)


@contextmanager
def hooked(desk_url: str, by: Any) -> Iterator[str]:
    """The same, which takes its orders by a webhook that was tested and turned on, and never polls."""
    from belisha.enforcement import endpoints

    port = free_port("127.0.0.1")
    made = endpoints.add(name="The example", url=f"http://127.0.0.1:{port}/hook", by=by)
    with example(desk_url, secret=made.verifies_with, port=port, poll=0) as url:
        endpoints.test(endpoint_id=made.endpoint.id, by=by)
        until(lambda: made.endpoint.shipments.filter(state="arrived").exists())
        endpoints.turn_on(endpoint_id=made.endpoint.id, by=by)
        yield url


@contextmanager
def working() -> Iterator[None]:
    """The desk's worker, as long as this lasts."""
    from belisha.jobs.worker import Worker

    worker = Worker(pause=0.05)
    thread = threading.Thread(target=worker.run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        worker.stop()
        thread.join(10)


def until(found: Callable[[], Any], seconds: float = 20) -> Any:
    """What `found` returns, as soon as it is something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := found():
            return value
        time.sleep(0.05)
    raise AssertionError("It did not come.")
