"""Writes docs/reference/performance.md and its chart from what the bench has just measured."""

import datetime
import math
import os
import platform
import re
from html import escape
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bench.matching import Row
from bench.report_words import AFTER, BEFORE, TITLE

FOLDER = Path(__file__).parents[1] / "docs" / "reference"
SECTION = "<!-- {part} -->"
END = "<!-- end of {part} -->"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="720" height="{height}" role="img">'
BAR = '<rect x="190" y="{y}" width="{width:.0f}" height="18" fill="{fill}"/>'
FONT = 'font-family="sans-serif" font-size="13" fill="#222"'
TEXT = '<text x="{x}" y="{y}" {font} text-anchor="{anchor}">{text}</text>'
OURS = ("avx", "portable", "threads")


def write(part: str, rows: list[Row]) -> None:
    """Put what was measured of one part in the place of what stood there of it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    page = FOLDER / "performance.md"
    there = page.read_text(encoding="utf-8") if page.exists() else ""
    texts = {name: section(name, rows) if name == part else _kept(there, name) for name in BEFORE}
    page.write_text("\n".join([TITLE, *filter(None, texts.values())]), encoding="utf-8")
    if part == "matching":
        (FOLDER / "performance.svg").write_text(chart(rows), encoding="utf-8")


def section(part: str, rows: list[Row]) -> str:
    """One part of the page, between its marks."""
    title, words = BEFORE[part]
    table = "\n".join(
        ["| what | measured | goal |", "|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows)]
    )
    texts = [f"## {title}", words, machine(), table, AFTER.get(part, "")]
    body = "\n\n".join(text for text in texts if text)
    return f"{SECTION.format(part=part)}\n{body}\n{END.format(part=part)}\n"


def _kept(page: str, part: str) -> str:
    begin, end = SECTION.format(part=part), END.format(part=part)
    if begin not in page or end not in page:
        return ""
    return page[page.index(begin) : page.index(end) + len(end)] + "\n"


def machine() -> str:
    """What was measured on, with which versions, when."""
    packages = ", ".join(
        f"{name} {_version(name)}" for name in ("numpy", "pillow", "faiss-cpu", "pdqhash", "belisha")
    )
    today = datetime.datetime.now(tz=datetime.UTC).date()
    python = f"{platform.system()}, Python {platform.python_version()}"
    return f"Measured on {today}: {_processor()}, {python}, {packages}."


def chart(rows: list[Row], name: str = "1M") -> str:
    """Bars on a logarithmic scale: queries a second in the list of that name."""
    start = f"{name}: "
    rates = {what.removeprefix(start): _rate(figure) for what, figure, _ in rows if what.startswith(start)}
    shown = [(who, rate) for who, rate in rates.items() if rate]
    bars = [line for place, (who, rate) in enumerate(shown) for line in _bar(place, who, rate)]
    title = f"<title>Queries a second, {name} hashes, logarithmic</title>"
    return "\n".join([SVG.format(height=24 * len(shown) + 16), title, *bars, "</svg>", ""])


def _bar(place: int, who: str, rate: int) -> list[str]:
    y, width = 8 + 24 * place, math.log10(rate) * 75
    fill = "#e8871e" if any(word in who for word in OURS) else "#9aa5b1"
    return [
        TEXT.format(x=182, y=y + 14, font=FONT, anchor="end", text=escape(who)),
        BAR.format(y=y, width=width, fill=fill),
        TEXT.format(x=round(198 + width), y=y + 14, font=FONT, anchor="start", text=f"{rate:,}"),
    ]


def _rate(figure: str) -> int:
    found = re.match(r"([\d,]+) queries/s", figure)
    return int(found[1].replace(",", "")) if found else 0


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "(not installed)"


def _processor() -> str:
    """The name of the processor, and how many of its cores there are."""
    known = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*: (.*)", known.read_text(encoding="utf-8")) if known.exists() else None
    return f"{found[1] if found else platform.machine()}, {os.cpu_count()} cores"
