"""`belisha` as a process of its own that isn't started anew: one that has loaded what commands share forks.

Most of a short command's time goes into loading Django and its like. What each test sees is the same: another
process with its own environment, folder and streams, ended by an exit code.
"""

from __future__ import annotations

import atexit
import functools
import importlib
import json
import os
import selectors
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from subprocess import CompletedProcess
from typing import IO, Any

TOP = Path(__file__).parents[2]
PATIENCE = 300  # seconds; a machine that is busy with other tests is no reason to fail
# None of them asks for a setting as it is loaded.
LOADED = (
    "belisha.guard.inspect",
    "belisha.jobs.cli",
    "belisha.options",
    "belisha.refusal",
    "cryptography.hazmat.primitives.asymmetric.ed25519",
    "cryptography.hazmat.primitives.ciphers.aead",
    "django.core.management",
    "django.db.backends.sqlite3.base",
    "django.db.migrations.loader",
    "django.db.models",
    "django.template.backends.django",
    "django.urls",
    "pydantic_settings",
    "rich.console",
    "rich.progress",
    "structlog",
    "typer",
    "zoneinfo",
)


def belisha(
    *arguments: object, env: Mapping[str, str], cwd: Path | None = None, said: str = ""
) -> CompletedProcess[str]:
    """Run a command in this environment; `said` is what it reads."""
    from tests.sockets import watched

    with tempfile.TemporaryDirectory(prefix="forked-") as folder:
        streams = [Path(folder, name) for name in ("in", "out", "err")]
        streams[0].write_text(said, encoding="utf-8")
        asked = {
            "arguments": [os.fspath(one) if isinstance(one, os.PathLike) else str(one) for one in arguments],
            "environment": watched(dict(env)),
            "folder": str(cwd or Path.cwd()),
            "streams": [str(path) for path in streams],
        }
        code = _asked(asked)
        out, err = (path.read_text(encoding="utf-8") for path in streams[1:])
    return CompletedProcess(["belisha", *arguments], code, out, err)


def _asked(asked: dict[str, Any]) -> int:
    process = _loaded()
    stdin, stdout = _pipes(process)
    stdin.write(json.dumps(asked) + "\n")
    stdin.flush()
    with selectors.DefaultSelector() as answered:
        answered.register(stdout, selectors.EVENT_READ)
        if not answered.select(PATIENCE):
            process.kill()
            _loaded.cache_clear()
            raise subprocess.TimeoutExpired(asked["arguments"], PATIENCE)
    return int(stdout.readline())


def _pipes(process: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    assert process.stdin
    assert process.stdout
    return process.stdin, process.stdout


@functools.cache
def _loaded() -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.jobs.forked"]
    env = {name: value for name, value in os.environ.items() if not name.startswith(("BELISHA_", "DJANGO_"))}
    process = subprocess.Popen(
        command, cwd=TOP, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    atexit.register(process.kill)
    return process


def main() -> None:
    """Answer each line with the exit code of a fork that ran it, until there are no more."""
    for name in LOADED:
        importlib.import_module(name)
    from django.conf import settings

    assert not settings.configured
    answers = os.dup(1)
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if child == 0:
            os.close(answers)
            os._exit(_run(**asked))
        os.write(answers, f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n".encode())


def _run(arguments: list[str], environment: dict[str, str], folder: str, streams: list[str]) -> int:
    from belisha.jobs.cli import main as command

    for number, path in enumerate(streams):
        os.dup2(os.open(path, os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT, 0o600), number)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - it lives as long as the process
    os.environ.clear()
    os.environ |= environment
    os.chdir(folder)
    sys.argv = ["belisha", *arguments]
    code = _code(command)
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    return code


def _code(command: Any) -> int:
    try:
        command()
    except SystemExit as end:
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
            return 1
        return end.code or 0
    except BaseException:
        sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
        return 1
    return 0


if __name__ == "__main__":
    main()
