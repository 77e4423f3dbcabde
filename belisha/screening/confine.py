"""Shuts a process in before it reads what a stranger sent. Each bound holds where the others fail.

Set in this order, once everything that the process will need is loaded: another user than root; no memory
beyond the limit; no byte written to a file, no core; no new descriptor, so no file and no socket, whatever
the kernel offers; and the calls of `confine_calls`. Where the kernel takes no filter, a network namespace of
its own. The wall clock is held by the process that asks.
"""

import ctypes
import os
import resource
import signal
from contextlib import suppress

from belisha.screening import confine_calls

SET_PARENT_DEATH_SIGNAL, SET_DUMPABLE, SET_NO_NEW_PRIVS = 1, 4, 38
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000
NOBODY = 65534
RESERVE = 16 << 20
"""Bytes kept back for code and tables that are touched first at some files; measured: up to 40 MB."""
DESCRIPTORS = "no new file or socket"
CALLS = "no network, process or file by seccomp"
NAMESPACE = "no network by a namespace of its own"
MEMORY, PROCESSOR, WRITING = "memory", "processor time", "nothing written"
UNPRIVILEGED = "not root"

_made: list[str] = []
"""What was set up here and can't be found out later."""


def die_with(parent: int) -> None:
    """End this process at once when the thread that started it is gone; it may be gone already."""
    _prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)


def leave_the_network() -> None:
    """Take a network without a way out, where there is no filter for system calls."""
    if not confine_calls.available() and ctypes.CDLL(None).unshare(NEW_USER | NEW_NETWORK) == 0:
        _made.append(NAMESPACE)


def shut_in(memory: int, parent: int) -> None:
    """Set every bound that this system offers; `memory`: bytes that may be resident, from now on."""
    become_nobody()
    die_with(parent)
    _prctl(SET_DUMPABLE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    _bound_memory(memory)
    _limit(resource.RLIMIT_NOFILE, 0)
    _prctl(SET_NO_NEW_PRIVS, 1)
    with suppress(OSError):
        confine_calls.close_the_rest(os.getpid())


def _bound_memory(memory: int) -> None:
    """Bound what may be resident by what may be mapped: the kernel bounds nothing nearer to it.

    What can be written is counted in full; what was mapped at the start and never touched, such as tables of
    encoders, is taken to stay so. RLIMIT_AS catches what RLIMIT_DATA doesn't count: shared memory.
    """
    size, resident, shared, _, _, data, _ = _pages()
    untouched = max(0, data - (resident - shared))
    _limit(resource.RLIMIT_DATA, memory - shared - RESERVE + untouched)
    _limit(resource.RLIMIT_AS, size + memory - resident)


def become_nobody() -> None:
    """Give up root, where the server runs as root: a container's user often is."""
    if os.geteuid() == 0:
        # A container may have no such right, and then no other user either.
        with suppress(OSError):
            os.setgroups([])
            os.setresgid(NOBODY, NOBODY, NOBODY)
            os.setresuid(NOBODY, NOBODY, NOBODY)


def allow_processor_time(seconds: float) -> None:
    """Give this process so much processor time from now on; the kernel ends it when that is used up."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def in_force(data: bytes = b"") -> tuple[str, ...]:
    """The bounds that hold in this process, each found by trying to break it. To be run in a worker."""
    unlimited = resource.RLIM_INFINITY
    found = {
        MEMORY: resource.getrlimit(resource.RLIMIT_AS)[0] != unlimited,
        PROCESSOR: resource.getrlimit(resource.RLIMIT_CPU)[0] != unlimited,
        WRITING: resource.getrlimit(resource.RLIMIT_FSIZE)[1] == 0,
        DESCRIPTORS: not _opens(),
        CALLS: _calls_are_closed(),
        NAMESPACE: NAMESPACE in _made,
        UNPRIVILEGED: os.geteuid() != 0,
    }
    return tuple(words for words, holds in found.items() if holds)


def is_enough(found: tuple[str, ...]) -> bool:
    """Do the bounds keep a decoder that was taken over from the network, the disk and other processes?"""
    return {MEMORY, PROCESSOR, WRITING, DESCRIPTORS} <= set(found) and bool({CALLS, NAMESPACE} & set(found))


def _opens() -> bool:
    try:
        os.close(os.open("/", os.O_RDONLY))
    except OSError:
        return False
    return True


def _calls_are_closed() -> bool:
    # umask is harmless, always there, and not among the calls that are left.
    library = ctypes.CDLL(None, use_errno=True)
    before = library.umask(0o077)
    if before >= 0:
        library.umask(before)
    return bool(before < 0)


def _limit(which: int, value: int) -> None:
    resource.setrlimit(which, (value, value))


def _pages() -> list[int]:
    """Bytes mapped, resident, resident of files, and so on. Source: proc_pid_statm(5)."""
    with open("/proc/self/statm") as statm:
        return [int(pages) * resource.getpagesize() for pages in statm.read().split()]


def _prctl(option: int, value: int) -> None:
    ctypes.CDLL(None).prctl(option, ctypes.c_ulong(value), 0, 0, 0)
