"""`belisha figures`: ask, collate, compare, draw, publish offence figures; without a server or a desk."""

import typer

from belisha.jobs.lazy import LazyGroup

# name: (module, attribute). Each file loads polars and what else it needs when its command runs.
SUBCOMMANDS = {
    "demo": ("belisha.jobs.figures.demo", "demo"),
    "begin": ("belisha.jobs.figures.begin", "begin"),
    "round": ("belisha.jobs.figures.round", "app"),
    "import": ("belisha.jobs.figures.imports", "import_answers"),
    "mapping": ("belisha.jobs.figures.mapping", "mapping"),
    "confirm": ("belisha.jobs.figures.confirm", "confirm"),
    "log": ("belisha.jobs.figures.log", "log"),
    "sources": ("belisha.jobs.figures.sources", "sources"),
    "trace": ("belisha.jobs.figures.trace", "trace"),
    "populations": ("belisha.jobs.figures.populations", "populations"),
    "value": ("belisha.jobs.figures.value", "value"),
    "change": ("belisha.jobs.figures.change", "change"),
    "rank": ("belisha.jobs.figures.rank", "rank"),
    "rate": ("belisha.jobs.figures.rate", "rate"),
    "every": ("belisha.jobs.figures.every", "every"),
    "share": ("belisha.jobs.figures.share", "share"),
    "trend": ("belisha.jobs.figures.trend", "trend"),
    "say": ("belisha.jobs.figures.say", "say"),
    "check": ("belisha.jobs.figures.check", "check"),
    "chart": ("belisha.jobs.figures.chart", "app"),
    "publish": ("belisha.jobs.figures.publish", "publish"),
}


class Subcommands(LazyGroup):
    """The commands of `belisha figures`."""

    table = SUBCOMMANDS


app = typer.Typer(
    cls=Subcommands,
    name="figures",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Offence figures from Freedom of Information answers: asked, collated, compared, drawn, published."
    "\n\nExample: belisha figures say --force Cambridgeshire --from 2017/18 --to 2022/23",
)


@app.callback()
def figures() -> None:
    """Offence figures: asked, collated, compared, drawn, published."""
