"""The command `belisha`: each command lives in its own file and loads what it needs when it runs."""

from typing import Any

import typer

from belisha.jobs.lazy import LazyGroup

# name: (module, attribute). A command is imported when it is called, so that `belisha force` answers at once.
COMMANDS = {
    "serve": ("belisha.jobs.serve", "serve"),
    "work": ("belisha.jobs.work", "work"),
    "setup": ("belisha.jobs.setup", "setup"),
    "demo": ("belisha.jobs.demo", "demo"),
    "doctor": ("belisha.jobs.doctor", "doctor"),
    "adduser": ("belisha.jobs.adduser", "adduser"),
    "keys": ("belisha.jobs.keys", "app"),
    "case": ("belisha.jobs.case", "app"),
    "vault": ("belisha.jobs.vault", "app"),
    "ledger": ("belisha.jobs.ledger", "app"),
    "backup": ("belisha.jobs.backup", "backup"),
    "restore": ("belisha.jobs.restore", "restore"),
    "retention": ("belisha.jobs.retention", "app"),
    "nca": ("belisha.jobs.nca", "app"),
    "deliveries": ("belisha.jobs.deliveries", "deliveries"),
    "orders": ("belisha.jobs.orders", "orders"),
    "appeals": ("belisha.jobs.appeals", "appeals"),
    "preserved": ("belisha.jobs.preserved", "preserved"),
    "endpoints": ("belisha.jobs.endpoints", "endpoints"),
    "directory": ("belisha.jobs.directory", "app"),
    "force": ("belisha.jobs.force", "force"),
    "route": ("belisha.jobs.route", "route"),
    "ncmec": ("belisha.jobs.ncmec", "app"),
    "mail": ("belisha.jobs.mail", "app"),
    "connector": ("belisha.jobs.connector", "app"),
    "lists": ("belisha.jobs.lists", "app"),
    "index": ("belisha.jobs.index", "app"),
    "screen": ("belisha.jobs.screen", "screen"),
    "contact": ("belisha.jobs.contact", "app"),
    "fingerprint": ("belisha.jobs.fingerprint", "fingerprint"),
    "guard": ("belisha.jobs.guard", "guard"),
    "figures": ("belisha.jobs.figures", "app"),
}

# Where `belisha --help` begins a group: at this command, under this heading.
HEADINGS = {
    "serve": "Run a desk",
    "case": "Prove, keep and bring back",
    "deliveries": "See what waits",
    "directory": "Tell authorities",
    "mail": "What comes in",
    "lists": "Screening and contact",
    "fingerprint": "Without a desk",
}


class Commands(LazyGroup):
    """The commands of `belisha`."""

    table = COMMANDS

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        groups: dict[str, list[tuple[str, str]]] = {}
        for name in self.table:
            heading = HEADINGS.get(name) or next(reversed(groups))
            said = self.get_command(ctx, name).get_short_help_str(limit=200)
            groups.setdefault(heading, []).append((name, said))
        for heading, rows in groups.items():
            with formatter.section(heading):
                formatter.write_dl(rows, col_max=14)


app = typer.Typer(
    cls=Commands,
    name="belisha",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="The child-safety desk of an online service.\n\nExample: belisha serve --port 8000",
)


@app.callback(invoke_without_command=True)
def belisha(version: bool = typer.Option(False, "--version", help="Print the version.")) -> None:
    """The child-safety desk of an online service."""
    if version:
        from belisha import __version__

        typer.echo(__version__)
        raise typer.Exit


def main() -> None:
    """Entry point of the console script."""
    app()
