"""The example in the library's own README runs, and prints what it says."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import belisha.matching

pytestmark = pytest.mark.pure

README = Path(belisha.matching.__file__).with_name("README.md").read_text(encoding="utf-8")


def test_the_example_prints_what_the_readme_says(tmp_path):
    program = re.search(r"```python\n(.*?)```", README, re.DOTALL)[1]
    said = re.search(r"prints\n\n```\n(.*?)```", README, re.DOTALL)[1]
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=tmp_path)
    assert ran.stdout == said
