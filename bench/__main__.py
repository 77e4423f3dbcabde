"""`make bench`: every measurement, one after another, each figure with its goal."""

import argparse
import platform
from collections.abc import Callable

from bench import (
    backup,
    contact,
    deliveries,
    example,
    figures,
    guard,
    hashing,
    hashing_files,
    intake,
    ledger,
    lists,
    matching,
    network,
    orders,
    queue,
    report,
    report_words,
    routing,
    screen,
)

PARTS: dict[str, Callable[[], list[tuple[str, str, str]]]] = {
    "intake": intake.measure,
    "queue": queue.measure,
    "ledger": ledger.measure,
    "routing": routing.measure,
    "matching": matching.measure,
    "hashing": hashing.measure,
    "hashing-files": hashing_files.measure,
    "lists": lists.measure,
    "screen": screen.measure,
    "backup": backup.measure,
    "deliveries": deliveries.measure,
    "orders": orders.measure,
    "contact": contact.measure,
    "example": example.measure,
    "figures": figures.measure,
    "guard": guard.measure,
    "network": network.measure,
}
WRITES: dict[str, Callable[..., list[tuple[str, str, str]]]] = {"network": network.measure}
"""Parts that write a page of their own."""
LARGE: dict[str, Callable[..., list[tuple[str, str, str]]]] = {
    "matching": matching.measure,
    "lists": lists.measure,
}


def main() -> None:
    """Run the parts that are named, or all."""
    asked = argparse.ArgumentParser(prog="python -m bench", description="Example: python -m bench queue")
    asked.add_argument("parts", nargs="*", choices=[*PARTS, []], help="which; none: all")
    asked.add_argument(
        "--large", action="store_true", help="matching, lists: ten million too (12 GB of memory)"
    )
    asked.add_argument("--write", action="store_true", help="write docs/reference/performance.md")
    given = asked.parse_args()
    print(f"{platform.machine()}, Python {platform.python_version()}", flush=True)
    for part in given.parts or list(PARTS):
        if part in WRITES:
            rows = WRITES[part](write=given.write)
        else:
            rows = LARGE[part](large=given.large) if part in LARGE else PARTS[part]()
        for what, figure, goal in rows:
            print(f"{what:50} {figure:45} goal: {goal}", flush=True)
        if given.write and part in report_words.BEFORE:
            report.write(part, rows)


if __name__ == "__main__":
    main()
