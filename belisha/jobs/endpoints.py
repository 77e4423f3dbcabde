"""`belisha endpoints`: where the service takes its orders, how each stands, and what needs a person."""

from dataclasses import asdict

import typer

from belisha.jobs.console import NO, Data, Json, answer, say, use_data_dir, with_a_desk

WRONG = {
    "stopped": "stopped",
    "late": "late",
    "untaken": "taken by no worker",
    "endpoints_failing": "failing",
    "endpoints_disabled": "gone",
    "endpoints_edited": "changed in the database",
}


def endpoints(
    as_json: Json = False,
    data: Data = None,
) -> None:
    """List the endpoints that take orders, and what is on its way. Exit code 1 where one needs a person.

    Example: belisha endpoints --json
    """
    use_data_dir(data)
    _endpoints(as_json)


@with_a_desk
def _endpoints(as_json: bool) -> None:
    from belisha.enforcement import endpoint_read

    found, counts = endpoint_read.endpoints(), endpoint_read.counts()
    if as_json:
        answer({"counts": counts, "endpoints": [asdict(one) for one in found]})
    else:
        for one in found:
            typer.echo(f"{one.name} ({one.state_words}): {one.sentence}")
            typer.echo(f"  {one.url}, {one.waiting} waiting, {one.stopped} stopped")
        say(f"{counts['waiting']} waiting, {counts['stopped']} stopped." if found else NONE)
    if any(counts[name] for name in WRONG):
        raise typer.Exit(NO)


def stand() -> str:
    """How endpoints stand, for the doctor. Raises RuntimeError, saying what is wrong."""
    from belisha.enforcement import endpoint_read

    counts = endpoint_read.counts()
    if wrong := [f"{counts[name]} {words}" for name, words in WRONG.items() if counts[name]]:
        raise RuntimeError(", ".join(wrong))
    found = endpoint_read.endpoints()
    on = sum(one.state == "on" for one in found)
    return f"{on} on, {counts['waiting']} events waiting" if found else NONE


NONE = "No endpoint. Orders can be polled."
