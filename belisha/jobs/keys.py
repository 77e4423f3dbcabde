"""`belisha keys`: the keys with which the service's programs call the API."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer

from belisha.jobs.console import WRONG_USE, answer, say, stop, use_data_dir, with_a_desk

app = typer.Typer(
    help="Keys of API clients: shown once, kept as a digest, revocable at once.\n\n"
    "Example: belisha keys list",
    add_completion=False,
    rich_markup_mode=None,
)
Json = Annotated[bool, typer.Option("--json", help="JSON on stdout.")]
Data = Annotated[Path | None, typer.Option(help="Folder of the databases and the master key.")]


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="Who will use it, such as “game server”.")],
    scope: Annotated[
        list[str], typer.Option(help="report, screen, contact, orders or read; repeat for several.")
    ],
    service: Annotated[
        list[str] | None,
        typer.Option(
            help="A service that it is bound to, by its short name; repeat for several. None: all of them."
        ),
    ] = None,
    days: Annotated[
        int, typer.Option(help="Days until it ends; 0: it works until it is revoked.", min=0)
    ] = 365,
    as_json: Json = False,
    data: Data = None,
) -> None:
    """Make a key and print it, this once.

    Example: belisha keys add "game server" --scope report --scope read --service arena
    """
    use_data_dir(data)
    _add(name, scope, service or [], days, as_json)


@app.command("list")
def list_(as_json: Json = False, data: Data = None) -> None:
    """List the keys, never their secrets.

    Example: belisha keys list --json
    """
    use_data_dir(data)
    _list(as_json)


@app.command()
def rotate(
    key: Annotated[str, typer.Argument(help="The key's id, from “belisha keys list”.")],
    overlap_hours: Annotated[
        int, typer.Option(help="Hours for which the old key works beside the new one.", min=0, max=24 * 90)
    ] = 24,
    as_json: Json = False,
    data: Data = None,
) -> None:
    """Make the next key of a program and print it, this once; the old one ends by itself.

    Example: belisha keys rotate 5b0f6d0e-8c51-4a5e-9d0b-3f6a1c2d4e5f --overlap-hours 24
    """
    use_data_dir(data)
    _rotate(key, overlap_hours, as_json)


@app.command()
def revoke(
    key: Annotated[str, typer.Argument(help="The key's id, from “belisha keys list”.")], data: Data = None
) -> None:
    """Revoke a key: its next request is refused.

    Example: belisha keys revoke 5b0f6d0e-8c51-4a5e-9d0b-3f6a1c2d4e5f
    """
    use_data_dir(data)
    _revoke(key)


@with_a_desk
def _add(name: str, scopes: list[str], services: list[str], days: int, as_json: bool) -> None:
    from belisha.organisation.reach import ids_of
    from belisha.people.keys import add_key

    expires = datetime.now(UTC) + timedelta(days=days) if days else None
    key = add_key(name=name, scopes=scopes, services=ids_of(services), by=_console(), expires_at=expires)
    if as_json:
        bound = services or None
        answer(
            {
                "id": str(key.id),
                "key": key.secret,
                "scopes": scopes,
                "services": bound,
                "expires_at": expires,
            }
        )
        return
    say(f"It is for {' and '.join(services)} alone." if services else "It is for all services of this desk.")
    say("This is the only time that the key is shown. Keep it where your other secrets are.")
    say(f"It ends on {expires:%d %B %Y}: rotate it before." if expires else "It works until it is revoked.")
    typer.echo(key.secret)


@with_a_desk
def _rotate(key: str, overlap_hours: int, as_json: bool) -> None:
    from belisha.people.keys import rotate_key
    from belisha.people.read import keys

    key_id = _id(key)
    made = rotate_key(key_id=key_id, overlap=timedelta(hours=overlap_hours), by=_console())
    rows = {row.id: row for row in keys()}
    new, old = rows[made.id], rows[key_id]
    if as_json:
        ends = {"expires_at": new.expires_at, "old": str(old.id), "old_expires_at": old.expires_at}
        answer({"id": str(new.id), "key": made.secret, "scopes": new.scopes, **ends})
        return
    say("This is the only time that the new key is shown. Put it where the program keeps its secrets.")
    say(f"The old one works until {old.expires_at:%d %B %Y %H:%M} UTC, and then ends by itself.")
    typer.echo(made.secret)


@with_a_desk
def _list(as_json: bool) -> None:
    from belisha.organisation.reach import names_of
    from belisha.people.read import keys

    rows = keys()
    if not rows and not as_json:
        say('There is no key yet. Make one with: belisha keys add "game server" --scope report')
    for row in rows:
        services = None if row.services is None else names_of(row.services)
        if as_json:
            answer(row.as_json() | {"services": services})
        else:
            whose = "all services" if services is None else ",".join(services)
            typer.echo(f"{row.id}  {row.state:8}  {','.join(row.scopes):20}  {whose:20}  {row.name}")


@with_a_desk
def _revoke(key: str) -> None:
    from belisha.people.keys import revoke_key

    say(f"“{revoke_key(key_id=_id(key), by=_console()).name}” is revoked.")


def stand() -> str:
    """Whom the keys are for. Raises RuntimeError where orders wait that none of them reaches."""
    from belisha.enforcement.order_reach import waiting_beyond
    from belisha.organisation.read import services
    from belisha.people.read import keys

    live = [key for key in keys() if key.state == "live"]
    free, several = [key for key in live if key.services is None], len(services())
    taking = [key.services for key in live if "orders" in key.scopes]
    if taking and None not in taking:
        reach = {one for services in taking for one in services or ()}
        if beyond := waiting_beyond(reach):
            raise RuntimeError(
                f"{beyond} {'orders wait' if beyond > 1 else 'order waits'} that no key reaches:"
                " the keys with the scope orders are all bound to other services"
            )
    if several < 2:
        return f"{len(live)} live"
    return f"{len(live)} live; bound to no service, and so in reach of all {several}: {len(free)}"


def _id(key: str) -> UUID:
    try:
        return UUID(key)
    except ValueError:
        stop(f"“{key}” is not the id of a key. See: belisha keys list", WRONG_USE)


def _console() -> Any:
    from belisha.ledger.record import CONSOLE

    return CONSOLE
