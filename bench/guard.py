"""The guard: what it stops of a corpus made by code and of innocent texts, and what a pack costs."""

import io
import statistics
import time
from collections import Counter
from pathlib import Path

import pikepdf

from belisha.guard import inspect
from tests.guard.build import TEXT, typeset
from tests.guard.carriers import CARRIERS
from tests.guard.corpus import Cell, counted
from tests.guard.families import FAMILIES
from tests.guard.innocent import KINDS, innocents
from tests.guard.pictures import HEADLESS, WHOLE

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "guard.md"
BEGIN, END = "<!-- table -->", "<!-- end of table -->"
PAGES, RUNS = 20, 15
LINES = 22
"""Messages on a page of the pack that is timed: some 2,000 characters, as on a page of a referral."""

Row = tuple[str, str, str]


def measure() -> list[Row]:
    """(what, figure, goal); the table of families goes to docs/reference/guard.md."""
    whole, headless = counted()
    stopped = innocent()
    PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8"), whole, headless, stopped), encoding="utf-8")
    hidden, passed = _count([*whole, *headless])
    rows = [
        (f"guard: {len(FAMILIES)} families x {len(CARRIERS)} carriers, with a head", _share(whole), "all"),
        ("guard: the same without a head", _share(headless), ""),
        ("guard: both together", f"{hidden - passed:,} of {hidden:,} ({1 - passed / hidden:.2%})", "99 %"),
        ("guard: innocent texts stopped", f"{sum(stopped.values())} of {TEXTS:,}", "at most 0.5 %"),
    ]
    return rows + speed()


TEXTS = len(KINDS) * -(-1_000 // len(KINDS))


def innocent() -> Counter[str]:
    """Return how many of a thousand innocent texts were stopped, by kind."""
    texts = innocents(TEXTS // len(KINDS))
    return Counter(kind for kind, text in texts if inspect(text.encode()).verdict != "clean")


def speed() -> list[Row]:
    """Milliseconds for a pack of twenty pages, beside a walk over the same file with pikepdf alone."""
    line = f"{TEXT}, as it was written by the account that was reported."
    pack = typeset("= A pack\n" + "#pagebreak()\n".join([f"{line}\n\n" * LINES] * PAGES))
    pages = len(pikepdf.open(io.BytesIO(pack)).pages)
    guard, walk = (_milliseconds(lambda done=done: done(pack)) for done in (inspect, _walk))
    return [
        (f"guard: a pack of {pages} pages", f"{guard:.0f} ms", "50 ms for 20 pages"),
        ("guard: reading it with pikepdf alone", f"{walk:.0f} ms", ""),
    ]


def _walk(pack: bytes) -> None:
    with pikepdf.open(io.BytesIO(pack)) as pdf:
        for found in pdf.objects:
            if isinstance(found, pikepdf.Stream):
                found.read_bytes()
        for page in pdf.pages:
            pikepdf.parse_content_stream(page)


def _milliseconds(work: object) -> float:
    assert callable(work)
    work()
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times) * 1_000


def _count(cells: list[Cell]) -> tuple[int, int]:
    return sum(cell.hidden for cell in cells), sum(len(cell.passed) for cell in cells)


def _share(cells: list[Cell]) -> str:
    hidden, passed = _count(cells)
    return f"{hidden - passed:,} of {hidden:,}"


def with_table(page: str, whole: list[Cell], headless: list[Cell], stopped: Counter[str]) -> str:
    """Return the page with the table between its marks made anew."""
    before, _, rest = page.partition(BEGIN)
    after = rest.partition(END)[2]
    parts = (BEGIN, table(whole, headless), misses(whole + headless), _said(stopped), END)
    return before + "\n\n".join(parts) + after


def table(whole: list[Cell], headless: list[Cell]) -> str:
    """Return one row for each family: of the pictures, how many were stopped, over all carriers."""
    most = (len(pictures) * len(CARRIERS) for pictures in (WHOLE, HEADLESS))
    rows = ["| family | with a head, of {} | without, of {} |".format(*most), "|---|---|---|"]
    for family in FAMILIES:
        counts = [_count([cell for cell in cells if cell.family == family]) for cells in (whole, headless)]
        stopped = " | ".join(str(hidden - passed) for hidden, passed in counts)
        rows.append(f"| {family} | {stopped} |")
    return "\n".join(rows)


def misses(cells: list[Cell]) -> str:
    """Return what passed, by name."""
    passed = [f"- {cell.family}, {cell.carrier}: {', '.join(cell.passed)}" for cell in cells if cell.passed]
    return "\n".join(["What passed:", "", *(passed or ["- nothing"])])


def _said(stopped: Counter[str]) -> str:
    kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(stopped.items())) or "none"
    return f"Innocent texts stopped: {sum(stopped.values())} of {TEXTS:,} ({kinds})."
