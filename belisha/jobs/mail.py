"""`belisha mail`: what comes back to the sender of referrals, and what people report by e-mail."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from belisha.jobs.console import Data, Json, answer, say, use_data_dir, with_a_desk
from belisha.referrals.receipt import LONGEST, Receipt, read_receipt

if TYPE_CHECKING:
    from belisha.intake.take_letter import LetterTaken

TRY_AGAIN = 75
"""EX_TEMPFAIL: the mail server keeps the message, and hands it over again later."""
TAKEN = {
    "came_back": "The letter came back: referral {number} is put into a person's hands.",
    "answered": "Something was answered to referral {number}: a person is asked to read it.",
}
OTHERWISE = "Noted of referral {number}: {kind}."
NOT_OURS = "It names no letter of this desk. Nothing was noted."

LONGEST_REPORT = 12 * 1024 * 1024  # bytes, as the desk reads of a letter
ASIDE = {
    "auto_reply": "It is an automatic reply. No report was made; nobody is written back to.",
    "notice_of_delivery": "It is a notice of delivery. No report was made.",
    "own_letter": "It is a letter of this desk's own. No report was made.",
}

app = typer.Typer(
    help="Mail that comes in: answers to referrals, and reports.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)


@app.callback()
def mail() -> None:
    """Mail that comes in: answers to referrals, and reports.

    Example: belisha mail receipt < message.eml
    """


@app.command()
def receipt(
    as_json: Json = False,
    data: Data = None,
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


@app.command()
def report(
    service: Annotated[str, typer.Option(help="Short name of the service that it is about.")] = "",
    as_json: Json = False,
    data: Data = None,
) -> None:
    """Read one message on stdin that reports something. Your mail server calls this.

    Its words become a report. Of what is attached only the type, the size and the digest are kept, never a
    file; nobody is written back to. The same message again makes no second report. Exit code 75 asks the mail
    server to keep the message, and to hand it over again later.

    Example: belisha mail report --data /srv/belisha < message.eml
    """
    use_data_dir(data)
    given = sys.stdin.buffer.read(LONGEST_REPORT + 1)
    while sys.stdin.buffer.read(LONGEST):
        pass
    taken = _reported(given, service)
    if as_json:
        answer(
            {
                "made": bool(taken.receipt),
                "receipt": taken.receipt,
                "again": taken.again,
                "aside": taken.aside,
            }
        )
    else:
        say(ASIDE.get(taken.aside) or f"It is kept as a report. Its receipt: {taken.receipt}")


def _reported(data: bytes, service: str) -> "LetterTaken":
    taken: list[LetterTaken] = []

    @with_a_desk
    def take() -> None:
        from django.conf import settings

        from belisha.intake.take_letter import take_letter

        own = (settings.BELISHA.mail_from, settings.BELISHA.referrals_from)
        taken.append(take_letter(data=data, service=service, own=own))

    try:
        take()
    except typer.Exit:
        raise typer.Exit(TRY_AGAIN) from None
    return taken[0]


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
