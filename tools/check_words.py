"""Find words that must not be committed: paths of one machine, hosts of a registry, notes to oneself.

The patterns are put together from parts, so that this file passes its own check.
"""

import re
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
FOLDERS = "|".join(["work", "farm", "root", "tmp/" + "bash_jobs", "home/[a-z]+"])
HOSTS = "|".join(
    ["pypi[.]" + "org", "python" + "hosted", "npm" + "js", "deb[.]" + "debian", "crates[.]" + "io"]
)
NOTES = "|".join(["TO" + "DO", "FIX" + "ME"])
FORBIDDEN = {
    "a path of one machine": re.compile(r"(?<![\w.>})~-])/(?:" + FOLDERS + ")/"),
    "the host of a registry": re.compile(HOSTS),
    "a note to oneself": re.compile(rf"\b(?:{NOTES})\b"),
}
# Lock files of tools that write registry hosts into them.
FORBIDDEN_FILES = {"uv" + ".lock", "package-" + "lock.json", "poetry" + ".lock"}


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=TOP, capture_output=True, text=True, check=True)
    return [TOP / name for name in listed.stdout.split("\0") if name]


def findings(path: Path) -> list[str]:
    """Each forbidden word in one file, as `path:line: what`; a binary file has no words."""
    name = path.relative_to(TOP)
    found = [f"{name}: this file names registry hosts"] if path.name in FORBIDDEN_FILES else []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (UnicodeDecodeError, FileNotFoundError):
        return found
    for number, line in enumerate(lines, 1):
        found += [f"{name}:{number}: {what}" for what, pattern in FORBIDDEN.items() if pattern.search(line)]
    return found


if __name__ == "__main__":
    everything = [finding for path in tracked() for finding in findings(path)]
    print("\n".join(everything) or "No word that must not be committed.")
    sys.exit(1 if everything else 0)
