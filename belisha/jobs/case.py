"""`belisha case`: the evidence of one case, for police or court."""

import getpass
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from belisha.jobs.console import NO, WRONG_USE, Data, Json, answer, say, stop, use_data_dir, with_a_desk

if TYPE_CHECKING:
    from belisha.referrals.evidence import Evidence

app = typer.Typer(
    help='One case.\n\nExample: belisha case export C-000123 --reason "Asked for by the police"',
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)


@app.callback()
def case() -> None:
    """One case.

    Example: belisha case export C-000123 --reason "Asked for by the police, 35/1/26"
    """


@app.command()
def export(
    case: Annotated[str, typer.Argument(metavar="CASE", help="The case, such as C-000123.")],
    reason: Annotated[str, typer.Option(help="Why it is taken out; goes with it, and is kept.")],
    out: Annotated[
        Path | None,
        typer.Option(help="File to write, which must not be there yet; default evidence-CASE.zip."),
    ] = None,
    as_json: Json = False,
    data: Data = None,
) -> None:
    """Write the evidence of a case to a file: what was released, decided and recorded, with its proofs.

    Exit code 1 where there is no such case, or the guard stopped it.

    Example: belisha case export C-000123 --reason "Asked for by the police, 35/1/26" --out evidence.zip
    """
    use_data_dir(data)
    _export(case, reason, out, as_json)


@with_a_desk
def _export(case: str, reason: str, out: Path | None, as_json: bool) -> None:
    from belisha.ledger.record import CONSOLE
    from belisha.referrals.evidence import EvidenceRefused, SayWhy
    from belisha.referrals.evidence import export as take_out
    from belisha.refusal import NotFound
    from belisha.triage.read import by_label

    if (case_id := by_label(case)) is None:
        stop(f"There is no case {case}. Name it by its number, such as C-000123.", NO)
    path = out or Path(f"evidence-{case.upper()}.zip")
    if path.exists():
        stop(f"{path} is there already. Name another file with --out.", WRONG_USE)
    # The console has no account of the desk's: who sits at it is known by that of the machine.
    named = f"{getpass.getuser()}, at the console"
    try:
        evidence = take_out(case_id=case_id, reason=reason, by=CONSOLE, named=named)
    except SayWhy as refusal:
        stop(refusal.sentence, WRONG_USE)
    except (NotFound, EvidenceRefused) as refusal:
        stop(refusal.sentence, NO)
    _write(path, evidence)
    _say(path, evidence, as_json)


def _write(path: Path, evidence: "Evidence") -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(evidence.data)
    except OSError as problem:
        stop(f"Can't write {path}: {problem.strerror}.")


def _say(path: Path, evidence: "Evidence", as_json: bool) -> None:
    if as_json:
        counts = {"entries": evidence.entries, "checkpoint_size": evidence.checkpoint_size}
        answer({"ok": True, "file": str(path), "sha256": evidence.sha256, **counts})
        return
    say(f"{path} holds {evidence.entries} entries of the ledger, with their proofs. It was recorded.")
    say(f"SHA-256 {evidence.sha256}")
