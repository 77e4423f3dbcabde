"""`belisha contact`: what would be advised on a contact with a child, and by which policy."""

import typer

from belisha.jobs.lazy import LazyGroup

# name: (module, attribute). Nothing but --desk, --recorded and forget needs a desk.
SUBCOMMANDS = {
    "assess": ("belisha.jobs.contact_assess", "assess"),
    "replay": ("belisha.jobs.contact_replay", "replay"),
    "policy": ("belisha.jobs.contact_policy", "app"),
    "forget": ("belisha.jobs.contact_forget", "forget"),
}


class Subcommands(LazyGroup):
    """The commands of `belisha contact`."""

    table = SUBCOMMANDS


app = typer.Typer(
    cls=Subcommands,
    name="contact",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Contact with children: what is advised on an event, and by which policy."
    "\n\nExample: belisha contact replay my-policy.toml events.jsonl",
)


@app.callback()
def contact() -> None:
    """Contact with children: what is advised, and by which policy."""
