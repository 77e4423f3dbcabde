"""The system calls that are left to a worker, as a seccomp filter: any other doesn't exist for it.

A list of what is allowed, not of what is denied: a kernel gains calls each year (io_uring opens files and
connects without `open` and `connect`), and a decoder needs few. Source of the numbers: the kernel's
arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h; of the form: seccomp(2), bpf(4).
"""

import ctypes
import errno
import os
import platform
import struct
from dataclasses import dataclass

ALLOWED = {
    # name: (x86-64, aarch64); None where the architecture has no such call
    "read": (0, 63),
    "write": (1, 64),
    "futex": (202, 98),
    "munmap": (11, 215),
    "mremap": (25, 216),
    "brk": (12, 214),
    "madvise": (28, 233),
    "close": (3, 57),
    "lseek": (8, 62),
    "fstat": (5, 80),
    "newfstatat": (262, 79),
    "fcntl": (72, 25),
    "readv": (19, 65),
    "writev": (20, 66),
    "poll": (7, None),
    "ppoll": (271, 73),
    "select": (23, None),
    "pselect6": (270, 72),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "restart_syscall": (219, 128),
    "sigaltstack": (131, 132),
    "exit": (60, 93),
    "exit_group": (231, 94),
    "sched_yield": (24, 124),
    "sched_getaffinity": (204, 123),
    "getcpu": (309, 168),
    "membarrier": (324, 283),
    "rseq": (334, 293),
    "set_robust_list": (273, 99),
    "set_tid_address": (218, 96),
    "gettid": (186, 178),
    "getpid": (39, 172),
    "getppid": (110, 173),
    "getuid": (102, 174),
    "geteuid": (107, 175),
    "getgid": (104, 176),
    "getegid": (108, 177),
    "uname": (63, 160),
    "sysinfo": (99, 179),
    "times": (100, 153),
    "time": (201, None),
    "getrlimit": (97, 163),
    "getrusage": (98, 165),
    "gettimeofday": (96, 169),
    "clock_gettime": (228, 113),
    "clock_getres": (229, 114),
    "nanosleep": (35, 101),
    "clock_nanosleep": (230, 115),
    "getrandom": (318, 278),
}
REFUSED = {
    # Named so that a refusal reads "not permitted"; everything that is not in this file reads "not there".
    "open": (2, None),
    "openat": (257, 56),
    "socket": (41, 198),
    "connect": (42, 203),
    "execve": (59, 221),
    "fork": (57, None),
    "vfork": (58, None),
    "kill": (62, 129),
    "ptrace": (101, 117),
}
MMAP, MPROTECT, CLONE = (9, 222), (10, 226), (56, 220)
TGKILL, PRLIMIT, SECCOMP = (234, 131), (302, 261), (317, 277)

PROT_EXEC, CLONE_THREAD = 4, 0x10000
SET_MODE_FILTER, ON_ALL_THREADS, GET_ACTION_AVAIL = 1, 1, 2
ALLOW, REFUSE, KILL = 0x7FFF0000, 0x00050000, 0x80000000
LOAD, JUMP_EQUAL, JUMP_ANY_BIT, JUMP_AT_LEAST, RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
NUMBER_AT, MACHINE_AT, FIRST_ARGUMENT_AT, THIRD_ARGUMENT_AT = 0, 4, 16, 32
X32 = 0x40000000
"""Calls of the x32 ABI, a second door to the same calls on x86-64."""


@dataclass(frozen=True)
class Machine:
    """An architecture: its number for audit, and its place in the pairs above."""

    audit: int
    column: int


MACHINES = {"x86_64": Machine(0xC000003E, 0), "aarch64": Machine(0xC00000B7, 1)}


def this_machine() -> Machine | None:
    """The architecture that this interpreter runs on; None where no filter is written for it."""
    return MACHINES.get(platform.machine()) if struct.calcsize("P") == 8 else None


def available() -> bool:
    """Would the kernel take the filter?"""
    machine = this_machine()
    if machine is None:
        return False
    action = ctypes.c_uint32(REFUSE)
    return _call(SECCOMP[machine.column], GET_ACTION_AVAIL, 0, ctypes.byref(action)) == 0


def close_the_rest(pid: int) -> None:
    """Leave to every thread of this process only the calls named above. There is no way back.

    Raises OSError where the kernel refuses; no_new_privs has to be set before.
    """
    machine = this_machine()
    if machine is None:
        raise OSError(errno.ENOSYS, "no filter for this architecture")
    code = program(machine, pid)
    lines = ctypes.create_string_buffer(code, len(code))
    head = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(lines)))
    if _call(SECCOMP[machine.column], SET_MODE_FILTER, ON_ALL_THREADS, head) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def program(machine: Machine, pid: int) -> bytes:
    """The filter for one architecture, as the kernel reads it."""
    column = machine.column
    refuse = _line(RETURN, REFUSE | errno.EPERM)
    code = [
        _line(LOAD, MACHINE_AT),
        _line(JUMP_EQUAL, machine.audit, 1, 0),
        _line(RETURN, KILL),
        _line(LOAD, NUMBER_AT),
        _line(JUMP_AT_LEAST, X32, 0, 1),
        refuse,
    ]
    for pair in ALLOWED.values():
        code += _when(pair[column], _line(RETURN, ALLOW))
    # Memory, but none that could be filled with code and run; threads, but no processes.
    for pair in (MMAP, MPROTECT):
        code += _when(pair[column], *_unless_any(THIRD_ARGUMENT_AT, PROT_EXEC))
    code += _when(CLONE[column], *_only(JUMP_ANY_BIT, FIRST_ARGUMENT_AT, CLONE_THREAD))
    # abort() signals its own process; limits may be lowered for this process alone.
    code += _when(TGKILL[column], *_only(JUMP_EQUAL, FIRST_ARGUMENT_AT, pid))
    code += _when(PRLIMIT[column], *_only(JUMP_EQUAL, FIRST_ARGUMENT_AT, 0))
    for pair in REFUSED.values():
        code += _when(pair[column], refuse)
    # "Not there" is what makes glibc fall back from clone3, whose flags no filter can read, to clone.
    return b"".join([*code, _line(RETURN, REFUSE | errno.ENOSYS)])


def _line(code: int, k: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, k)


def _when(number: int | None, *then: bytes) -> list[bytes]:
    return [] if number is None else [_line(JUMP_EQUAL, number, 0, len(then)), *then]


def _only(test: int, argument_at: int, value: int) -> list[bytes]:
    return [
        _line(LOAD, argument_at),
        _line(test, value, 0, 1),
        _line(RETURN, ALLOW),
        _line(RETURN, REFUSE | errno.EPERM),
    ]


def _unless_any(argument_at: int, bits: int) -> list[bytes]:
    return [
        _line(LOAD, argument_at),
        _line(JUMP_ANY_BIT, bits, 1, 0),
        _line(RETURN, ALLOW),
        _line(RETURN, REFUSE | errno.EPERM),
    ]


def _call(number: int, *arguments: object) -> int:
    library = ctypes.CDLL(None, use_errno=True)
    answer: int = library.syscall(ctypes.c_long(number), *arguments)
    return answer
