"""`make bench`: every measurement, one after another, each figure with its goal."""

import argparse
import platform
from collections.abc import Callable

from bench import intake, ledger, queue, routing

PARTS: dict[str, Callable[[], list[tuple[str, str, str]]]] = {
    "intake": intake.measure,
    "queue": queue.measure,
    "ledger": ledger.measure,
    "routing": routing.measure,
}


def main() -> None:
    """Run the parts that are named, or all."""
    asked = argparse.ArgumentParser(prog="python -m bench", description="Example: python -m bench queue")
    asked.add_argument("parts", nargs="*", choices=[*PARTS, []], help="which; none: all")
    parts = asked.parse_args().parts or list(PARTS)
    print(f"{platform.machine()}, Python {platform.python_version()}", flush=True)
    for part in parts:
        for what, figure, goal in PARTS[part]():
            print(f"{what:50} {figure:45} goal: {goal}", flush=True)


if __name__ == "__main__":
    main()
