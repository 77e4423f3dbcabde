"""Figures of twenty years of answers: taken in, analysed, published, each step in a process of its own.

`python -m bench.figures import FILE BOOK` and its like run one step; `python -m bench figures` runs all.
"""

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from belisha.figures.places import UK, areas
from belisha.figures.years import financial

Row = tuple[str, str, str]
NOW = datetime(2026, 11, 22, tzinfo=UTC)
YEARS = [financial(first).label for first in range(2003, 2023)]
OFFENCES = [f"Invented offence {number:02}" for number in range(1, 51)]
PLATFORMS = [
    *(
        "Snapchat",
        "Instagram",
        "Facebook",
        "WhatsApp",
        "Twitter",
        "TikTok",
        "YouTube",
        "Discord",
        "Kik",
        "Skype",
    ),
    *(
        "Telegram",
        "Signal",
        "Reddit",
        "Tumblr",
        "Roblox",
        "Xbox",
        "Twitch",
        "Omegle",
        "Not recorded",
        "Total",
    ),
]
MOST_MEMORY = 1024  # MB


def measure() -> list[Row]:
    """(what, figure, goal) for taking in, analysing and publishing 900,000 figures."""
    with tempfile.TemporaryDirectory(prefix="belisha-bench-") as folder:
        here = Path(folder)
        rows = [
            *_taking_in("long CSV of 900,000 rows", _csv(here / "long.csv"), here / "csv.book"),
            *_taking_in("XLSX of 45,000 rows and 20 years", _xlsx(here / "wide.xlsx"), here / "xlsx.book"),
        ]
        analysed = _step("analyse", here / "csv.book")
        published = _step("publish", here / "csv.book", here / "site")
    return [
        *rows,
        ("figures, load the book", f"{analysed['load']:6.2f} s", "within the 2 s"),
        (f"figures, {analysed['asked']:,} questions", f"{analysed['seconds']:6.2f} s", "2 s"),
        ("figures, analyse: peak memory", f"{analysed['memory']:6.0f} MB", f"{MOST_MEMORY} MB"),
        (f"figures, publish {published['pages']} pages", f"{published['seconds']:6.1f} s", "60 s"),
        ("figures, publish: peak memory", f"{published['memory']:6.0f} MB", f"{MOST_MEMORY} MB"),
    ]


def _taking_in(what: str, file: Path, book: Path) -> Iterator[Row]:
    took = _step("import", file, book)
    assert took["cells"] == 900_000, took
    steps = f"{took['proposed']:.1f} s to propose, {took['looked']:.1f} s to look at all of it"
    yield (f"figures, import: {what}", f"{took['seconds']:6.1f} s, after {steps}", "20 s")
    yield (
        "figures, import: peak memory, with its reader",
        f"{took['memory']:6.0f} and {took['reader']:.0f} MB",
        f"{MOST_MEMORY} MB",
    )


def _step(name: str, *paths: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.figures", name, *map(str, paths)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise RuntimeError(ran.stderr[-2000:])
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def _forces() -> list[str]:
    return [area.name for area in areas().values() if area.kind == "force"]


def _csv(path: Path) -> Path:
    """One row a figure."""
    with path.open("w", encoding="utf-8") as file:
        file.write("Force,Financial year,Offence,Platform,Number of offences\n")
        for force, offence, counts in _counts():
            for platform, years in zip(PLATFORMS, counts, strict=True):
                for year, count in zip(YEARS, years, strict=True):
                    file.write(f"{force} Police,{year},{offence},{platform},{count}\n")
    return path


def _counts() -> Iterator[tuple[str, str, list[list[int]]]]:
    """For each force and offence the counts of each platform by year; the last of them is the total."""
    dice = random.Random(1)
    for force in _forces():
        for offence in OFFENCES:
            parts = [[dice.randrange(90) for _ in YEARS] for _ in PLATFORMS[1:]]
            yield force, offence, [*parts, [sum(year) for year in zip(*parts, strict=True)]]


def _xlsx(path: Path) -> Path:
    """One row for each force, offence and platform; a column for each year."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("Answers")
    sheet.write_row(0, 0, ["Force", "Offence", "Platform", *YEARS])
    row = 0
    for force, offence, counts in _counts():
        for platform, years in zip(PLATFORMS, counts, strict=True):
            row += 1
            sheet.write_row(row, 0, [f"{force} Police", offence, platform, *years])
    book.close()
    return path


def _import(file: Path, book: Path) -> dict[str, Any]:
    """From the bytes to the book: read, proposed, looked at, confirmed, written."""
    from belisha.figures.book import Book
    from belisha.figures.collate import Hints, NeedsLooking, import_answer
    from belisha.figures.collate.looking import proposed
    from belisha.figures.read import sheets_of

    data = file.read_bytes()
    began = time.perf_counter()
    kept = Book.create(book)
    told: dict[str, Any] = {"data": data, "name": file.name, "by": "Bench", "now": NOW}
    told["title"] = "Invented figures, to measure with"
    told["mapping"] = proposed(kept, sheets_of(data, name=file.name), Hints(file=file.name)).mapping
    proposed_in = time.perf_counter() - began
    began = time.perf_counter()
    try:
        cells = import_answer(kept, **told).cells
        looked_in = 0.0
    except NeedsLooking as waiting:
        looked_in = time.perf_counter() - began
        codes = {finding.code for finding in waiting.findings}
        began = time.perf_counter()
        cells = import_answer(kept, confirmed=codes, reason="invented", **told).cells
    return {
        "cells": cells,
        "seconds": time.perf_counter() - began,
        "proposed": proposed_in,
        "looked": looked_in,
    }


def _analyse(book: Path) -> dict[str, Any]:
    """Every total, change, rank, share and trend that a publication asks for."""
    import statsmodels.genmod.generalized_linear_model  # noqa: F401 - 2.5 s of loading are no analysis

    from belisha.figures import Figures
    from belisha.figures.cannot import CannotSay

    began = time.perf_counter()
    figures = Figures.load(book)
    figures.value(UK, YEARS[-1])
    load = time.perf_counter() - began
    asked = 0

    def ask(question: Callable[..., object], *about: Any) -> None:
        nonlocal asked
        asked += 1
        with suppress(CannotSay):
            question(*about)

    began = time.perf_counter()
    for area in areas().values():
        for year in YEARS:
            ask(figures.value, area, year)
            ask(figures.change, area, YEARS[0], year)
        ask(figures.share, area, YEARS[-1], "Snapchat")
        ask(figures.trend, area)
        if area.kind != "force":
            ask(figures.rank, area, YEARS[0], YEARS[-1])
    return {"load": load, "seconds": time.perf_counter() - began, "asked": asked}


def _publish(book: Path, folder: Path) -> dict[str, Any]:
    from belisha.figures import Figures
    from belisha.figures.site.write import publish

    began = time.perf_counter()
    published = publish(Figures.load(book), folder, now=NOW)
    return {"pages": published.pages, "seconds": time.perf_counter() - began}


def _run(name: str, paths: list[Path]) -> None:
    steps: dict[str, Callable[..., dict[str, Any]]] = {
        "import": _import,
        "analyse": _analyse,
        "publish": _publish,
    }
    found = steps[name](*paths)
    found["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found["reader"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(json.dumps(found))


if __name__ == "__main__":
    _run(sys.argv[1], [Path(path) for path in sys.argv[2:]])
