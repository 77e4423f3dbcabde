"""`belisha work`: a worker process of its own, beside servers that run with BELISHA_WORKER=false."""

import signal
from pathlib import Path
from typing import Annotated

import typer

from belisha.jobs.console import say, use_data_dir, with_a_desk


def work(
    data: Annotated[Path | None, typer.Option(help="Folder of the databases and the master key.")] = None,
    once: Annotated[bool, typer.Option("--once", help="Do what is due and end.")] = False,
) -> None:
    """Carry reports into cases, wake whoever is on call, send alerts, chase references.

    Example: belisha work
    """
    use_data_dir(data)
    _work(once)


@with_a_desk
def _work(once: bool) -> None:
    from belisha.jobs.start import check_start
    from belisha.jobs.worker import Worker

    check_start()
    worker = Worker()
    if once:
        say(f"Done: {worker.once()}.")
        return
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: worker.stopped.set())
    say("The worker runs. Stop it with Ctrl-C.")
    worker.run()
