"""Who may, counted in full: every route, method and kind of person; who is asked again; who sees no case."""

import re
import subprocess
import sys
from collections.abc import Iterator

PROMISES = {
    "every route x method x kind of person, as its row says": ("tests/sweeps/test_doors.py",),
    "asked again before what is grave, never while immediate": ("tests/sweeps/test_who_is_asked_again.py",),
    "administrators and auditors: what a case holds, on any page": ("tests/sweeps/test_who_sees_no_case.py",),
    "schemathesis with the key of each scope": ("tests/api/test_document.py", "-m", "slow or not slow"),
}
COUNTED = re.compile(r"(\d+) (passed|failed|error)")


def rows() -> Iterator[tuple[str, str, bool]]:
    """One row for each promise: how many of its tests passed; none may fail, and there must be some."""
    for what, arguments in PROMISES.items():
        command = [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", *arguments]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        said = ran.stdout.strip().rpartition("\n")[2]
        count = {word: int(number) for number, word in COUNTED.findall(said)}
        figure = f"{count.get('passed', 0)} of {sum(count.values())} doors and sentences hold"
        yield what, figure, ran.returncode == 0 and count.get("passed", 0) > 0


def main() -> None:
    """Print each row; exit code 1 if one fails."""
    found = list(rows())
    for what, figure, passed in found:
        print(f"{'pass' if passed else 'FAIL'}  {what}: {figure}")
    sys.exit(0 if all(passed for *_, passed in found) else 1)


if __name__ == "__main__":
    main()
