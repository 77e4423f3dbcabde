"""`belisha work`: worker processes of their own, beside servers that run with BELISHA_WORKER=false."""

import os
import signal
from typing import Annotated

import typer

from belisha.jobs.console import Data, say, use_data_dir, with_a_desk


def work(
    data: Data = None,
    once: Annotated[bool, typer.Option("--once", help="Do what is due and end.")] = False,
    workers: Annotated[int, typer.Option(help="Worker processes beside each other.", min=1, max=16)] = 1,
) -> None:
    """Carry reports into cases, wake whoever is on call, send alerts and referrals, chase references.

    Stopped, it ends what it is sending, and begins nothing more.

    Example: belisha work --workers 2
    """
    use_data_dir(data)
    _work(once, workers)


@with_a_desk
def _work(once: bool, workers: int) -> None:
    from belisha.jobs.crew import Crew
    from belisha.jobs.start import check_start
    from belisha.jobs.worker import Worker

    check_start()
    if once:
        say(f"Done: {Worker().once()}.")
        return
    if workers > 1:
        say(f"{workers} workers run. Stop them with Ctrl-C.")
        Crew(workers).run()
        return
    worker = Worker()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: worker.stopped.set())
    say(f"The worker runs as process {os.getpid()}. Stop it with Ctrl-C.")
    worker.run()
