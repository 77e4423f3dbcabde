"""What happens when a server process starts: checks first, then the worker as a thread."""

import ctypes
import hmac
import multiprocessing
import multiprocessing.util
import os
import signal
import sys
import threading

from django.conf import settings

from belisha.jobs.backups.place import refuse_half_restored
from belisha.jobs.durability import refuse_unsafe
from belisha.jobs.mode import refuse_mixed
from belisha.refusal import Refusal
from belisha.vault.keys import SESSION_KEY, check_master_key, key_to_seal


def check_start() -> None:
    """Raise the Refusal of what could lose a report, leave it unreadable, or let it lie open."""
    refuse_unsafe()
    refuse_half_restored()
    check_master_key()
    refuse_mixed()


def refuse_unsafe_start() -> None:
    """End the process with one sentence where `check_start` refuses."""
    try:
        check_start()
    except Refusal as refusal:
        sys.exit(refusal.sentence)


def use_session_key() -> None:
    """Sign sessions with a secret from the key store: the same in every process, whatever the master key."""
    _, key = key_to_seal(SESSION_KEY)
    settings.SECRET_KEY = hmac.digest(key, b"belisha django", "sha256").hex()


def worker_thread() -> None:
    """Start the worker beside the server, unless the operator runs `belisha work` processes."""
    if not settings.BELISHA.worker:
        return
    from belisha.jobs.worker import Worker

    worker = Worker()
    threading.Thread(target=worker.run, name="belisha-worker", daemon=True).start()
    # The server's process ends without waiting for threads: what is being sent may end first.
    multiprocessing.util.Finalize(None, worker.stop, exitpriority=100)


def stand_apart() -> None:
    """Leave the stopping to the server: Ctrl-C must not reach its process twice, nor may that outlive it.

    Granian's process waits for its own end in a way that a second signal blocks for good.
    """
    if multiprocessing.parent_process() is None:
        return
    os.setpgrp()
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)
