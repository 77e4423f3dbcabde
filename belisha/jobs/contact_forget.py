"""`belisha contact forget`: nothing is left of an account's contacts."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from belisha.jobs.console import NO, WRONG_USE, answer, say, stop, use_data_dir, with_a_desk


def forget(
    account: Annotated[str, typer.Argument(help="The service's own id of the account; - reads stdin.")],
    service: Annotated[str | None, typer.Option(help="Short name of the service, if it is told.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON on stdout.")] = False,
    data: Annotated[Path | None, typer.Option(help="Folder of the databases and the master key.")] = None,
) -> None:
    """Take away every contact of one account, its id and all that was counted of it.

    1: nothing was kept of it. What the service tells of it afterwards is kept anew.

    Example: printf account-17 | belisha contact forget -
    """
    use_data_dir(data)
    name = sys.stdin.read().strip() if account == "-" else account
    if not name:
        stop("Name one account.", WRONG_USE)
    _forget(name, service, as_json)


@with_a_desk
def _forget(account: str, service: str | None, as_json: bool) -> None:
    from belisha.contact.forget import forget_account
    from belisha.ledger.record import CONSOLE
    from belisha.organisation.reach import UnknownService

    try:
        gone = forget_account(account=account, service=service, by=CONSOLE)
    except UnknownService as refusal:
        stop(refusal.sentence, WRONG_USE)
    if as_json:
        answer({"contacts": gone.contacts, "named": gone.named})
    else:
        say(f"{gone.contacts} contact{'s' * (gone.contacts != 1)} of this account taken away.")
    if not (gone.contacts or gone.named):
        raise typer.Exit(NO)
