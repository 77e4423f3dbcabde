"""`belisha lists`: lists of known material, taken in, looked at, rolled back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from belisha.jobs.console import (
    NO,
    WRONG_USE,
    Data,
    answer,
    progress_bar,
    say,
    stop,
    use_data_dir,
    with_a_desk,
)
from belisha.jobs.lists_sync import sync

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from belisha.screening.lists_versions import Imported

app = typer.Typer(
    help="Lists of known material: take them in, look at them, roll one back.\n\n"
    "Example: belisha lists import hashes.csv --list partner",
    add_completion=False,
    rich_markup_mode=None,
)
app.command()(sync)
Json = Annotated[bool, typer.Option("--json", help="JSON on stdout.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="The name of the list.")]


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="The list.")],
    name: Annotated[str, typer.Option("--list", help="The name of the list; a new name makes a list.")],
    format: Annotated[str, typer.Option(help="auto, lines, csv, jsonl or urls.")] = "auto",
    algorithm: Annotated[
        str, typer.Option(help="What all lines are, such as pdq or sha256: both have 64 digits.")
    ] = "",
    kind: Annotated[str, typer.Option(help="known; or harmless: pictures that are no match.")] = "known",
    sha256: Annotated[str, typer.Option(help="The SHA-256 that the source gives for the file.")] = "",
    signature: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="Ed25519 signature of the file; see: lists set."),
    ] = None,
    as_json: Json = False,
    data: Data = None,
) -> None:
    """Take a file in as the new version of a list, if it passes every check; else the old one stays in force.

    One hash or address a line, CSV with a header, or JSON lines. Lines that can't be read are named in
    FILE.refused.txt. The exit code is 0 when the list is in force, 1 when it was refused.

    Example: belisha lists import hashes.csv --list partner
    """
    use_data_dir(data)
    options = {"format": format, "algorithm": algorithm, "kind": kind, "sha256": sha256}
    _import(file, name, signature, options, as_json)


@app.command()
def status(as_json: Json = False, data: Data = None) -> None:
    """Say how every list stands, and read all files of the versions in force again.

    The exit code is 1 when a list is old, ended, damaged, or its last update was refused.

    Example: belisha lists status
    """
    use_data_dir(data)
    _status(as_json)


@app.command()
def rollback(name: Name, as_json: Json = False, data: Data = None) -> None:
    """Put the version before the one in force in force again.

    Example: belisha lists rollback partner
    """
    use_data_dir(data)
    _rollback(name, as_json)


@app.command("set")
def set_(
    name: Name,
    max_distance: Annotated[int | None, typer.Option(help="Bits by which PDQ may differ, 0 to 40.")] = None,
    quality_floor: Annotated[int | None, typer.Option(help="Least quality, 0 to 100.")] = None,
    video_share: Annotated[int | None, typer.Option(help="Percent of the frames that must match.")] = None,
    on_exact: Annotated[str | None, typer.Option(help="hold or hold_and_look.")] = None,
    on_near: Annotated[str | None, typer.Option(help="hold or hold_and_look.")] = None,
    sample_percent: Annotated[int | None, typer.Option(help="Percent of matches to review.")] = None,
    least_percent: Annotated[int | None, typer.Option(help="An update has at least so much of it.")] = None,
    most_percent: Annotated[int | None, typer.Option(help="An update has at most so much of it.")] = None,
    old_after_days: Annotated[int | None, typer.Option(help="Days without an update.")] = None,
    ends_on: Annotated[str | None, typer.Option(help="Last day on which it matches; empty: none.")] = None,
    public_key: Annotated[str | None, typer.Option(help="Ed25519 key of its source, 64 digits.")] = None,
    must_match: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="Fingerprints every version must match.")
    ] = None,
    must_not_match: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="Fingerprints no version may match.")
    ] = None,
    data: Data = None,
) -> None:
    """Say what the matches of a list mean, and which updates of it are believed.

    Example: belisha lists set partner --max-distance 24 --on-near hold_and_look
    """
    given = {
        key: value for key, value in locals().items() if key not in ("name", "data") and value is not None
    }
    for canaries in ("must_match", "must_not_match"):
        if canaries in given:
            given[canaries] = given[canaries].read_text(encoding="utf-8", errors="replace").split()
    use_data_dir(data)
    _set(name, given)


@with_a_desk
def _import(file: Path, name: str, signature: Path | None, options: dict[str, Any], as_json: bool) -> None:
    from belisha.ledger.record import CONSOLE
    from belisha.screening.check import ListRefused
    from belisha.screening.lists import import_list
    from belisha.screening.parse.detect import FORMATS

    if options["format"] not in FORMATS:
        stop(f"There is no format {options['format']}: {', '.join(FORMATS)}.", WRONG_USE)
    if options["kind"] not in ("known", "harmless"):
        stop(f"There is no kind {options['kind']}: known, or harmless.", WRONG_USE)
    try:
        with _progress(file) as (task, bar):
            made = import_list(
                name=name,
                path=file,
                by=CONSOLE,
                signature=signature.read_bytes() if signature else b"",
                refused_to=file.with_name(f"{file.name}.refused.txt"),
                progress=lambda octets: bar.advance(task, octets),
                **options,
            )
    except ListRefused as refusal:
        if as_json:
            answer({"list": name, "state": "refused", "reason": refusal.facts["reason"]})
        stop(refusal.sentence, NO)
    except OSError as problem:
        stop(f"{problem.filename or file} can't be read or written: {problem.strerror}.")
    _say_imported(made, as_json)


@with_a_desk
def _status(as_json: bool) -> None:
    from belisha.screening import read_lists

    lines = read_lists.overview()
    if not lines and not as_json:
        say("There is no list yet. Take one in with: belisha lists import FILE --list NAME")
    told = [_told(line) for line in lines]
    for one in told:
        answer(one) if as_json else typer.echo(_sentence(one))
    if any(one["health"] in ("old", "refused", "ended") or one["files"] != "good" for one in told):
        raise typer.Exit(NO)


def _told(line: Any) -> dict[str, Any]:
    from belisha.screening.list_folders import opened
    from belisha.screening.store.version import UnusableVersion

    files = "good"
    try:
        if line.version:
            opened(line.id, line.version.id).verify()
    except UnusableVersion as refusal:
        files = str(refusal.facts["reason"])
    return {
        "list": line.name,
        "kind": line.kind,
        "health": line.health,
        "version": line.version.number if line.version else None,
        "in_force_at": line.version.in_force_at if line.version else None,
        "checked_at": line.checked_at,
        "counts": dict(line.version.counts) if line.version else {},
        "refused": line.latest_refused.reason if line.latest_refused else "",
        "files": files,
    }


def _sentence(told: dict[str, Any]) -> str:
    counts = ", ".join(f"{count:,} {what}" for what, count in told["counts"].items()) or "nothing in force"
    refused = f"; last update refused: {told['refused']}" if told["refused"] else ""
    damaged = f"; damaged: {told['files']}" if told["files"] != "good" else ""
    asked = told["checked_at"]
    age = f"; last asked {asked:%d %b %Y, %H:%M} UTC" if asked else ""
    return f"{told['list']:20}  {told['kind']:8}  {told['health']:8}  {counts}{age}{refused}{damaged}"


@with_a_desk
def _rollback(name: str, as_json: bool) -> None:
    from belisha.ledger.record import CONSOLE
    from belisha.screening.lists import roll_back

    version = roll_back(name=name, by=CONSOLE)
    if as_json:
        answer({"list": name, "version": version.number, "counts": version.counts})
    else:
        say(f"Version {version.number} of {name} is in force again.")


@with_a_desk
def _set(name: str, given: dict[str, Any]) -> None:
    from belisha.ledger.record import CONSOLE
    from belisha.screening.lists import change_settings
    from belisha.screening.lists_settings import WrongListSetting

    if not given:
        stop("Name something to set. See: belisha lists set --help", WRONG_USE)
    try:
        change_settings(name=name, by=CONSOLE, **given)
    except WrongListSetting as refusal:
        stop(refusal.sentence, WRONG_USE)
    say(f"Set for {name}: {', '.join(sorted(given))}.")


def _say_imported(made: "Imported", as_json: bool) -> None:
    from dataclasses import asdict

    if as_json:
        answer(asdict(made))
        return
    if made.state == "unchanged":
        say(f"{made.list} is at version {made.version}, which is this file already.")
        return
    counts = ", ".join(f"{count:,} {what}" for what, count in made.counts.items())
    typer.echo(f"{made.list}: version {made.version} is in force: {counts}")
    if made.withdrawn:
        say(f"{made.withdrawn:,} entries are listed as removed, and match nothing.")
    if made.refused or made.left_out:
        told = (("that can't be read", made.refused), ("of a kind that isn't compared here", made.left_out))
        say(f"Lines {'; '.join(f'{what}: {n:,}' for what, n in told if n)}. See {made.refused_file}")


@contextmanager
def _progress(file: Path) -> "Iterator[tuple[TaskID, Progress]]":
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with progress_bar(*columns) as progress:
        yield progress.add_task("Reading the list", total=file.stat().st_size), progress
