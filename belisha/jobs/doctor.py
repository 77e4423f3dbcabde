"""`belisha doctor`: what is well, what isn't, and what to do about it."""

from collections.abc import Iterator
from dataclasses import asdict

import typer

from belisha.jobs import appeals, connector, deliveries, endpoints, keys, orders, preserved
from belisha.jobs.checks import desk, machine, stores
from belisha.jobs.checks.check import Check, attempt
from belisha.jobs.console import NO, Data, Json, answer, use_data_dir, with_a_desk

DATABASES = (
    "Start the database and check BELISHA_DATABASE_URL and BELISHA_KEYS_URL; "
    "belisha serve brings the tables up to date."
)
OUTSIDE = "Set BELISHA_CHECKPOINT_DIR, _URL or _MAIL to a place that this machine can't change."


def doctor(
    as_json: Json = False,
    data: Data = None,
) -> None:
    """Look at everything that this desk stands on. Exit code 1 where something needed is not well.

    Example: belisha doctor
    """
    use_data_dir(data)
    _doctor(as_json)


@with_a_desk
def _doctor(as_json: bool) -> None:
    checks = list(examine())
    ok = all(check.ok or not check.needed for check in checks)
    if as_json:
        answer({"ok": ok, "checks": [asdict(check) for check in checks]})
    else:
        for check in checks:
            _print(check)
    if not ok:
        raise typer.Exit(NO)


def examine() -> Iterator[Check]:
    """Every check, in the order in which a new operator would fix them."""
    yield machine.python()
    yield machine.search()
    yield machine.decoding()
    yield machine.formats()
    yield machine.data_folder()
    yield machine.disk()
    yield attempt("master key", stores.master_key, "Run: belisha setup")
    databases = attempt("databases", stores.databases, DATABASES)
    yield databases
    yield stores.key_store()
    yield from stores.durability()
    if databases.ok:
        yield from _content()


def _content() -> Iterator[Check]:
    yield attempt("organisation", desk.organisation, "Run: belisha setup", needed=False)
    yield attempt("staff", desk.people, "Run: belisha adduser", needed=False)
    yield attempt("lists", desk.lists, "Import the list again, or: belisha lists rollback NAME")
    yield attempt("list officer", desk.list_officers, "Give somebody the role list officer.", needed=False)
    yield stores.backup()
    yield desk.alerts()
    yield attempt("deliveries", deliveries.stand, "See: belisha deliveries", needed=False)
    yield attempt("keys", keys.stand, "Make a key with the scope orders for all services.", needed=False)
    yield attempt("orders", orders.stand, "See: belisha orders", needed=False)
    yield attempt("appeals", appeals.stand, "See: belisha appeals", needed=False)
    yield attempt("preserved", preserved.stand, "See: belisha preserved", needed=False)
    yield attempt("patterns", desk.patterns, "Run: belisha work", needed=False)
    yield attempt("endpoints", endpoints.stand, "See: belisha endpoints", needed=False)
    yield attempt("connectors", connector.stand, "See: belisha connector list", needed=False)
    yield desk.ncmec()
    yield attempt("checkpoints", stores.checkpoints, OUTSIDE, needed=False)
    yield attempt(
        "on call", desk.on_call, "Fill the rota: an immediate case wakes whoever is on call.", needed=False
    )


def _print(check: Check) -> None:
    mark = "ok  " if check.ok else ("BAD " if check.needed else "note")
    typer.echo(f"{mark} {check.name}: {check.detail}")
    if not check.ok and check.remedy:
        typer.echo(f"     {check.remedy}")
