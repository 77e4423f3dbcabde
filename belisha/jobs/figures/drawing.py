"""What the commands of `belisha figures chart` share: where the picture goes, and its words."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from belisha.jobs.console import WRONG_USE, answer, say, stop

if TYPE_CHECKING:
    from belisha.figures.charts import Chart

Out = Annotated[
    Path | None,
    typer.Option("--out", help="The picture's file: .svg or .png. Without it SVG goes to stdout."),
]
Narrow = Annotated[bool, typer.Option("--narrow", help="For a telephone: half as wide, letters as large.")]
Scale = Annotated[float, typer.Option(help="Of a PNG: so many pixels for each.", min=0.5, max=8)]
_KINDS = (".svg", ".png")


def check_out(out: Path | None) -> None:
    """Stop before anything is drawn, where there is no such picture or no such folder."""
    if out is None:
        return
    if out.suffix.lower() not in _KINDS:
        stop(f"{out.name} is neither .svg nor .png.", WRONG_USE)
    if not out.absolute().parent.is_dir():
        stop(f"There is no folder {out.absolute().parent}.", WRONG_USE)


def give(chart: "Chart", out: Path | None, *, narrow: bool, scale: float, as_json: bool) -> None:
    """Write the picture, and say what it shows; with JSON also its table."""
    from belisha.figures.charts import NARROW, WIDE

    width = NARROW if narrow else WIDE
    if out is None:
        answer(chart.to_dict()) if as_json else typer.echo(chart.svg(width=width), nl=False)
        return
    png = out.suffix.lower() == ".png"
    _write(out, chart.png(scale=scale, width=width) if png else chart.svg(width=width).encode())
    if as_json:
        answer({"file": str(out), **chart.to_dict()})
    else:
        typer.echo(str(out))
        say(f"{chart.title}. {chart.alt}")


def _write(path: Path, content: bytes) -> None:
    """All of it or nothing: a page that shows the old picture never shows half of the new one."""
    made = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        made.write_bytes(content)
        made.replace(path)
    except OSError as problem:
        made.unlink(missing_ok=True)
        stop(f"{path} can't be written: {problem.strerror}.")
