"""`belisha contact replay`: what another policy would have advised on contacts that happened."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from belisha.jobs.console import WRONG_USE, Json, answer, progress_bar, stop, use_data_dir, with_a_desk
from belisha.jobs.contact_assess import policy_of_desk
from belisha.jobs.contact_files import events_of, policy_named

if TYPE_CHECKING:
    from belisha.contact.event import Event
    from belisha.contact.policy import Policy
    from belisha.contact.replay import Difference

SHOWN = 30  # rows of changes in words; --json has all


def replay(
    policy: Annotated[
        str, typer.Argument(metavar="POLICY", help="A file, or messenger, game or forum: what is tried.")
    ],
    events: Annotated[
        str | None, typer.Argument(metavar="[EVENTS.jsonl]", help="One contact a line; - reads stdin.")
    ] = None,
    recorded: Annotated[
        bool, typer.Option("--recorded", help="On the contacts that this desk has kept.")
    ] = False,
    against: Annotated[
        str | None, typer.Option(help="Compare to a file, or to messenger, game or forum.", metavar="POLICY")
    ] = None,
    desk: Annotated[
        bool, typer.Option("--desk", help="Compare to the policy in force on this desk.")
    ] = False,
    as_json: Json = False,
    data: Annotated[Path | None, typer.Option(help="Folder of the databases.")] = None,
) -> None:
    """Say what would differ if POLICY were in force: how many of each advice, and what changes into what.

    It is compared to the policy in force with --recorded or --desk, else to messenger. Nothing is changed.

    Example: belisha contact replay my-policy.toml events.jsonl --against game

    Example: belisha contact replay my-policy.toml --recorded --json
    """
    if bool(events) == recorded:
        stop("Name a file of contacts, or give --recorded: one of the two.", WRONG_USE)
    if against and desk:
        stop("Compare to --against or to --desk, not to both.", WRONG_USE)
    if policy == events == "-":
        stop("Only one of the two can come from stdin.", WRONG_USE)
    use_data_dir(data)
    tried = policy_named(policy)
    before = policy_named(against) if against else _before(in_force=desk or recorded)
    if recorded:
        _of_the_desk(tried, before, as_json)
    else:
        _tell(events_of(str(events)), tried, before, None, as_json=as_json)


def _before(*, in_force: bool) -> "Policy":
    return policy_of_desk() if in_force else policy_named("messenger")


@with_a_desk
def _of_the_desk(tried: "Policy", before: "Policy", as_json: bool) -> None:
    from belisha.contact import store

    _tell(_recorded(), tried, before, store.count(), as_json=as_json)


def _recorded() -> Iterator["Event"]:
    from belisha.contact import store

    return (one.event for one in store.recorded())


def _tell(
    events: Iterable["Event"], tried: "Policy", before: "Policy", total: int | None, *, as_json: bool
) -> None:
    from belisha.contact.replay import replay as compare

    with progress_bar() as progress:
        task = progress.add_task("Replaying", total=total)
        found = compare(events, before=before, after=tried, each=lambda some: progress.advance(task, some))
    if as_json:
        answer({"policy": tried.name, "compared_to": before.name, **found.as_json()})
    else:
        typer.echo(in_words(found, tried.name, before.name))


def in_words(found: "Difference", tried: str, before: str) -> str:
    """A difference as a person reads it."""
    contacts = f"{found.events:,} {'contact' if found.events == 1 else 'contacts'}"
    lines = [
        f"{contacts}: {found.differing:,} would be advised on differently by {tried} than by {before},"
        f" {found.stricter:,} more strictly and {found.milder:,} more mildly.",
        f"Messages shown: {found.shown_before:,} before, {found.shown_after:,} after.",
        "",
        f"{'advice':<10} {'before':>10} {'after':>10}",
    ]
    lines += [f"{word:<10} {count:>10,} {found.after[word]:>10,}" for word, count in found.before.items()]
    if found.changes:
        lines += ["", f"{'event':<20} {'from':<9} {'to':<9} {'before':<10} {'after':<10} {'times':>8}"]
    for one in found.changes[:SHOWN]:
        who = f"{one.event:<20} {one.actor:<9} {one.recipient:<9}"
        lines.append(f"{who} {one.before:<10} {one.after:<10} {one.times:>8,}")
    if (left := len(found.changes) - SHOWN) > 0:
        lines.append(f"and {left} more kinds of change: --json has all.")
    return "\n".join(lines)
