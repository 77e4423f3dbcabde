"""The filter leaves the calls that it names, on both architectures; none is claimed where none is."""

import errno
import json
import re
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from belisha.screening import confine, confine_calls
from belisha.screening.confine_calls import ALLOW, ALLOWED, KILL, MACHINES, REFUSE, REFUSED

pytestmark = pytest.mark.pure
PID = 4711
DENIED, NOT_THERE = REFUSE | errno.EPERM, REFUSE | errno.ENOSYS
HEADERS = {
    "x86_64": "/usr/include/x86_64-linux-gnu/asm/unistd_64.h",
    "aarch64": "/usr/include/asm-generic/unistd.h",
}
SPECIAL = {
    "mmap": confine_calls.MMAP,
    "mprotect": confine_calls.MPROTECT,
    "clone": confine_calls.CLONE,
    "tgkill": confine_calls.TGKILL,
    "prlimit64": confine_calls.PRLIMIT,
    "seccomp": confine_calls.SECCOMP,
}
WAYS_OUT = {
    # name: (x86-64, aarch64)
    "open a file": (2, 56),
    "open a file with openat2": (437, 437),
    "remove a file": (263, 35),
    "make memory with a name": (319, 279),
    "make a socket": (41, 198),
    "connect": (42, 203),
    "send": (44, 206),
    "run a program": (59, 221),
    "run a program with execveat": (322, 281),
    "make a process": (57, 220),
    "signal": (62, 129),
    "trace": (101, 117),
    "read another's memory": (310, 270),
    "take another's descriptors": (434, 434),
    "make an io_uring": (425, 425),
    "load a program into the kernel": (321, 280),
    "handle faults": (323, 282),
    "take namespaces": (272, 97),
    "change what it is": (157, 167),
}


def verdict(machine: str, number: int, *arguments: int, audit: int | None = None) -> int:
    """What the filter answers to a call, read as the kernel reads it (bpf(4))."""
    known = MACHINES[machine]
    asked = struct.pack("<IIQ6Q", number, audit or known.audit, 0, *(*arguments, *[0] * 6)[:6])
    lines = list(struct.iter_unpack("<HBBI", confine_calls.program(known, PID)))
    loaded, at = 0, 0
    while True:
        code, if_true, if_false, k = lines[at]
        at += 1
        if code == confine_calls.RETURN:
            return k
        if code == confine_calls.LOAD:
            (loaded,) = struct.unpack_from("<I", asked, k)
            continue
        holds = {
            confine_calls.JUMP_EQUAL: loaded == k,
            confine_calls.JUMP_ANY_BIT: bool(loaded & k),
            confine_calls.JUMP_AT_LEAST: loaded >= k,
        }[code]
        at += if_true if holds else if_false


@pytest.fixture(params=MACHINES)
def machine(request) -> str:
    return request.param


def number(machine: str, pair: tuple[int | None, int | None]) -> int | None:
    return pair[MACHINES[machine].column]


def test_what_is_named_is_left_and_the_rest_is_not_there(machine):
    left = {number(machine, pair) for pair in ALLOWED.values()} - {None}
    denied = {number(machine, pair) for pair in REFUSED.values()} - {None}
    special = {number(machine, pair) for pair in SPECIAL.values()}
    for call in range(500):
        if call not in special:
            wanted = ALLOW if call in left else DENIED if call in denied else NOT_THERE
            assert verdict(machine, call) == wanted, call


@pytest.mark.parametrize("way", WAYS_OUT)
def test_a_way_out_is_shut(machine, way):
    assert verdict(machine, number(machine, WAYS_OUT[way])) in (DENIED, NOT_THERE)


def test_memory_is_given_and_code_is_not(machine):
    for pair in (confine_calls.MMAP, confine_calls.MPROTECT):
        assert verdict(machine, number(machine, pair), 0, 4096, 3) == ALLOW
        assert verdict(machine, number(machine, pair), 0, 4096, 7) == DENIED


def test_a_thread_may_be_made_and_a_process_may_not(machine):
    call = number(machine, confine_calls.CLONE)
    assert verdict(machine, call, 0x3D0F00) == ALLOW
    assert verdict(machine, call, 17) == DENIED
    assert verdict(machine, 435) == NOT_THERE


def test_only_its_own_process_is_signalled_and_limited(machine):
    assert verdict(machine, number(machine, confine_calls.TGKILL), PID) == ALLOW
    assert verdict(machine, number(machine, confine_calls.TGKILL), 1) == DENIED
    assert verdict(machine, number(machine, confine_calls.PRLIMIT), 0) == ALLOW
    assert verdict(machine, number(machine, confine_calls.PRLIMIT), 1) == DENIED


def test_another_door_to_the_same_calls_is_shut(machine):
    assert verdict(machine, 0x40000000) == DENIED
    assert verdict(machine, 0, audit=0x40000003) == KILL


@pytest.mark.parametrize("machine", MACHINES)
def test_the_numbers_are_the_kernels(machine):
    header = Path(HEADERS[machine])
    if not header.exists():
        pytest.skip(f"needs {header}, of the package linux-libc-dev")
    known = {"newfstatat": "fstatat"} if machine == "aarch64" else {}
    kernel = dict(re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", header.read_text()))
    for name, pair in {**ALLOWED, **REFUSED, **SPECIAL}.items():
        if (ours := number(machine, pair)) is not None:
            assert ours == int(kernel[known.get(name, name)]), name


WITHOUT = """
import json, os
from belisha.screening import confine, confine_calls
confine_calls.available = lambda: False
def refuse(pid): raise OSError
confine_calls.close_the_rest = refuse
before = os.readlink("/proc/self/ns/net")
confine.leave_the_network()
apart = os.readlink("/proc/self/ns/net") != before
confine.allow_processor_time(60)
confine.shut_in(512 << 20, os.getppid())
print(json.dumps([apart, confine.in_force()]))
"""


def test_where_there_is_no_filter_what_is_claimed_holds():
    ran = subprocess.run([sys.executable, "-c", WITHOUT], capture_output=True, text=True, check=True)
    apart, found = json.loads(ran.stdout)
    assert confine.CALLS not in found
    assert (confine.NAMESPACE in found) == apart
    assert {confine.MEMORY, confine.PROCESSOR, confine.WRITING, confine.DESCRIPTORS} <= set(found)
    assert confine.is_enough(tuple(found)) == apart
