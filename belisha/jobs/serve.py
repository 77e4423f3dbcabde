"""`belisha serve`: the desk, the API and the public pages in one process, with the worker as a thread."""

import os
import socket  # noqa: TID251  (asks whether our own port is free; nothing is dialled)
import sys
from typing import Annotated, Any

import typer

from belisha.jobs.console import COULD_NOT, Data, say, stop, use_data_dir, with_django
from belisha.jobs.several import several


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 8000,
    data: Data = None,
    workers: Annotated[
        int,
        typer.Option(help="Server processes; several to screen much.", min=1, max=64),
    ] = 1,
) -> None:
    """Serve the desk, the API and the public pages.

    Example: belisha serve --port 8000 --data data
    """
    use_data_dir(data)
    _serve(host, port, workers)


@with_django
def _serve(host: str, port: int, workers: int) -> None:
    from belisha.jobs.migrate import migrate
    from belisha.jobs.start import check_start

    _refuse_taken_port(host, port)
    migrate()
    check_start()
    _greet(host, port)
    _run(host, port, workers)


def _refuse_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            stop(
                f"Can't listen on {host} port {port}: {problem.strerror}. Stop what uses it, or choose "
                f"another port, such as: belisha serve --port {port + 1}",
                COULD_NOT,
            )


def _greet(host: str, port: int) -> None:
    from django.conf import settings

    # A passkey belongs to a name; browsers make none for a bare number.
    passkeys = f"; for passkeys open http://localhost:{port}" if host == "127.0.0.1" else ""
    say(f"Belisha is on http://{host}:{port}  (stop with Ctrl-C{passkeys})")
    if settings.BELISHA.demo:
        from belisha.jobs.story.people import logins

        say(logins())
        return
    from belisha.jobs.first_start import first_link

    if link := first_link(host, port):
        say(f"Nobody is on this desk yet. Within an hour open, once: {link}")


def _run(host: str, port: int, workers: int) -> None:
    from django.db import connections
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    from belisha.jobs.lanes import THREADS

    # The server's processes are forked: they would all talk at once over one connection of PostgreSQL's.
    connections.close_all()
    # The server's processes read these again.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "belisha.settings")
    server = Server(
        "belisha.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        # One request at a time on a connection, so that one that is late can be ended (jobs/cut.py).
        http=HTTPModes.http1,
        workers=workers,
        blocking_threads=THREADS,
        # Whoever comes on top of these waits in the kernel, not in a queue that grows until memory ends.
        backlog=1024,
        backpressure=512,
        log_access=False,
        # Its warnings are about tuning; what matters to an operator comes from our own logger.
        log_level=LogLevels.error,
        workers_kill_timeout=5,
    )
    try:
        with several(workers):
            server.serve(target_loader=_application, wrap_loader=False)
    except KeyboardInterrupt:
        sys.exit(0)


def _application() -> Any:
    # The server's own loader puts the folder in which it was started before all others: code that lies there,
    # say among what a service keeps, would run in the desk and in its decoders.
    from belisha.wsgi import application

    return application
