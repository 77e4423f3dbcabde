"""`belisha vault`: the master key and the data keys, counted and rotated."""

from typing import Annotated, Any

import typer

from belisha.jobs.console import (
    NO,
    WRONG_USE,
    Data,
    Json,
    answer,
    progress_bar,
    say,
    stop,
    use_data_dir,
    with_a_desk,
)

app = typer.Typer(
    help="The keys under which all personal data are sealed.\n\nExample: belisha vault status",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)


@app.callback()
def vault() -> None:
    """The keys under which all personal data are sealed.

    Example: belisha vault status
    """


@app.command()
def status(as_json: Json = False, data: Data = None) -> None:
    """Say which master keys are in force, how many data keys each opens, and what is to be done.

    Exit code 1 where a rotation was interrupted or a master key is missing.

    Example: belisha vault status --json
    """
    use_data_dir(data)
    _status(as_json)


@with_a_desk
def _status(as_json: bool) -> None:
    from belisha.jobs.rotation import source
    from belisha.vault import masters, rotate

    store, given = rotate.store(), masters.names()
    missing = sorted(set(store.by_master) - set(given))
    todo = _todo(given, missing, store.by_master)
    if as_json:
        counts = {"keys": store.by_master, "destroyed": store.destroyed, "desk_keys": store.versions_of_desk}
        answer({"ok": not todo, "source": source().name, "given": given, **counts, "todo": todo})
    else:
        _say_status(source().name, store, todo)
    if todo:
        raise typer.Exit(NO)


def _todo(given: list[str], missing: list[str], counts: dict[str, int]) -> str:
    if missing:
        return f"Give the master key {', '.join(missing)} again: without it those keys open nothing."
    if len(counts) > 1 or (len(given) > 1 and given[0] not in counts):
        return "Run: belisha vault rotate"
    return f"No data key needs the master key {given[-1]} any more: take it out." if len(given) > 1 else ""


def _say_status(source: str, store: Any, todo: str) -> None:
    say(f"The master key comes from {source}.")
    for name, count in store.by_master.items():
        say(f"Master key {name} opens {count:,} data keys.")
    say(f"{store.destroyed:,} data keys were destroyed.")
    if todo:
        say(todo)


@app.command()
def rotate(
    desk_key: Annotated[
        bool, typer.Option("--desk-key", help="Also make a new data key for the desk's own rows.")
    ] = False,
    back: Annotated[
        bool, typer.Option("--back", help="Go back to a master key that was replaced before.")
    ] = False,
    as_json: Json = False,
    data: Data = None,
) -> None:
    """Put a new master key in the place of the old, and wrap every data key anew, while servers run.

    A key file is written by this command. With BELISHA_MASTER_KEY or BELISHA_MASTER_KEY_COMMAND you give both
    keys, the new one first, to every process before it. Interrupted, run it again: it goes on where it was.

    Example: belisha vault rotate
    """
    use_data_dir(data)
    _rotate(desk_key, back, as_json)


@with_a_desk
def _rotate(desk_key: bool, back: bool, as_json: bool) -> None:
    from belisha.jobs.migrate import migrate
    from belisha.jobs.rotation import GoesBack, OneKeyGiven, rekey_desk

    migrate()
    try:
        outcome = _with_bar(back)
    except (GoesBack, OneKeyGiven) as refusal:
        stop(refusal.sentence.replace("\n", " "), WRONG_USE)
    version = rekey_desk() if desk_key else None
    if as_json:
        shown = {"master": outcome.master, "wrapped": outcome.wrapped, "remove_old_from": outcome.remove}
        answer({"ok": True, **shown, "desk_key": version})
        return
    say(f"Master key {outcome.master} now opens all; {outcome.wrapped:,} data keys were wrapped anew.")
    if version:
        say(f"The desk's own rows are sealed under version {version} of its data key from now on.")
    say(_next(outcome.remove))


def _with_bar(back: bool) -> Any:
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn

    from belisha.jobs.rotation import Outcome, rotate_master
    from belisha.vault.rotate import store

    columns = (TextColumn("Wrapping data keys"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with progress_bar(*columns) as bar:
        task = bar.add_task("", total=sum(store().by_master.values()))
        for step in rotate_master(back=back):
            if isinstance(step, Outcome):
                return step
            bar.advance(task, step)
    raise AssertionError("a rotation ends with its outcome")


def _next(remove: str) -> str:
    copy = "Keep a copy of it away from this machine, and the old one as long as backups made before this."
    if not remove:
        return copy
    return f"Now give the new key alone in {remove} and restart every process of this desk. {copy}"
