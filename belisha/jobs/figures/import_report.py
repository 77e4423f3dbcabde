"""What `belisha figures import` says of a file, to a person."""

import shlex
from collections.abc import Iterator, Sequence

from belisha.figures.gate import Finding
from belisha.jobs.console import say
from belisha.jobs.figures.import_one import Outcome
from belisha.jobs.figures.mapping_view import lines, plain, shown


def show(outcome: Outcome, *, dry_run: bool) -> None:
    """How the file is read, beside its source; what waits; and how to go on. On stderr."""
    from rich.console import Console

    console = Console(stderr=True, highlight=False)
    say(f"{outcome.answer.name}:")
    for table in shown(outcome.answer.sheets, outcome.answer.mapping):
        console.print(table)
    for line in lines(outcome.answer.proposal, outcome.answer.mapping):
        say(line)
    for line in (*_left_out(outcome), *_findings(outcome.findings, {one.code for one in outcome.waiting})):
        say(line)
    say(_next(outcome, dry_run=dry_run))


def result(outcome: Outcome) -> str:
    """The line of a file that was taken in."""
    done = outcome.imported
    if done is None:
        raise ValueError("It was not taken in.")
    areas = f"{len(done.forces)} {'area' if len(done.forces) == 1 else 'areas'}"
    years = done.years[0] if len(done.years) == 1 else f"{done.years[0]} to {done.years[-1]}"
    return f"Source {done.source}: {plain(done.title)}: {_cells(done.cells)} of {areas}, {years}."


def _left_out(outcome: Outcome) -> Iterator[str]:
    for one in outcome.skipped:
        yield f"  left out: {plain(one.where)} “{plain(one.text)}”, {one.because}"


def _findings(findings: Sequence[Finding], waiting: set[str]) -> Iterator[str]:
    for one in findings:
        mark = "?" if one.code in waiting else " "
        place = f" ({plain(one.where)})" if one.where else ""
        yield f"{mark} {plain(one.code)}: {plain_sentence(one.sentence)}{place}"
        yield from (f"    Often innocent: {plain(reason)}" for reason in one.innocent)


def _next(outcome: Outcome, *, dry_run: bool) -> str:
    if outcome.missing:
        return "\n".join(f"Say with --set: {one}" for one in outcome.missing)
    if outcome.waiting:
        codes = " ".join(f"--yes {_quoted(one.code)}" for one in outcome.waiting[:12])
        more = f" (and {len(outcome.waiting) - 12} more)" if len(outcome.waiting) > 12 else ""
        return f"Nothing was written. Correct it with --set, or confirm what is right: {codes}{more}"
    return f"It would give {_cells(outcome.cells)}; nothing was written." if dry_run else ""


def _cells(count: int) -> str:
    return f"{count:,} {'figure' if count == 1 else 'figures'}"


def _quoted(code: str) -> str:
    return shlex.quote(plain(code))


def plain_sentence(text: str) -> str:
    """A sentence with somebody else's words in it, without what a terminal would obey."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
