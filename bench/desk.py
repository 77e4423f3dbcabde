"""A desk for one measurement: its own folder, a database of either kind, a server on a free port."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from http.client import HTTPConnection
from pathlib import Path

from tests.databases import EmbeddedPostgres

ROOT = Path(__file__).resolve().parents[1]
BELISHA = Path(sys.executable).with_name("belisha")


class Desk:
    """The address of a running desk, its environment and a key with every scope."""

    def __init__(self, port: int, env: dict[str, str], key: str) -> None:
        self.port, self.env, self.key = port, env, key
        self.server: subprocess.Popen[bytes] | None = None

    def start(self, workers: int = 1) -> None:
        """Start the server in a process group of its own and wait until it answers."""
        self.server = subprocess.Popen(
            [BELISHA, "serve", "--port", str(self.port), "--workers", str(workers)],
            env=self.env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        _wait(self.port)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End the server; SIGKILL ends every process of it at once, as a power cut of the programme would."""
        if self.server is None or self.server.poll() is not None:
            return
        if how == signal.SIGKILL:
            os.killpg(self.server.pid, how)
        else:
            self.server.send_signal(how)
        self.server.wait(20)

    def run(self, *arguments: str) -> str:
        """Run a command of the desk and return what it printed."""
        ran = subprocess.run([BELISHA, *arguments], env=self.env, capture_output=True, text=True, check=True)
        return ran.stdout

    @contextmanager
    def talk(self, code: str) -> Iterator[subprocess.Popen[str]]:
        """Code that runs beside the server, with Django set up, and is spoken with through its pipes."""
        code = f"import django; django.setup()\n{code}"
        command, pipe = [sys.executable, "-c", code], subprocess.PIPE
        with subprocess.Popen(command, env=self.env, stdin=pipe, stdout=pipe, text=True) as other:
            yield other
            other.terminate()

    def python(self, code: str) -> str:
        """Run code with Django set up on this desk's database."""
        code = f"import django; django.setup()\n{code}"
        ran = subprocess.run(
            [sys.executable, "-c", code], env=self.env, capture_output=True, text=True, check=False
        )
        if ran.returncode:
            raise RuntimeError(ran.stderr[-2000:])
        return ran.stdout


@contextmanager
def database(kind: str, folder: Path) -> Iterator[dict[str, str]]:
    """The settings of a fresh database: "sqlite" or "postgres" (a real server, from its wheel)."""
    if kind == "sqlite":
        yield {}
        return
    with EmbeddedPostgres() as server:
        yield databases_of(server)


def databases_of(server: EmbeddedPostgres) -> dict[str, str]:
    """Make both databases on this server; their settings."""
    for name in ("belisha", "belisha_keys"):
        server.create(name)
    return {"BELISHA_DATABASE_URL": server.url("belisha"), "BELISHA_KEYS_URL": server.url("belisha_keys")}


@contextmanager
def desk(kind: str, workers: int = 1) -> Iterator[Desk]:
    """A running desk on a fresh database, stopped and cleared away afterwards."""
    with prepared(kind) as made:
        made.start(workers)
        yield made


@contextmanager
def prepared(kind: str, at: dict[str, str] | None = None) -> Iterator[Desk]:
    """A desk that is set up and not yet started, on a fresh database; cleared away afterwards.

    `at`: the settings of a database that is there already.
    """
    with (
        tempfile.TemporaryDirectory(prefix="belisha-bench-") as folder,
        nullcontext(at) if at else database(kind, Path(folder)) as where,
    ):
        env = {
            **{name: value for name, value in os.environ.items() if not name.startswith("BELISHA_")},
            **where,
            "BELISHA_DATA_DIR": f"{folder}/data",
            "DJANGO_SETTINGS_MODULE": "belisha.settings",
            "PYTHONPATH": str(ROOT),
        }
        made = Desk(_free_port(), env, "")
        _set_up(made, Path(folder))
        try:
            yield made
        finally:
            made.stop()


def _set_up(made: Desk, folder: Path) -> None:
    answers = folder / "organisation.json"
    answers.write_text(json.dumps({"legal_name": "The measured desk", "country": "GB", "place": "NR1 3QA"}))
    made.run("setup", "--file", str(answers))
    scopes = [part for scope in ("report", "read", "screen", "contact") for part in ("--scope", scope)]
    made.key = made.run("keys", "add", f"bench {secrets.token_hex(3)}", *scopes).strip()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/livez")
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise RuntimeError("the desk did not start")
