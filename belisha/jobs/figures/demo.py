"""`belisha figures demo`: the real figures that come with Belisha, shown at once."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from belisha.jobs.console import answer, say, stop
from belisha.jobs.figures.publish import progress

if TYPE_CHECKING:
    from belisha.figures.figures import Figures

SAID = (
    ("Cambridgeshire", "2017/18", "2022/23"),
    ("UK", "2016/17", "2017/18"),
    ("Lancashire", "2016/17", "2021/22"),
)
CLAIM = "Cambridgeshire up 343% from 164 in 2017/18 to 727 in 2022/23"


def demo(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The folder to write; made where none is.")
    ] = Path("figures-demo"),
    as_json: Annotated[bool, typer.Option("--json", help="JSON on stdout.")] = False,
) -> None:
    """Show the real figures that come with Belisha: three sentences, a claim checked, and their pages.

    Example: belisha figures demo
    """
    from belisha.figures.figures import Figures
    from belisha.figures.site.write import publish
    from belisha.refusal import Refusal

    figures = Figures.load()
    said, checked = _said(figures), next(iter(figures.check(CLAIM)), None)
    if not as_json:
        _tell(said, checked)
    try:
        with progress() as told:
            made = publish(figures, folder, now=datetime.now(UTC), on_progress=told)
    except Refusal as refusal:
        stop(refusal.sentence)
    if as_json:
        answer(
            {
                "sentences": [one.to_dict() for one in said],
                "check": checked and checked.to_dict(),
                **made.to_dict(),
            }
        )
        return
    typer.echo(f"\nThe pages: {made.first}")
    say("These are real figures, as sparse as they were found: each names the page that it stands on.")


def _said(figures: "Figures") -> list[Any]:
    return [figures.say(area, first, last)[0] for area, first, last in SAID]


def _tell(said: list[Any], checked: Any) -> None:
    for one in said:
        typer.echo(f"{one.text}\n    {one.formula}")
    if checked is not None:
        typer.echo(f"\n“{checked.claim}”\n    {checked.in_words}. {checked.because}".rstrip())
