"""What a person is told before anything is installed, and what may not be committed."""

import importlib.util
import socket
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.pure

TOP = Path(__file__).resolve().parents[2]


def load(name):
    spec = importlib.util.spec_from_file_location(name, TOP / "tools" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def preflight(*arguments, before=""):
    program = (
        f"import sys; sys.argv[1:] = {list(arguments)!r}; {before}\n"
        + (TOP / "tools/preflight.py").read_text()
    )
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120)


def test_a_taken_port_is_named_with_another_to_choose():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        answer = preflight(str(port))
    assert answer.returncode == 1
    assert answer.stderr.startswith(f"Port {port} can't be used")
    assert "make run PORT=" in answer.stderr


def test_an_old_python_is_named_with_what_to_do():
    answer = preflight(before="sys.version_info = (3, 9, 2, 'final', 0)")
    assert answer.returncode == 1
    assert answer.stderr.count("\n") == 1
    assert "found 3.9" in answer.stderr
    assert "PYTHON=" in answer.stderr


def test_a_missing_venv_module_is_named_with_its_package():
    answer = preflight(before="sys.modules['ensurepip'] = None")
    assert answer.returncode == 1
    assert "python3-venv" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_port_that_is_no_number_is_refused():
    assert "A port is a number" in preflight("eight").stderr


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("see /" + "root/notes", 1),
        ("https://py" + "pi.org/simple", 1),
        ("# TO" + "DO later", 1),
        ("belisha/work/assign.py, see docs/work/x", 0),
        ("a to-do list is kept elsewhere", 0),
    ],
)
def test_words_that_must_not_be_committed_are_found(line, found, tmp_path, monkeypatch):
    check_words = load("check_words")
    monkeypatch.setattr(check_words, "TOP", tmp_path)
    (tmp_path / "file.txt").write_text(f"first line\n{line}\n")
    assert len(check_words.findings(tmp_path / "file.txt")) == found


def test_the_lock_files_name_hashes_and_no_address():
    for lock in TOP.glob("requirements*.lock"):
        text = lock.read_text()
        assert "--hash=sha256:" in text
        assert "://" not in text
        assert "index-url" not in text
