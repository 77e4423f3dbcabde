"""The command `belisha`: each command lives in its own file and loads what it needs when it runs."""

import importlib
from typing import Any

import typer
from typer.core import TyperGroup

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
    "directory": ("belisha.jobs.directory", "app"),
    "force": ("belisha.jobs.force", "force"),
    "route": ("belisha.jobs.route", "route"),
    "guard": ("belisha.jobs.guard", "guard"),
    "lists": ("belisha.jobs.lists", "app"),
    "index": ("belisha.jobs.index", "app"),
    "screen": ("belisha.jobs.screen", "screen"),
    "fingerprint": ("belisha.jobs.fingerprint", "fingerprint"),
}


class Commands(TyperGroup):
    """Finds a command by name and imports its file only then."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name]
        found = getattr(importlib.import_module(module), attribute)
        if isinstance(found, typer.Typer):
            command: Any = typer.main.get_command(found)
        else:
            single = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
            single.command(name=cmd_name)(found)
            command = typer.main.get_command(single)
        command.name = cmd_name
        return command


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
