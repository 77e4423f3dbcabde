"""`belisha guard`: whether files are free of pictures, videos and anything that can't be checked."""

from pathlib import Path
from typing import Annotated

import typer

from belisha.guard import Inspection, inspect
from belisha.guard.finding import MEDIA_KINDS, REFUSED_KINDS, Finding
from belisha.guard.limits import MAX_BYTES
from belisha.jobs.console import answer

_VERDICTS = {
    "clean": "clean",
    "media": "media: do not send",
    "refused": "refused, it can't be checked: do not send",
}


def guard(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", exists=True, dir_okay=False, help="The files to look into."),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="JSON on stdout, one object a line.")] = False,
) -> None:
    """Say whether files are free of pictures, videos and anything that can't be checked.

    Reads plain text, JSON, XML, CSV, HTML, PDF, office files, e-mail and ZIP. The exit code is 0 when every
    file is clean, 1 when one is not, 2 for a wrong use, 3 when a file could not be opened.

    Example: belisha guard referral.pdf report.json --json
    """
    clean = True
    for file in files:
        found = _inspected(file)
        answer(found.as_json()) if as_json else _say(found)
        clean = clean and found.verdict == "clean"
    raise typer.Exit(0 if clean else 1)


def _inspected(file: Path) -> Inspection:
    try:
        with file.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)  # One more than the guard takes, so that it says "too large".
    except OSError as error:
        typer.echo(f"{file}: it could not be opened ({error.strerror}).", err=True)
        raise typer.Exit(3) from None
    return inspect(data, name=str(file))


def _say(found: Inspection) -> None:
    typer.echo(f"{found.file}: {_VERDICTS[found.verdict]}")
    for finding in found.findings:
        typer.echo(f"  {_sentence(finding)}")


def _sentence(finding: Finding) -> str:
    kinds = {**MEDIA_KINDS, **REFUSED_KINDS}
    place = f"{finding.where}: " if finding.where else ""
    return f"{place}{kinds[finding.kind]}: {finding.detail}"
