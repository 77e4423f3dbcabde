"""Reads a workbook in a process of its own, with bounded memory and time, and nothing on the disk."""

import marshal
import os
import subprocess
import sys
from typing import Any, Final

from belisha.figures.read.refusals import ALL, TooSlow, Unreadable

MEMORY: Final = 1536 * 1024 * 1024  # of address space, not of what is really used: see the bench
SECONDS: Final = 60  # of one processor


def read_apart(kind: str, data: bytes, *, name: str) -> Any:
    """What `child.py` made of a workbook: plain lists, marshalled. A refusal there is raised here."""
    # A file can be written so that a reader written in Rust asks for more memory than there is, and such a
    # request ends the process: never that of the desk.
    try:
        ran = _run(kind, data)
    except subprocess.TimeoutExpired as problem:
        raise TooSlow(name=name) from problem
    if ran.returncode:
        raise TooSlow(name=name)
    code, told = marshal.loads(ran.stdout)  # noqa: S302 - written by our own child
    if code:
        raise ALL.get(code, Unreadable)(name=name, **told)
    return told


def _run(kind: str, data: bytes) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(  # noqa: S603 - our own module, and no word of a user
        [sys.executable, "-I", "-c", _PROGRAM, kind, *_paths()],
        input=data,
        capture_output=True,
        timeout=SECONDS * 3,
        check=False,
        env={"PATH": os.environ.get("PATH", ""), "MALLOC_ARENA_MAX": "2"},
    )


_PROGRAM: Final = (
    "import sys; kind, *sys.path[:0] = sys.argv[1:]; "
    f"from belisha.figures.read.child import main; main(kind, {MEMORY}, {SECONDS})"
)


def _paths() -> list[str]:
    return [path for path in sys.path if path]
