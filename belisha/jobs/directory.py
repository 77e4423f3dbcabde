"""`belisha directory`: which rows of the directory are to be read again, and where each stands."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Any

import typer

from belisha.jobs.console import NO, WRONG_USE, Data, answer, say, stop, use_data_dir, with_a_desk
from belisha.routing import SHIPPED
from belisha.routing.review import OldRow, to_review

app = typer.Typer(
    help="The directory of authorities: what is confirmed, and what is to be read again.\n\n"
    "Example: belisha directory check",
    add_completion=False,
    rich_markup_mode=None,
)
Json = Annotated[bool, typer.Option("--json", help="JSON on stdout.")]


@app.command()
def check(
    day: Annotated[str, typer.Option(help="As of this day, such as 2027-05-21; today where left out.")] = "",
    as_json: Json = False,
    data: Data = None,
    shipped: Annotated[bool, typer.Option("--shipped", help="The rows as shipped; needs no desk.")] = False,
) -> None:
    """List the rows that were read more than 180 days ago, and those that nobody has read. 1: some are old.

    Example: belisha directory check --day 2027-05-21 --json
    """
    as_of = _day(day)
    if shipped:
        _report(to_review(SHIPPED, as_of or datetime.now(UTC).date()), as_json)
    else:
        use_data_dir(data)
        _check(as_of, as_json)


@app.command("list")
def list_(as_json: Json = False, data: Data = None) -> None:
    """List every authority with its state, its address, and when it was last read.

    Example: belisha directory list --json
    """
    use_data_dir(data)
    _list(as_json)


@app.command()
def destinations(as_json: Json = False, data: Data = None) -> None:
    """List the mailboxes and partners to which referrals go without a person. 1: one wants care.

    Example: belisha directory destinations --json
    """
    use_data_dir(data)
    _destinations(as_json)


@with_a_desk
def _destinations(as_json: bool) -> None:
    from belisha.organisation.destination_read import destinations as all_of_them
    from belisha.organisation.destination_read import soon_useless

    rows, wanting = all_of_them(), {one.id for one in soon_useless()}
    for one in rows:
        care = one.id in wanting
        if as_json:
            names = (
                "authority",
                "name",
                "kind",
                "where",
                "state",
                "confidence",
                "holds_from",
                "last_read",
                "old",
            )
            key = one.key.fingerprint if one.key else ""
            answer({name: getattr(one, name) for name in names} | {"fingerprint": key, "wants_care": care})
        else:
            said = f"{one.state_words}{'; wants care' if care else ''}"
            typer.echo(f"{one.authority:32}  {said:36}  {one.last_read}  {one.where}")
    if not as_json and not rows:
        say("Nothing goes anywhere without a person.")
    if wanting:
        raise typer.Exit(NO)


@with_a_desk
def _check(day: date | None, as_json: bool) -> None:
    from belisha.organisation.directory_read import rows_to_review

    _report(rows_to_review(day), as_json)


def _report(rows: Sequence[OldRow], as_json: bool) -> None:
    old = [row for row in rows if not row.never_checked]
    if as_json:
        answer({"ok": not old, "old": len(old), "never_checked": len(rows) - len(old), "rows": _plain(rows)})
    else:
        _say_in_words(rows, old)
    if old:
        raise typer.Exit(NO)


def _say_in_words(rows: Sequence[OldRow], old: Sequence[OldRow]) -> None:
    for row in rows:
        typer.echo(f"{row.checked_on or 'never':10}  {row.kind:16}  {row.id:32}  {row.what_to_do}")
    if old:
        say(f"{len(old)} were read more than 180 days ago: read each again, under Settings, Directory.")
    else:
        say(f"Nothing is older than 180 days. {len(rows)} were never read.")


def _plain(rows: Sequence[OldRow]) -> list[dict[str, Any]]:
    names = ("id", "kind", "name", "says", "url", "checked_on", "what_to_do")
    return [{name: getattr(row, name) for name in names} for row in rows]


@with_a_desk
def _list(as_json: bool) -> None:
    from belisha.organisation.directory_read import listing

    names = ("id", "country", "name", "state", "confirmed", "url", "phone", "checked_on", "old")
    for row in listing().rows:
        if as_json:
            answer({name: getattr(row, name) for name in names})
        else:
            typer.echo(
                f"{row.id:32}  {row.state_words:22}  {row.checked_on or 'never':10}  {row.url or row.phone}"
            )


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day of the calendar has no zone
    except ValueError:
        stop(f"“{text}” is not a day such as 2027-05-21.", WRONG_USE)
