"""`belisha mail`: what comes back to the sender of referrals."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from belisha.jobs.console import answer, say, use_data_dir, with_a_desk
from belisha.referrals.receipt import LONGEST, Receipt, read_receipt

TRY_AGAIN = 75
"""EX_TEMPFAIL: the mail server keeps the message, and hands it over again later."""
TAKEN = {
    "came_back": "The letter came back: referral {number} is put into a person's hands.",
    "answered": "Something was answered to referral {number}: a person is asked to read it.",
}
OTHERWISE = "Noted of referral {number}: {kind}."
NOT_OURS = "It names no letter of this desk. Nothing was noted."

app = typer.Typer(
    help="What comes back to the sender of referrals.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)


@app.callback()
def mail() -> None:
    """What comes back to the sender of referrals.

    Example: belisha mail receipt < message.eml
    """


@app.command()
def receipt(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
    data: Annotated[Path | None, typer.Option(help="Folder of the databases and the master key.")] = None,
) -> None:
    """Read one message on stdin: a receipt, a letter that came back, an answer. Your mail server calls this.

    Only which letter it is about and what became of it are taken out; nothing else of it is kept, and nothing
    is released by it. What is no receipt of ours is let go with exit code 0: nobody is written back to.

    Example: belisha mail receipt --data /srv/belisha < message.eml
    """
    use_data_dir(data)
    given = sys.stdin.buffer.read(LONGEST)
    # The rest is taken and let go, or the mail server would find its pipe broken.
    while sys.stdin.buffer.read(LONGEST):
        pass
    found = read_receipt(given)
    number = _noted(found) if found else ""
    if as_json:
        facts = {"kind": found.kind, "status": found.status} if found else {}
        answer({"noted": bool(number), "number": number, **(facts if number else {})})
    elif found and number:
        say(TAKEN.get(found.kind, OTHERWISE).format(number=number, kind=found.kind))
    else:
        say(NOT_OURS)


def _noted(found: Receipt) -> str:
    """The number of the referral; nothing where the letter is not one of ours."""
    numbers: list[str] = []

    @with_a_desk
    def note() -> None:
        from belisha.referrals.letters import note_receipt
        from belisha.referrals.refusals import NoLetter

        try:
            numbers.append(note_receipt(receipt=found).number)
        except NoLetter:
            numbers.append("")

    try:
        note()
    except typer.Exit:
        raise typer.Exit(TRY_AGAIN) from None
    return numbers[0]
