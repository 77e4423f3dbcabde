"""The server that a desk runs, with its lanes and nothing behind them, and little time for a body."""

import sys

from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import Server


def application(environ, start_response):
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]


def load():
    import django

    django.setup()
    from belisha.jobs import lanes, readers

    readers.IN_TIME = float(sys.argv[2])
    return lanes.Lanes(application)


if __name__ == "__main__":
    from belisha.jobs.lanes import THREADS

    server = Server(
        "unused:unused",
        port=int(sys.argv[1]),
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        blocking_threads=THREADS,
        log_access=False,
        log_level=LogLevels.error,
        workers_kill_timeout=1,
    )
    server.serve(target_loader=load, wrap_loader=False)
