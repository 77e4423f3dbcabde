"""`belisha contact assess`: what would be advised on contacts, without keeping anything."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from belisha.jobs.console import WRONG_USE, answer, stop, use_data_dir, with_a_desk
from belisha.jobs.contact_files import events_of, policy_named

if TYPE_CHECKING:
    from belisha.contact.advice import Advice
    from belisha.contact.policy import Policy


def assess(
    events: Annotated[
        str,
        typer.Argument(metavar="FILE", help="JSON of a contact, or one a line; - reads it from stdin."),
    ],
    policy: Annotated[
        str, typer.Option(help="A file, or messenger, game or forum.", metavar="POLICY")
    ] = "messenger",
    desk: Annotated[bool, typer.Option("--desk", help="By the policy in force on this desk.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="JSON on stdout, one object a line.")] = False,
    data: Annotated[Path | None, typer.Option(help="Folder of the databases, for --desk.")] = None,
) -> None:
    """Say what would be advised on contacts, what the child would be shown, and why. Nothing is kept.

    Each contact is taken by itself, as if nothing had been shown before.

    Example: belisha contact assess event.json --policy game --json
    """
    if data is not None and not desk:
        stop("--data names the desk of --desk: give both, or neither.", WRONG_USE)
    use_data_dir(data)
    known = policy_of_desk() if desk else policy_named(policy)
    from belisha.contact.rules import assess as advise

    for event in events_of(events):
        found = advise(event, known)
        if as_json:
            answer(found.as_json())
        else:
            typer.echo(in_words(found))


def policy_of_desk() -> "Policy":
    """The policy in force."""
    found: list[Policy] = []

    @with_a_desk
    def ask() -> None:
        from belisha.contact.in_force import policy_in_force

        found.append(policy_in_force())

    ask()
    return found[0]


def in_words(found: "Advice") -> str:
    """An advice as a person reads it."""
    from belisha.contact.advice import MEANS
    from belisha.contact.rule_table import in_words as reason_in_words

    lines = [f"{found.advice}: {MEANS[found.advice]}."]
    lines += [f"  because {reason}: {reason_in_words(reason)}" for reason in found.reasons]
    if found.message:
        shown = found.message
        lines += [f"  The child sees ({shown.language}): {shown.title}", f"    {shown.text}"]
        lines += [f"    [{'] ['.join(one.label for one in shown.actions)}]"]
        lines += [f"    {one.name} {one.phone} {one.url}".rstrip() for one in shown.help]
    return "\n".join(lines)
