"""Several processes in one index: one writes, many read, and any of them may die."""

import os
import signal
import subprocess
import sys
import time

import pytest

from belisha import native
from belisha.matching import Index
from bench.matching_kills import kills
from tests.matching import sets

pytestmark = pytest.mark.pure

READS = """
import sys, time
from belisha.matching import Index
index = Index.open(sys.argv[1])
print(len(index.search(sys.argv[2])), flush=True)
for line in sys.stdin:
    asked, wanted, found = time.monotonic(), int(line), None
    while found != wanted and time.monotonic() - asked < 60:
        found = len(index.search(sys.argv[2]))
    print(f"{found} {time.monotonic() - asked:.3f}", flush=True)
"""
WRITES = """
import sys
from belisha.matching import Index
index = Index.open(sys.argv[1])
print("begun", flush=True)
for entry in range(int(sys.argv[2]), int(sys.argv[2]) + 50):
    index.add([entry.to_bytes(32, "little")], [entry])
"""


def process(program, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def ask(reader, wanted):
    reader.stdin.write(f"{wanted}\n")
    reader.stdin.flush()
    found, seconds = reader.stdout.readline().split()
    return int(found), float(seconds)


def test_other_processes_see_a_change_within_a_second(tmp_path, rng):
    path, hash = tmp_path / "index", "ab" * 32
    index = Index.build(path, sets.random_hashes(rng))
    readers = [process(READS, path, hash) for _ in range(2)]
    assert [reader.stdout.readline() for reader in readers] == ["0\n", "0\n"]
    changes = [
        (lambda: index.add([hash], [90_000]), 1),
        (lambda: index.remove([90_000]), 0),
        (lambda: index.add([hash, hash], [90_001, 90_002]), 2),
        (index.compact, 2),
        (lambda: Index.build(path, [hash] * 5), 5),
    ]
    for change, wanted in changes:
        change()
        for found, seconds in [ask(reader, wanted) for reader in readers]:
            assert found == wanted
            assert seconds < 1
    for reader in readers:
        reader.communicate(timeout=60)


def test_several_writers_take_turns_and_lose_nothing(tmp_path):
    path = tmp_path / "index"
    Index.build(path, [])
    writers = [process(WRITES, path, first) for first in (1000, 2000, 3000)]
    for writer in writers:
        writer.communicate(timeout=60)
    assert [writer.returncode for writer in writers] == [0, 0, 0]
    index = Index.open(path)
    assert index.stats().entries == 150
    assert index.search((2049).to_bytes(32, "little"), 0) == [(2049, 0)]


def test_a_reader_is_not_held_up_by_a_writer_that_stands_still(tmp_path, rng):
    path = tmp_path / "index"
    hashes = sets.random_hashes(rng, 100)
    Index.build(path, hashes)
    holding = "import sys, time; from belisha.matching import locks; from pathlib import Path\n"
    holding += (
        "with locks.held(Path(sys.argv[1]), locks.WRITER):\n  print('held', flush=True); time.sleep(300)"
    )
    writer = process(holding, path)
    assert writer.stdout.readline() == "held\n"
    started = time.monotonic()
    assert Index.open(path).search(hashes[5]) == [(5, 0)]
    assert time.monotonic() - started < 60
    os.kill(writer.pid, signal.SIGKILL)
    writer.communicate()
    assert Index.open(path).add(["00" * 32], [500]) == 1


def test_a_writer_killed_at_any_moment_leaves_the_old_or_the_new(monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    acknowledged, wrong = kills(15)
    assert acknowledged
    assert wrong == 0


def test_the_package_is_quick_to_import_and_needs_no_django():
    program = (
        "import sys, time; start = time.perf_counter(); from belisha.matching import Index; "
        "print(time.perf_counter() - start, 'django' in sys.modules)"
    )
    answers = [
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stdout.split()
        for _ in range(3)
    ]
    assert {django for _, django in answers} == {"False"}
    assert min(float(seconds) for seconds, _ in answers) < 0.15


def test_an_index_works_without_django_and_without_settings(tmp_path):
    program = (
        "import sys; from belisha.matching import Index; "
        "index = Index.build(sys.argv[1], ['0f' * 32]); "
        "print(index.search('0F' * 32), 'django' in sys.modules, 'belisha.settings' in sys.modules)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "index")], capture_output=True, text=True
    )
    assert answer.stdout == "[Match(entry=0, distance=0)] False False\n"


def test_an_instruction_set_that_is_not_there_is_refused_by_name(monkeypatch):
    monkeypatch.setenv(native.VARIABLE, "avx1024")
    with pytest.raises(native.WrongInstructionSet, match=r"'avx1024'; this machine has .*reference"):
        native.chosen()


def test_without_the_core_numpy_answers_and_one_notice_says_so(tmp_path):
    program = (
        "import sys, logging; sys.modules['belisha_native'] = None; logging.basicConfig()\n"
        "from belisha.matching import Index\n"
        "for _ in range(3): index = Index.build(sys.argv[1], ['0f' * 32])\n"
        "print(index.search('0f' * 32)[0].entry, index.stats().search)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "index")], capture_output=True, text=True
    )
    assert answer.stdout == "0 reference\n"
    assert answer.stderr.count("The native core is not compiled") == 1
