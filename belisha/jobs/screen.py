"""`belisha screen`: files and folders compared with the lists of this desk."""

import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from belisha.jobs.console import NO, Data, answer, progress_bar, say, use_data_dir, with_a_desk

if TYPE_CHECKING:
    from belisha.screening.pool import Pool
    from belisha.screening.screen import Screened

UNREADABLE = "unreadable"
IN_WORDS = {"match": "match", "no_match": "no match", "not_screened": "not screened"}
Paths = Annotated[
    list[Path],
    typer.Argument(metavar="PATH", exists=True, help="Files, and folders with all that is in them."),
]


class Verdict(NamedTuple):
    """What is said of one file; `reason`: why it could not be screened."""

    file: str
    verdict: str
    reason: str | None = None


def screen(
    paths: Paths,
    as_json: Annotated[bool, typer.Option("--json", help="JSON on stdout, one object a line.")] = False,
    report: Annotated[
        bool, typer.Option("--report", help="Open a report of what matches, a task for what can't be read.")
    ] = False,
    service: Annotated[str, typer.Option(help="With --report: whose files they are, by short name.")] = "",
    data: Data = None,
) -> None:
    """Compare files with the lists of this desk. Without --report it only tells, and keeps nothing.

    Links are not followed. The exit code is 0 when nothing matches, 1 when something does or could not be
    screened, 2 for a wrong use, 3 when the desk can't be used.

    Example: belisha screen /srv/uploads --json
    """
    use_data_dir(data)
    _screen(paths, as_json, Reporting(service or None) if report else None)


class Reporting(NamedTuple):
    """What a report says beside the path; None instead of it: nothing is kept."""

    service: str | None


@with_a_desk
def _screen(paths: list[Path], as_json: bool, reporting: "Reporting | None") -> None:
    counts: Counter[str] = Counter()
    files = [file for path in paths for file in _files(path)]
    with progress_bar() as progress:
        task = progress.add_task("Screening", total=len(files))
        for one in _verdicts(files, reporting):
            progress.advance(task)
            counts[one.verdict] += 1
            _say(one, as_json=as_json)
    say(", ".join(f"{counts[verdict]:,} {words}" for verdict, words in IN_WORDS.items()))
    raise typer.Exit(NO if counts["match"] or counts["not_screened"] else 0)


def _files(path: Path) -> Iterator[str]:
    if not path.is_dir():
        yield str(path)
        return
    for folder, folders, names in os.walk(path):
        folders.sort()
        for name in sorted(names):
            file = os.path.join(folder, name)
            # A link may lead anywhere, and a device has no end.
            if os.path.isfile(file) and not os.path.islink(file):
                yield file


def _say(one: Verdict, *, as_json: bool) -> None:
    if as_json:
        answer(one._asdict())
    elif one.verdict != "no_match":
        typer.echo(f"{one.file}: {IN_WORDS[one.verdict]}{f' ({one.reason})' if one.reason else ''}")


def _verdicts(files: list[str], reporting: "Reporting | None") -> Iterator[Verdict]:
    """In the order of the files; no more of them are in memory than are being read."""
    from belisha.screening.pool import Pool

    pool, left = Pool(), iter(files)
    try:
        with ThreadPoolExecutor(pool.workers) as threads:
            begun: list[Future[Verdict]] = []
            for file in islice(left, pool.workers):
                begun.append(threads.submit(_verdict, file, pool, reporting))
            while begun:
                yield begun.pop(0).result()
                for file in islice(left, 1):
                    begun.append(threads.submit(_verdict, file, pool, reporting))
    finally:
        pool.close()


def _verdict(file: str, pool: "Pool", reporting: "Reporting | None") -> Verdict:
    try:
        size = os.path.getsize(file)
        screened = _screened(file, size, pool)
    except OSError:
        return Verdict(file, "not_screened", UNREADABLE)
    if reporting and screened.verdict != "no_match":
        _report(file, size, screened, reporting)
    return Verdict(file, screened.verdict, screened.reason or None)


def _screened(file: str, size: int, pool: "Pool") -> "Screened":
    from belisha.screening.digests import digests_of
    from belisha.screening.limits import MAX_BYTES
    from belisha.screening.screen import screen_file, screen_unread

    with open(file, "rb") as opened:
        if size > MAX_BYTES:
            return screen_unread(digests_of(opened), reason="too_large")
        return screen_file(opened.read(), pool=pool)


def _report(file: str, size: int, screened: "Screened", reporting: Reporting) -> None:
    from belisha.intake.receive_upload import receive_found
    from belisha.ledger.record import CONSOLE

    name = os.fsencode(os.path.abspath(file)).decode("utf-8", "replace")
    path = "".join(letter if letter.isprintable() else "?" for letter in name)
    receive_found(path=path, size=size, screened=screened, service=reporting.service, by=CONSOLE)
