"""`belisha demo`: an invented service with a month of invented reports, to look around in."""

from collections.abc import Iterator
from typing import Annotated

import typer

from belisha.jobs.console import Data, interactive, say, use_data_dir, with_django


def demo(
    if_empty: Annotated[
        bool, typer.Option("--if-empty", help="Do nothing where the demo is there already.")
    ] = False,
    data: Data = None,
) -> None:
    """Fill an empty database with the demo: an invented service, six staff, thirty reports over a month.

    A database with anything else in it is refused. Then: BELISHA_DEMO=1 belisha serve

    Example: belisha demo --data demo-data
    """
    use_data_dir(data)
    _demo(if_empty)


@with_django
def _demo(if_empty: bool) -> None:
    from belisha.jobs.first_start import ensure_master_key
    from belisha.jobs.migrate import migrate
    from belisha.jobs.mode import begin_demo, demo_is_ready, end_demo

    ensure_master_key()
    migrate()
    if if_empty and demo_is_ready():
        return
    begin_demo()
    _tell()
    end_demo()
    say("The demo is ready. Start it with: BELISHA_DEMO=1 belisha serve")


def _tell() -> None:
    from belisha.jobs.story.tell import tell

    if interactive():
        tell(_with_bar)
    else:
        tell()


def _with_bar(steps: Iterator[str]) -> None:
    from rich.console import Console
    from rich.progress import track

    for _ in track(steps, total=31, description="Telling the demo's month", console=Console(stderr=True)):
        pass
