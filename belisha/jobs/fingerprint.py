"""`belisha fingerprint`: the fingerprints of pictures and videos, without a desk and without a network."""

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from belisha.jobs.console import COULD_NOT, NO, answer, progress_bar, say

if TYPE_CHECKING:
    from belisha.screening.fingerprint import Fingerprint, Mode
    from belisha.screening.pool import Pool

Outcome = dict[str, Any] | str
"""What --json prints of one file; a sentence where it couldn't be read at all."""


def fingerprint(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="Pictures and videos."),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="JSON on stdout, one object a line.")] = False,
    fast: Annotated[
        bool, typer.Option("--fast", help="Decode JPEG shrunk: several times faster, at most 8 bits off.")
    ] = False,
) -> None:
    """Say by which fingerprints pictures and videos are known: PDQ, MD5, SHA-1 and SHA-256.

    Reads JPEG, PNG, GIF, WebP, BMP, TIFF, AVIF and HEIC, and videos where belisha[video] is installed, in
    processes with bounded memory and time. The exit code is 0 when every file was looked at, 1 when one could
    not be screened, 2 for a wrong use, 3 when one could not be read.

    Example: belisha fingerprint photo.jpg clip.mp4 --json
    """
    outcomes = _outcomes(files, "fast" if fast else "exact")
    codes = {_said(file, outcome, as_json=as_json) for file, outcome in outcomes}
    raise typer.Exit(max(codes))


def _outcomes(files: list[Path], mode: "Mode") -> Iterator[tuple[Path, Outcome]]:
    """What was found of each file, in the order in which they were named."""
    from belisha.screening.pool import Pool

    pool = Pool()
    try:
        with progress_bar(shown=len(files) > 1) as progress:
            task = progress.add_task("Looking", total=len(files))
            for pair in _in_order(files, mode, pool):
                progress.advance(task)
                yield pair
    finally:
        pool.close()


def _in_order(files: Iterable[Path], mode: "Mode", pool: "Pool") -> Iterator[tuple[Path, Outcome]]:
    """As many at once as there are workers: no more files than that are in memory."""
    left = iter(files)
    with ThreadPoolExecutor(pool.workers) as threads:
        begun: list[tuple[Path, Future[Outcome]]] = []
        for file in islice(left, pool.workers):
            begun.append((file, threads.submit(_outcome, file, mode, pool)))
        while begun:
            file, future = begun.pop(0)
            yield file, future.result()
            for following in islice(left, 1):
                begun.append((following, threads.submit(_outcome, following, mode, pool)))


def _outcome(file: Path, mode: "Mode", pool: "Pool") -> Outcome:
    from belisha.screening.fingerprint import NotScreened, digests
    from belisha.screening.fingerprint import fingerprint as look_at
    from belisha.screening.limits import MAX_BYTES

    try:
        with file.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)  # One more than is taken, so that it says "too large".
    except OSError as error:
        return f"{file} could not be read: {error.strerror}."
    try:
        return {"file": str(file), **_facts(look_at(data, mode=mode, pool=pool))}
    except NotScreened as refused:
        known = {} if refused.reason in ("too_large", "empty") else digests(data)
        return {"file": str(file), "error": refused.code, "reason": refused.reason, **known}


def _facts(seen: "Fingerprint") -> dict[str, Any]:
    """The promised shape; of a video also its length and what its frames look like."""
    facts = {**seen.as_json(), "mode": seen.mode, "views": [vars(view) for view in seen.views]}
    return {**facts, "seconds": seen.seconds} if seen.video else facts


def _said(file: Path, outcome: Outcome, *, as_json: bool) -> int:
    """Print one outcome and return its exit code."""
    if isinstance(outcome, str):
        say(outcome)
        return COULD_NOT
    if as_json:
        answer(outcome)
    else:
        typer.echo("\n".join(_lines(file, outcome)))
    return NO if "error" in outcome else 0


def _lines(file: Path, facts: dict[str, Any]) -> Iterator[str]:
    from belisha.screening.seen import NotScreened

    if "error" in facts:
        yield f"{file}: not screened, {NotScreened.REASONS[facts['reason']]}"
    else:
        yield f"{file}: {_kind(facts)}"
        yield f"  PDQ     {facts['pdq']} (quality {facts['quality']})"
        if facts["pdq_displayed"] != facts["pdq"]:
            yield f"  shown   {facts['pdq_displayed']}"
    yield from (f"  {name:7} {facts[key]}" for key, name in _DIGESTS.items() if key in facts)


_DIGESTS = {"md5": "MD5", "sha1": "SHA-1", "sha256": "SHA-256"}


def _kind(facts: dict[str, Any]) -> str:
    words = [f"{facts['format']}, {facts['width']} x {facts['height']}"]
    if facts["frames"] > 1:
        words.append(f"{facts['frames']} frames, {len(facts['views'])} views")
    if facts["partial"]:
        words.append("only a part of it could be read")
    return ", ".join(words)
