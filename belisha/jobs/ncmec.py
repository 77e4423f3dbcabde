"""`belisha ncmec`: NCMEC's reporting API: whether it answers, its schema, and a report as it would leave."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from belisha.jobs.console import NO, WRONG_USE, Data, Json, answer, say, stop, use_data_dir, with_a_desk

if TYPE_CHECKING:
    from belisha.referrals.recipients.channel import Reach

app = typer.Typer(
    help="NCMEC's CyberTipline: its reporting API, its schema, a report before it leaves.\n\n"
    "Example: belisha ncmec status",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
NOT_SET = "No credentials are set: BELISHA_CYBERTIP_USER and BELISHA_CYBERTIP_PASSWORD."


@app.command()
def status(as_json: Json = False, data: Data = None) -> None:
    """Ask NCMEC whether it is there and knows us, and say in which environment. Sends no report.

    The exit code is 0 when it answered well, 1 otherwise.

    Example: belisha ncmec status
    """
    use_data_dir(data)
    _status(as_json)


@app.command()
def xsd(as_json: Json = False, data: Data = None) -> None:
    """Fetch NCMEC's schema with your credentials, and keep it in the data folder.

    From then on each report is checked against it when it is released and before it is submitted.

    Example: belisha ncmec xsd
    """
    use_data_dir(data)
    _xsd(as_json)


@app.command()
def preview(
    referral: Annotated[str, typer.Argument(metavar="REFERRAL", help="Its number, such as C-000123-1.")],
    out: Annotated[Path | None, typer.Option(help="File to write, which must not be there yet.")] = None,
    data: Data = None,
) -> None:
    """Write a referral to NCMEC as the XML that would leave, or that left. It names people: keep it safe.

    Nothing is sent. Who looked is kept in the ledger.

    Example: belisha ncmec preview C-000123-1 --out tip.xml
    """
    use_data_dir(data)
    _preview(referral, out)


@with_a_desk
def _status(as_json: bool) -> None:
    from belisha.outbound.problem import NotSent
    from belisha.referrals.ncmec import environment
    from belisha.referrals.recipients.cybertip.api import Api

    now, reach = environment(), _reach()
    told: dict[str, Any] = {"environment": now.mode, "schema": now.schema}
    if reach is None:
        told |= {"ok": False, "answer": "not_set"}
    else:
        try:
            reply = Api.at(reach).status()
            told |= {
                "ok": reply.code == 0,
                "answer": f"code_{reply.code}" if reply.code is not None else "none",
            }
        except NotSent as problem:
            told |= {"ok": False, "answer": problem.problem}
    if as_json:
        answer(told)
    else:
        kept = "its schema is kept" if now.schema else "its schema is not kept: belisha ncmec xsd"
        typer.echo(f"{now.label}. {NOT_SET if reach is None else _words(told)} {kept.capitalize()}.")
    if not told["ok"]:
        raise typer.Exit(NO)


def _words(told: dict[str, Any]) -> str:
    return "It answers and knows us." if told["ok"] else f"It did not answer well ({told['answer']})."


@with_a_desk
def _xsd(as_json: bool) -> None:
    from belisha.outbound.problem import NotSent
    from belisha.referrals.recipients.cybertip import schema
    from belisha.referrals.recipients.cybertip.api import Api

    reach = _reach()
    if reach is None:
        stop(NOT_SET, WRONG_USE)
    try:
        kept = schema.keep(Api.at(reach).xsd())
    except NotSent as problem:
        stop(f"NCMEC did not give its schema ({problem.problem}).", NO)
    except schema.NoSchema:
        stop("What NCMEC gave is no schema of a report; the one before is kept.", NO)
    if as_json:
        answer({"file": str(kept), "bytes": kept.stat().st_size})
    else:
        say(f"Kept as {kept}. Reports are checked against it from now on.")


@with_a_desk
def _preview(number: str, out: Path | None) -> None:
    from belisha.ledger.record import CONSOLE
    from belisha.referrals.preview import preview

    document = preview(number=number, by=CONSOLE)
    if out is None:
        typer.echo(document.decode(), nl=False)
        return
    try:
        with out.open("xb") as file:
            out.chmod(0o600)
            file.write(document)
    except OSError as problem:
        stop(f"{out} can't be written: {problem.strerror}.")
    say(f"Written to {out}. It names people: keep it safe.")


def _reach() -> "Reach | None":
    from belisha.referrals.reach import reach_of
    from belisha.referrals.tip import NCMEC

    return reach_of(NCMEC)
