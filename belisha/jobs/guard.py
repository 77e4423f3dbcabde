"""`belisha guard`: whether files are free of pictures, videos and anything that can't be checked."""

from pathlib import Path
from typing import Annotated

import typer

from belisha.guard import Inspection, inspect
from belisha.guard.finding import MEDIA_KINDS, REFUSED_KINDS, Finding, Verdict
from belisha.guard.limits import MAX_BYTES
from belisha.jobs.console import COULD_NOT, NO, answer, say

_VERDICTS = {
    "clean": "clean",
    "media": "media: do not send",
    "refused": "refused, it can't be checked: do not send",
}


def guard(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="The files to look into."),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="JSON on stdout, one object a line.")] = False,
) -> None:
    """Say whether files are free of pictures, videos and anything that can't be checked.

    Reads plain text, JSON, XML, CSV, HTML, PDF, office files, e-mail and ZIP. The exit code is 0 when every
    file is clean, 1 when one is not, 2 for a wrong use, 3 when one could not be read.

    Example: belisha guard referral.pdf report.json --json
    """
    verdicts = {_answered(file, as_json=as_json) for file in files}
    if None in verdicts:
        raise typer.Exit(COULD_NOT)
    raise typer.Exit(0 if verdicts == {"clean"} else NO)


def _answered(file: Path, *, as_json: bool) -> Verdict | None:
    """Answer for one file; None, with a sentence on stderr, when it can't be read."""
    try:
        with file.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)  # One more than the guard takes, so that it says "too large".
    except OSError as error:
        say(f"{file} could not be read: {error.strerror}.")
        return None
    found = inspect(data, name=str(file))
    answer(found.as_json()) if as_json else _say(found)
    return found.verdict


def _say(found: Inspection) -> None:
    typer.echo(f"{found.file}: {_VERDICTS[found.verdict]}")
    for finding in found.findings:
        typer.echo(f"  {_sentence(finding)}")


def _sentence(finding: Finding) -> str:
    kinds = {**MEDIA_KINDS, **REFUSED_KINDS}
    place = f"{finding.where}: " if finding.where else ""
    return f"{place}{kinds[finding.kind]}: {finding.detail}"
