"""Walk so many reports from intake to release, and write down what was acknowledged; run below the shim."""

from __future__ import annotations

import argparse
import os
import secrets
from pathlib import Path

import django


def main() -> None:
    """Example: python -m bench.survival.walk --reports 10 --folder data"""
    asked = argparse.ArgumentParser(prog="python -m bench.survival.walk", description=main.__doc__)
    asked.add_argument("--reports", type=int, default=10)
    asked.add_argument("--folder", type=Path, required=True)
    asked.add_argument(
        "--pragma", action="append", default=[], help="weaken SQLite, such as synchronous=NORMAL"
    )
    given = asked.parse_args()
    django.setup()
    _weaken(given.pragma)
    from bench.survival.shift import at_work, work

    said = os.open(given.folder / "said", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def say(*words: str) -> None:
        os.write(said, (" ".join(words) + "\n").encode())

    work(at_work(), (secrets.token_hex(8) for _ in range(given.reports)), say)


def _weaken(pragmas: list[str]) -> None:
    from django.db import connections

    for alias in connections:
        options = connections.settings[alias].get("OPTIONS", {})
        if pragmas:
            options["init_command"] += "".join(f" PRAGMA {pragma};" for pragma in pragmas)


if __name__ == "__main__":
    main()
