"""What a decoder that was taken over, or has met its match, may do in a worker."""

import ctypes
import mmap
import os
import resource
import socket
import sys
import threading
import time
from pathlib import Path

from belisha.screening.confine_calls import MACHINES, PRLIMIT, this_machine
from belisha.screening.limits import time_left
from belisha.screening.seen import NotScreened


def count(data: bytes) -> int:
    """A file that is read as it should be."""
    return len(data)


def rest(data: bytes, seconds: float = 60.0) -> int:
    time.sleep(seconds)
    return len(data)


def loop(data: bytes) -> None:
    while True:
        pass


def allocate(data: bytes) -> int:
    return len(bytearray(8 << 30))


def allocate_little_by_little(data: bytes) -> int:
    held = []
    while True:
        held.append(b"x" * (1 << 22))


def segfault(data: bytes) -> None:
    ctypes.string_at(0)


def leave(data: bytes) -> None:
    os._exit(3)


def quit_politely(data: bytes) -> None:
    sys.exit(0)


def abort(data: bytes) -> None:
    os.abort()


def crowd_the_pipe(data: bytes) -> None:
    for descriptor in range(5):
        try:
            os.write(descriptor, b"\xff\xff\xff\xff" * 4)
        except OSError:
            continue


def raise_something(data: bytes) -> None:
    raise KeyError("what the file said")


def refuse(data: bytes) -> None:
    raise NotScreened(reason="encrypted")


def lie(data: bytes) -> int:
    return "no number"  # type: ignore[return-value]


def talk_too_much(data: bytes) -> str:
    return "." * (5 << 20)


def modules(data: bytes) -> list[str]:
    return sorted(sys.modules)


def environment(data: bytes) -> dict[str, str]:
    return dict(os.environ)


def seconds_left(data: bytes) -> float:
    return time_left()


def threads(data: bytes) -> int:
    done: list[int] = []
    started = [threading.Thread(target=done.append, args=(number,)) for number in range(4)]
    for thread in started:
        thread.start()
    for thread in started:
        thread.join()
    return len(done)


def nothing_is_left_open(data: bytes) -> int:
    """How many descriptors a worker has: to be asked, for what is not open can't be read."""
    return sum(_is_open(descriptor) for descriptor in range(256))


def try_everything(data: bytes, places: list[str]) -> dict[str, str]:
    """What happens at each thing that a worker mustn't do: the error's name, or "done"."""
    ways = {
        "fork": os.fork,
        "run a program": lambda: os.execv("/bin/true", ["true"]),  # noqa: S606 - it has to be refused
        "open a socket": socket.socket,
        "open a unix socket": socket.socketpair,
        "signal its parent": lambda: os.kill(os.getppid(), 0),
        "make a pipe": os.pipe,
        "make memory with a name": lambda: os.memfd_create("kept"),
        "make memory that runs": lambda: mmap.mmap(-1, 4096, prot=mmap.PROT_WRITE | mmap.PROT_EXEC),
        "trace its parent": lambda: _call((101, 117), 16, os.getppid(), 0, 0),
        "make an io_uring": lambda: _call((425, 425), 8, 0),
        "take a namespace of its own": lambda: _call((272, 97), 0x10000000),
        "raise its limits": lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1, 1)),
        "limit its parent": lambda: _call(PRLIMIT, os.getppid(), resource.RLIMIT_CPU, None, None),
        "become root": lambda: os.setuid(0),
        **{f"read {place}": lambda place=place: Path(place).read_bytes() for place in places},
        **{f"write {place}": lambda place=place: os.open(place, os.O_WRONLY) for place in places},
        "write a new file": lambda: os.open("/tmp/belisha-kept", os.O_WRONLY | os.O_CREAT),
        "list a folder": lambda: os.listdir("/"),
        "remove a file": lambda: os.unlink("/tmp/belisha-kept"),
    }
    return {what: _tried(way) for what, way in ways.items()}


def _tried(way) -> str:
    try:
        way()
    except (OSError, ValueError) as refused:
        return type(refused).__name__
    return "done"


def _call(numbers: tuple[int, int], *arguments: object) -> None:
    machine = this_machine() or MACHINES["x86_64"]
    library = ctypes.CDLL(None, use_errno=True)
    if library.syscall(ctypes.c_long(numbers[machine.column]), *arguments) < 0:
        raise OSError(ctypes.get_errno(), "refused")


def _is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True
