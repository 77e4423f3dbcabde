"""Ruff's security rules find nothing, and each exception from them says why it is one."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.pure
TOP = Path(__file__).parents[2]
FOLDERS = ("belisha", "bench", "tools", "tests")
EXCEPTION = re.compile(r"#\s*noqa:[^#]*?\bS\d{3}\b(?:,\s*\w+)*(?P<reason>.*)$")
WORDS = 3  # the least that says a reason


def exceptions():
    """Each line that takes an exception from a security rule: where, the line before, and its own words."""
    for folder in FOLDERS:
        for path in sorted((TOP / folder).rglob("*.py")):
            lines = path.read_text(encoding="utf-8").splitlines()
            for number, line in enumerate(lines):
                if path != Path(__file__) and (found := EXCEPTION.search(line)):
                    yield f"{path.relative_to(TOP)}:{number + 1}", lines[max(number - 1, 0)], found["reason"]


def says_why(before, reason):
    """A reason beside the exception, or in the comment above it."""
    above = before.strip().removeprefix("#").split() if before.strip().startswith("#") else []
    return len(re.findall(r"\w+", reason)) >= WORDS or len(above) >= WORDS


def test_the_security_rules_find_nothing():
    ruff = [Path(sys.executable).with_name("ruff"), "check", "--select", "S", "--no-cache", *FOLDERS]
    ran = subprocess.run(ruff, cwd=TOP, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout


def test_each_exception_in_the_code_says_why():
    found = list(exceptions())
    assert len(found) >= 10
    assert [where for where, before, reason in found if not says_why(before, reason)] == []


def test_each_exception_for_whole_folders_says_why():
    lines = (TOP / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    start = lines.index("[tool.ruff.lint.per-file-ignores]") + 1
    rows = lines[start : lines.index("", start)]
    for row in (row for row in rows if re.search(r'"S\d{3}"', row)):
        # Why stands at the end of the row.
        _, _, reason = row.partition("] #")
        assert len(reason.split()) >= WORDS, row


def test_the_sweep_sees_an_exception_without_a_reason():
    bare, told = "x = 1  # noqa: S101", "x = 1  # noqa: S101 - tells mypy what it is"
    assert not says_why("y = 2", EXCEPTION.search(bare)["reason"])
    assert says_why("y = 2", EXCEPTION.search(told)["reason"])
    assert says_why("# The name of our own table.", EXCEPTION.search(bare)["reason"])
