"""A partner's webhook on this machine: it keeps each call as a line of a file, and takes one id once.

python -m tests.fakes.hook PORT FILE
"""

from __future__ import annotations

import json
import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


class Handler(BaseHTTPRequestHandler):
    """Takes whatever is posted, at once."""

    server: Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        line = {"id": self.headers["webhook-id"], "body": body.decode()}
        with self.server.file.open("a", encoding="utf-8") as kept:
            kept.write(json.dumps(line) + "\n")
            kept.flush()
            os.fsync(kept.fileno())
        answer = b"{}"
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: Any) -> None:
        """Silent."""


class Server(ThreadingHTTPServer):
    """One partner."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int, file: Path) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.file = file

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that was killed in the middle is what these tests are about."""


def main(port: int, file: Path) -> None:
    Server(port, file).serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
