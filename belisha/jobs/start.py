"""What happens when a server process starts: checks first, then the worker as a thread."""

import sys
import threading

from django.conf import settings

from belisha.jobs.durability import refuse_unsafe
from belisha.jobs.mode import refuse_mixed
from belisha.refusal import Refusal
from belisha.vault.keys import check_master_key


def refuse_unsafe_start() -> None:
    """End the process with one sentence where a report could be lost, not be read again, or lie open."""
    try:
        refuse_unsafe()
        check_master_key()
        refuse_mixed()
    except Refusal as refusal:
        sys.exit(refusal.sentence)


def worker_thread() -> None:
    """Start the worker beside the server, unless the operator runs `belisha work` processes."""
    if not settings.BELISHA.worker:
        return
    from belisha.jobs.worker import Worker

    threading.Thread(target=Worker().run, name="belisha-worker", daemon=True).start()
