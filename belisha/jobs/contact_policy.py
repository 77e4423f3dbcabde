"""`belisha contact policy`: presets, their file, its schema, and whether one's own file can be used."""

import json
from pathlib import Path
from typing import Annotated

import typer

from belisha.jobs.console import NO, Json, answer, say, use_data_dir
from belisha.jobs.contact_assess import policy_of_desk
from belisha.jobs.contact_files import policy_named, text_of

app = typer.Typer(
    help="The policy on contacts with children: a file that says what each rule advises.\n\n"
    "Example: belisha contact policy preset game > my-policy.toml",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)


@app.command()
def check(
    policy: Annotated[str, typer.Argument(metavar="FILE", help="TOML or JSON; - reads it from stdin.")],
    as_json: Json = False,
) -> None:
    """Say whether a policy can be used, and name each field that is wrong. 1: it can't be.

    Example: belisha contact policy check my-policy.toml
    """
    from belisha.contact.policy_file import WrongPolicy, digest_of, read_policy

    problem, digest = "", ""
    try:
        digest = digest_of(read_policy(text_of(policy)))
    except WrongPolicy as wrong:
        problem = str(wrong.facts["problems"])
    if as_json:
        answer({"ok": not problem, "digest": digest or None, "problems": problem or None})
    else:
        say(problem or f"It can be used. Its digest is {digest}.")
    if problem:
        raise typer.Exit(NO)


@app.command()
def show(
    policy: Annotated[
        str | None,
        typer.Argument(
            metavar="[POLICY]", help="A file, or messenger, game or forum; else the one in force."
        ),
    ] = None,
    as_json: Json = False,
    data: Annotated[Path | None, typer.Option(help="Folder of the databases.")] = None,
) -> None:
    """Write a policy whole, with what every rule advises and why, as TOML or JSON.

    Example: belisha contact policy show game
    """
    from belisha.contact.policy_file import as_file, as_toml, digest_of

    use_data_dir(data)
    found = policy_named(policy) if policy else policy_of_desk()
    say(f"Digest {digest_of(found)}" + (f", activation {found.number}" if found.number else ""))
    if as_json:
        answer({**as_file(found), "digest": digest_of(found), "number": found.number})
    else:
        typer.echo(as_toml(found), nl=False)


@app.command()
def schema() -> None:
    """Write the JSON Schema of a policy's file, for editors and other tools.

    Example: belisha contact policy schema > contact-policy.schema.json
    """
    from belisha.contact.policy_file import schema as made

    typer.echo(json.dumps(made(), indent=2, ensure_ascii=False))


@app.command()
def preset(
    name: Annotated[str, typer.Argument(metavar="NAME", help="messenger, game or forum.")],
) -> None:
    """Write a preset as it is shipped, to begin one's own file with.

    Example: belisha contact policy preset forum > my-policy.toml
    """
    from belisha.contact.policy_file import PRESETS, preset_text
    from belisha.jobs.console import WRONG_USE, stop

    if name not in PRESETS:
        stop(f"There is no preset {name}. There are messenger, game and forum.", WRONG_USE)
    typer.echo(preset_text(name), nl=False)
