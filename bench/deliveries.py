"""How many referrals a worker sends in a second, each over a real connection on this machine."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.desk import prepared

CASES = 60
CODE = """
import json, sys, threading, time
from pathlib import Path
from django.utils import timezone
from bench.survival.receivers import Supply, connect, receivers
from bench.survival.shift import at_work
from belisha.jobs.senders import Senders
from belisha.referrals.models import Dispatch

at_work()
with receivers(Path(FOLDER)) as told:
    connect(told)
    supply, waiting = Supply(), Dispatch.objects.filter(state="waiting")
    supply.make(CASES)
    count, senders, began = waiting.count(), Senders(pause=0.02), time.monotonic()
    threading.Thread(target=senders.run, daemon=True).start()
    while waiting.exists():
        time.sleep(0.05)
    seconds = time.monotonic() - began
    senders.finish()
print(json.dumps([count, seconds]))
"""


def measure() -> list[tuple[str, str, str]]:
    """One worker with its threads, on both databases."""
    return [_on(kind) for kind in ("sqlite", "postgres")]


def _on(kind: str) -> tuple[str, str, str]:
    with TemporaryDirectory(prefix="belisha-receivers-") as folder, prepared(kind) as made:
        code = CODE.replace("FOLDER", repr(str(Path(folder)))).replace("CASES", str(CASES))
        count, seconds = json.loads(made.python(code).splitlines()[-1])
    figure = f"{count / seconds:.0f} a second ({count} to NCMEC, a webhook and by mail in {seconds:.1f} s)"
    return (f"deliveries, {kind}", figure, "20 a second")
