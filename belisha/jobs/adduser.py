"""`belisha adduser`: the first people of a desk, and help when nobody can sign in."""

import secrets
import sys
from typing import Annotated

import typer

from belisha.jobs.console import Data, interactive, say, use_data_dir, with_a_desk


def adduser(
    email: Annotated[str, typer.Argument(help="Address with which the person signs in.")],
    name: Annotated[str, typer.Option(help="Name as colleagues see it.")] = "",
    role: Annotated[
        list[str] | None,
        typer.Option(
            help="moderator, senior, list_officer, analyst, auditor or administrator; repeat for several."
        ),
    ] = None,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from stdin.")
    ] = False,
    data: Data = None,
) -> None:
    """Add a member of staff. A forum with one moderator gives that person several roles.

    Example: belisha adduser rosa@forum.example --name Rosa --role moderator --role list_officer
    """
    use_data_dir(data)
    _adduser(email, name, role or [], password_stdin)


@with_a_desk
def _adduser(email: str, name: str, roles: list[str], password_stdin: bool) -> None:
    from belisha.jobs.migrate import migrate
    from belisha.ledger.record import CONSOLE
    from belisha.people.staff import add_staff

    migrate()
    password, made = _password(password_stdin)
    person = add_staff(
        email=email, name=name or email.split("@", maxsplit=1)[0], roles=roles, password=password, by=CONSOLE
    )
    held = ", ".join(person.roles) or "none yet"
    say(f"{person.name} may now sign in as {person.email}, with the roles: {held}.")
    if made:
        say("This is the only time that the password is shown:")
        typer.echo(password)


def _password(from_stdin: bool) -> tuple[str, bool]:
    """The password and whether we made it."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\n"), False
    if interactive():
        return typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True), False
    return secrets.token_urlsafe(15), True
