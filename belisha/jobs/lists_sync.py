"""`belisha lists sync`: a list from its exchange."""

from typing import TYPE_CHECKING, Annotated

import typer

from belisha.jobs.console import NO, WRONG_USE, Data, answer, say, stop, use_data_dir, with_a_desk

if TYPE_CHECKING:
    from belisha.screening.sync import Synced

SOURCES = ("ncmec", "stopncii")


def sync(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name of the list.")],
    source: Annotated[
        str, typer.Option("--from", help="ncmec or stopncii: makes a new list of this name.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="JSON on stdout.")] = False,
    data: Data = None,
) -> None:
    """Fetch what changed at the exchange, and put it in force if it passes every check.

    Deletions and updates are honoured; a try that failed goes on where it stopped. From then on the worker
    does the same by itself. The exit code is 0 when the list is in force, 1 when the update was refused.

    Example: belisha lists sync exchange --from ncmec
    """
    if source not in ("", *SOURCES):
        stop(f"There is no exchange {source}: {' or '.join(SOURCES)}.", WRONG_USE)
    use_data_dir(data)
    _sync(name, source, as_json)


@with_a_desk
def _sync(name: str, source: str, as_json: bool) -> None:
    from rich.console import Console

    from belisha.ledger.record import CONSOLE
    from belisha.screening.check import ListRefused
    from belisha.screening.sync import sync as fetch

    try:
        with Console(stderr=True).status("Asking the exchange") as shown:
            done = fetch(
                name=name,
                by=CONSOLE,
                source=source,
                progress=lambda pages: shown.update(f"Pages from the exchange: {pages:,}"),
            )
    except ListRefused as refusal:
        if as_json:
            answer({"list": name, "state": "refused", "reason": refusal.facts["reason"]})
        stop(refusal.sentence, NO)
    _say(done, as_json)


def _say(done: "Synced", as_json: bool) -> None:
    made = done.imported
    counts = {
        "pages": done.pages,
        "changed": done.changed,
        "gone": done.gone,
        "passed_over": done.passed_over,
        "malformed": done.malformed,
        "unknown": done.unknown,
    }
    if as_json:
        answer(
            {
                "list": made.list,
                "state": made.state,
                "version": made.version,
                "counts": dict(made.counts),
                **counts,
            }
        )
        return
    entries = made.counts.get("entries", 0)
    typer.echo(f"{made.list}: version {made.version} in force, {entries:,} entries")
    say(f"{done.changed:,} new or changed, {done.gone:,} gone, in {done.pages:,} pages.")
    if done.passed_over or done.malformed:
        say(f"{done.passed_over:,} records and {done.malformed:,} fingerprints can't be read.")
    if done.unknown:
        say(f"{done.unknown:,} fingerprints are of kinds that are not compared here.")
