"""`belisha deliveries`: what is on its way to authorities without a person, and what needs one."""

from dataclasses import asdict
from typing import Annotated, Any

import typer

from belisha.jobs.console import NO, Data, Json, answer, say, use_data_dir, with_a_desk


def deliveries(
    state: Annotated[
        str, typer.Option(help="Only: waiting, stopped, tested, arrived, by_hand or withdrawn.")
    ] = "",
    as_json: Json = False,
    data: Data = None,
) -> None:
    """List what waits to be sent and what stopped. Exit code 1 where something needs a person.

    Example: belisha deliveries --json
    """
    use_data_dir(data)
    _deliveries(state, as_json)


@with_a_desk
def _deliveries(state: str, as_json: bool) -> None:
    from belisha.referrals import on_the_way

    found, counts, lines = on_the_way.listed(state=state), on_the_way.counts(), on_the_way.lines()
    if as_json:
        rows: list[dict[str, Any]] = [asdict(one) for one in found]
        answer({"counts": counts, "deliveries": rows, "lines": [asdict(one) for one in lines]})
    else:
        for one in found:
            typer.echo(f"{one.number} to {one.authority_name} ({one.channel_words}): {one.sentence}")
        for line in lines:
            typer.echo(f"Line {line.line}: {line.failures} failures in a row. {line.problem_words}")
        say(_sum(counts))
    if counts["stopped"] or counts["late"] or counts["untaken"]:
        raise typer.Exit(NO)


def _sum(counts: dict[str, int]) -> str:
    return (
        f"{counts['waiting']} waiting, {counts['late']} of them late; {counts['stopped']} stopped;"
        f" lines left alone: {counts['lines_left_alone']}."
    )


def stand() -> str:
    """How deliveries stand, for the doctor. Raises RuntimeError, saying what is wrong."""
    from belisha.referrals.on_the_way import counts

    found = counts()
    if found["untaken"]:
        raise RuntimeError(f"{found['untaken']} due and taken by nobody: no worker is running")
    wrong = {"stopped": "stopped", "late": "late", "lines_left_alone": "lines left alone"}
    if any(found[name] for name in wrong):
        raise RuntimeError(
            ", ".join(f"{found[name]} {words}" for name, words in wrong.items() if found[name])
        )
    return f"{found['waiting']} waiting, none late or stopped"
