"""`belisha connector`: what another tool's events become, tried without keeping anything; tables taken in."""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from belisha.jobs.console import (
    COULD_NOT,
    NO,
    WRONG_USE,
    answer,
    progress_bar,
    say,
    stop,
    use_data_dir,
    with_a_desk,
    without_a_desk,
)

if TYPE_CHECKING:
    from belisha.intake.connectors.tables import TableRow
    from belisha.intake.connectors.trying import Tried

KINDS = ("mastodon", "discourse", "hma")
LARGEST = 16 * 1024 * 1024  # bytes
SHOWN_REFUSED = 20
Data = Annotated[Path | None, typer.Option(help="Folder of the databases and the master key.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON on stdout.")]

app = typer.Typer(
    help="Other tools that report here.\n\nExample: belisha connector try event.json --kind mastodon",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)


@app.callback()
def connector() -> None:
    """Other tools that report here.

    Example: belisha connector try event.json --kind mastodon
    """


@app.command(name="try")
def try_event(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="The event as the tool sends it, JSON; - for stdin.")
    ],
    kind: Annotated[str, typer.Option(help="mastodon, discourse or hma.")] = "",
    mapping: Annotated[
        Path | None, typer.Option(help="A mapping of your own; with --kind what its words mean.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show the report that an event of another tool would make. Nothing is stored, and no desk is needed.

    What the mapping looks for in vain, what can't be used and what it never reads is named. The exit code is
    0 where a report would be made, 1 where none would.

    Example: belisha connector try event.json --mapping our-tool.json --json
    """
    _refuse_neither(kind, mapping)
    _try(_event(file), kind or "mapped", _mapping(mapping) if mapping else {}, as_json)


@app.command()
def csv(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The table, with a line of headings, UTF-8.")],
    mapping: Annotated[Path, typer.Option(help="Which heading is which field of a report.")],
    table: Annotated[
        str, typer.Option(help="Name of the source: a row's key tells a repeat within it.")
    ] = "csv",
    service: Annotated[str, typer.Option(help="Short name of the service that the reports are about.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be made.")] = False,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """Make reports of another tool's table, one a row. Taken in again, it makes only those that are new.

    Each row that can't be used is named with its line and the reason, and hinders no other. The exit code is
    0 where every row was used, 1 where some were refused.

    Example: belisha connector csv queue.csv --mapping our-tool.json --service example-forum
    """
    use_data_dir(data)
    _table(file, _mapping(mapping), table, service, not dry_run, as_json)


@app.command()
def schema() -> None:
    """Print the JSON Schema of a mapping.

    Example: belisha connector schema > connector-mapping.schema.json
    """
    _schema()


@app.command(name="list")
def list_connectors(as_json: AsJson = False, data: Data = None) -> None:
    """Say which tools report here, and how they do. Exit code 1 where one was refused lately.

    Example: belisha connector list --json
    """
    use_data_dir(data)
    _list(as_json)


def _refuse_neither(kind: str, mapping: Path | None) -> None:
    if kind and kind not in KINDS:
        stop(
            f"There is no kind {kind}. The kinds are: {', '.join(KINDS)}; for any other tool give --mapping.",
            WRONG_USE,
        )
    if not kind and mapping is None:
        stop("Say what sent it: --kind mastodon, discourse or hma, or --mapping FILE.", WRONG_USE)


def _event(file: str) -> Any:
    return _json(_octets(file), file)


def _mapping(file: Path) -> dict[str, Any]:
    found = _json(_octets(str(file)), str(file))
    if not isinstance(found, dict):
        stop(f"{file} is no mapping: it must be an object of JSON.", WRONG_USE)
    return found


def _octets(file: str) -> bytes:
    try:
        given = sys.stdin.buffer.read(LARGEST + 1) if file == "-" else _start_of(Path(file))
    except OSError as problem:
        stop(f"{file} could not be read: {problem.strerror}.")
    if len(given) > LARGEST:
        stop(f"{file} is larger than {LARGEST // 1024**2} MB.", WRONG_USE)
    return given


def _start_of(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(LARGEST + 1)


def _json(octets: bytes, file: str) -> Any:
    try:
        return json.loads(octets.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        stop(f"{file} is not JSON.", WRONG_USE)


@without_a_desk
def _try(event: Any, kind: str, mapping: dict[str, Any], as_json: bool) -> None:
    from belisha.intake.connectors.tools import WrongMapping
    from belisha.intake.connectors.trying import attempt

    try:
        tried = attempt(kind=kind, event=event, mapping=mapping)
    except WrongMapping as wrong:
        stop(wrong.sentence, WRONG_USE)
    answer(tried.as_json()) if as_json else _say(tried)
    if tried.report is None:
        raise typer.Exit(NO)


def _say(tried: "Tried") -> None:
    shown = tried.as_json()
    if tried.report is None:
        say(f"No report would be made. {tried.why}")
        for field, said in (tried.errors or {}).items():
            say(f"  {field}: {said}")
    else:
        typer.echo(json.dumps(shown["report"], ensure_ascii=False, indent=2))
        say(f"The same event again is told by: {tried.key}")
    for names, words in ((tried.missing, "Looked for in vain"), (tried.left_out, "Not used")):
        if names:
            say(f"{words}: {', '.join(names)}")
    say("Nothing was stored.")


@with_a_desk
def _table(file: Path, mapping: dict[str, Any], table: str, service: str, keep: bool, as_json: bool) -> None:
    from belisha.intake.connectors.tables import NoTable, rows
    from belisha.intake.connectors.tools import WrongMapping
    from belisha.intake.take_table import take_table
    from belisha.ledger.record import CONSOLE
    from belisha.organisation.reach import UnknownService

    counts: Counter[str] = Counter()
    given: dict[str, Any] = {"mapping": mapping, "table": table, "service": service, "keep": keep}
    try:
        for row in take_table(rows=_watched(rows(file), file), by=CONSOLE, **given):
            counts[row.outcome] += 1
            _row(row, counts, as_json)
    except WrongMapping as wrong:
        stop(wrong.sentence, WRONG_USE)
    except UnknownService as wrong:
        stop(wrong.sentence, WRONG_USE)
    except NoTable as wrong:
        _done(counts, keep)
        stop(wrong.sentence, COULD_NOT)
    _done(counts, keep)
    if counts["refused"]:
        raise typer.Exit(NO)


def _watched(found: "Iterator[TableRow]", file: Path) -> "Iterator[TableRow]":
    with progress_bar() as bar:
        task = bar.add_task(file.name, total=None)
        for row in found:
            yield row
            bar.advance(task)


def _row(row: Any, counts: Counter[str], as_json: bool) -> None:
    if as_json:
        answer({"line": row.line, "outcome": row.outcome, "receipt": row.receipt, "reason": row.reason})
    elif row.outcome == "refused" and counts["refused"] <= SHOWN_REFUSED:
        say(f"line {row.line}: {row.reason}")


def _done(counts: Counter[str], keep: bool) -> None:
    reports = "reports are kept" if keep else "reports would be made; nothing was stored"
    say(
        f"{counts['made']} {reports}, {counts['again']} were here already,"
        f" {counts['left']} rows are not taken by the mapping, {counts['refused']} were refused."
    )


@without_a_desk
def _schema() -> None:
    from belisha.intake.connectors.mapping import schema as of_a_mapping

    typer.echo(json.dumps(of_a_mapping(), indent=2, ensure_ascii=False))


@with_a_desk
def _list(as_json: bool) -> None:
    from belisha.intake.connector_read import connectors

    rows = connectors()
    for row in rows:
        if as_json:
            answer(row.as_json())
        else:
            typer.echo(f"{row.name}: {row.kind_label}, {row.state}; {row.said}")
    if not rows:
        say("No tool reports here yet.")
    if any(row.refused for row in rows):
        raise typer.Exit(NO)


def stand() -> str:
    """How connectors and the mailbox for reports do, for the doctor. Raises RuntimeError: what is wrong."""
    from belisha.intake import mailbox
    from belisha.intake.connector_read import connectors

    rows, box = connectors(), mailbox.state()
    wrong = [f"{row.name}: {row.refused} not read in 7 days" for row in rows if row.refused]
    wrong += [f"{row.name}: changed in the database" for row in rows if row.edited]
    wrong += [f"the mailbox could not be read ({box.problem})"] if box and box.problem else []
    if wrong:
        raise RuntimeError("; ".join(wrong))
    named = "; a mailbox is read" if mailbox.address() else ""
    return f"{sum(row.state == 'on' for row in rows)} on{named}" if rows or named else "no tool reports here"
