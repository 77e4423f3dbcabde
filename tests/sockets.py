"""No socket opens to a host outside this machine: what a test dials is refused, and fails it.

So do the processes that a test starts: each Python of theirs loads `tests/watched/sitecustomize.py`, and
writes down what it dialled where this one finds it. What runs isolated (`python -I`) has no network of its
own: the processes that decode media and spreadsheets are confined, and the verifiers only read files.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).with_name("watched")
SEARCHED = "PYTHONPATH"

# In a process that Python itself has made watched, such as a worker of pytest-xdist, it is there already.
if "sitecustomize" not in sys.modules or not hasattr(sys.modules["sitecustomize"], "in_book"):
    sys.modules.pop("sitecustomize", None)
    sys.path.insert(0, str(FOLDER))
    import sitecustomize  # noqa: F401

    sys.path.remove(str(FOLDER))
watching: Any = sys.modules["sitecustomize"]
Dialled, is_local, BOOK = watching.Dialled, watching.is_local, watching.BOOK

# Others, workers and what tests start, inherit the book.
IS_FIRST_PROCESS = BOOK not in os.environ
if IS_FIRST_PROCESS:
    os.environ[BOOK] = tempfile.mkstemp(prefix="belisha-dialled-")[1]

dialled: list[str] = []
_own_process = os.getpid()
TEST = "PYTEST_CURRENT_TEST"


def _noted(host: object) -> None:
    if os.getpid() == _own_process:
        dialled.append(str(host))
    else:
        watching.in_book(host)


def pytest_configure() -> None:
    # Here, not as it is loaded: a child that multiprocessing spawns loads it too, and nobody reads its list.
    watching.noted = _noted


def watched(environment: dict[str, str]) -> dict[str, str]:
    """The same environment for a process that is to be watched."""
    folders = [str(FOLDER), *filter(None, [environment.get(SEARCHED)])]
    test = {TEST: os.environ[TEST]} if TEST in os.environ else {}
    return {**environment, **test, SEARCHED: os.pathsep.join(folders), BOOK: os.environ[BOOK]}


_start = subprocess.Popen.__init__


def _start_watched(self: Any, *args: Any, **how: Any) -> None:
    # With an environment of its own, as if an operator's shell had started it.
    given = how.get("env")
    how["env"] = watched(dict(os.environ if given is None else given))
    _start(self, *args, **how)


subprocess.Popen.__init__ = _start_watched  # type: ignore[method-assign]
if str(FOLDER) not in os.environ.get(SEARCHED, "").split(os.pathsep):
    # What is started without subprocess, as multiprocessing does, inherits this.
    os.environ[SEARCHED] = watched({SEARCHED: os.environ.get(SEARCHED, "")})[SEARCHED]


def in_book(test: str = "") -> list[str]:
    """What other processes dialled, all or for one test."""
    lines = [line.split("\t") for line in Path(os.environ[BOOK]).read_text().splitlines()]
    return [host for of, host in lines if test in ("", of)]


def forget(test: str) -> None:
    """Strike what a test dialled on purpose, to show that it is found."""
    book = Path(os.environ[BOOK])
    kept = [line for line in book.read_text().splitlines(keepends=True) if not line.startswith(f"{test}\t")]
    book.write_text("".join(kept))


@pytest.fixture(autouse=True)
def _nothing_is_dialled(request: pytest.FixtureRequest) -> Iterator[None]:
    before = len(dialled)
    yield
    hosts = dialled[before:]
    if os.path.getsize(os.environ[BOOK]):
        hosts += in_book(request.node.nodeid)
    if hosts:
        pytest.fail(f"Dialled outside this machine: {', '.join(hosts)}")


def pytest_sessionfinish(session: pytest.Session) -> None:
    # What a thread dialled after its test had ended is found here.
    for host in dialled if not IS_FIRST_PROCESS else ():
        watching.in_book(host)
    if dialled or (IS_FIRST_PROCESS and in_book()):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: Any) -> None:
    hosts = [*dialled, *in_book()]
    named = f": {', '.join(dict.fromkeys(hosts))}" if hosts else ""
    terminalreporter.write_line(f"dialled outside this machine: {len(hosts)}{named}", red=bool(hosts))


def pytest_unconfigure() -> None:
    if IS_FIRST_PROCESS:
        Path(os.environ[BOOK]).unlink(missing_ok=True)
