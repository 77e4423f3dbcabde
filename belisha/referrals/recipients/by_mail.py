"""The channel "email": a letter to the address that two people confirmed, encrypted to its key.

Without a key it leaves only where plain text was allowed for this address. The relay is spoken to over TLS
(`outbound.mail`). A letter is made once: a repeat has the same Message-ID and the very same bytes, so that
the receiver's mailbox can show it once. Once taken, it can't be taken back.
"""

from collections.abc import Mapping
from datetime import timedelta
from email.message import EmailMessage
from hashlib import sha256

from django.conf import settings

from belisha.organisation.certificates import WrongCertificate
from belisha.outbound.hand_in import NotHandedIn, hand_in
from belisha.referrals.message import ReferralMessage
from belisha.referrals.recipients.channel import (
    Arrived,
    Later,
    Outcome,
    Parcel,
    Reach,
    Refused,
    Undoing,
    Undone,
)
from belisha.referrals.recipients.letter import looked_through, written
from belisha.referrals.recipients.letter_text import letter_text
from belisha.referrals.recipients.mail_words import refused_words
from belisha.referrals.recipients.openpgp import enclosed

UNCONFIRMED = (
    "Nobody has confirmed that they take referrals this way: two people read their own page, and confirm the"
    " address in the directory."
)
NO_KEY = "There is no key to encrypt to, and nobody allowed plain text for this address."
PERHAPS = "A letter can't be taken back, and the answer to the last one was lost: they may have it. Ask them."


class ByMail:
    """Whatever authority has a confirmed mailbox: a police force, another country's, the IWF."""

    kind = "email"

    def documents(self, message: ReferralMessage, reach: Reach) -> Mapping[str, bytes]:
        """The text of the letter. The guard looks at it, as at the packs that go with it."""
        return {"text": letter_text(message).encode()}

    def send(self, parcel: Parcel) -> Outcome:
        """Hand the letter in, the same as before where one was made before."""
        if not parcel.message.recipient.confirmed:
            return Refused(problem="unconfirmed", words=UNCONFIRMED)
        try:
            letter = _letter(parcel)
        except WrongCertificate as problem:
            return Refused(problem="wrong_key", words=str(problem))
        return letter if isinstance(letter, Refused) else _handed_in(parcel, letter)

    def undo(self, parcel: Parcel) -> Undoing:
        """Nothing is open anywhere: they have the letter, or they don't."""
        if parcel.progress.get("under_way"):
            return Refused(problem="perhaps_there", words=PERHAPS)
        return Undone()


def _letter(parcel: Parcel) -> bytes | Refused:
    secrets = parcel.reach.secrets
    made_for = sha256(f"{parcel.reach.where}\n{secrets.get('key', '')}".encode()).hexdigest()
    if parcel.made and parcel.progress.get("made_for") == made_for:
        return parcel.made
    if not secrets.get("key") and not secrets.get("plain_allowed"):
        return Refused(problem="no_key", words=NO_KEY)
    plain = _written(parcel)
    if found := looked_through(plain.as_bytes(), released=parcel.documents.values()):
        return Refused(problem="guard_refused", words=f"The guard stopped the letter: {found[0].detail}.")
    key = secrets.get("key", "")
    letter = enclosed(plain, key, now=parcel.now) if key else plain.as_bytes()
    parcel.keep(made=letter, made_for=made_for)
    return letter


def _written(parcel: Parcel) -> EmailMessage:
    own, message = settings.BELISHA, parcel.message
    letter = written(
        of=parcel.id,
        message=message,
        documents=dict(parcel.documents),
        to=parcel.reach.where,
        sender=_sender(),
        at=parcel.now,
    )
    if answers := own.referrals_reply_to or message.organisation.contact_email:
        letter["Reply-To"] = answers
    if own.referrals_opened:
        letter["Disposition-Notification-To"] = _sender()
    return letter


def _sender() -> str:
    return settings.BELISHA.referrals_from or settings.BELISHA.mail_from


def _handed_in(parcel: Parcel, letter: bytes) -> Outcome:
    parcel.keep(ahead=True, under_way=True)
    try:
        taken = hand_in(letter, sender=_sender(), to=parcel.reach.where, envelope=str(parcel.id))
    except NotHandedIn as problem:
        parcel.keep(under_way=problem.unsure)
        if problem.final:
            return Refused(problem=problem.problem, words=refused_words(problem.problem))
        return Later(problem=problem.problem, after=_after(problem), sent=letter if problem.unsure else b"")
    receipts = "Their server's receipts are asked for." if taken.receipts else ""
    return Arrived(answer="taken", note=receipts, sent=letter)


def _after(problem: NotHandedIn) -> timedelta | None:
    # Whether they have it is not known: a repeat a minute later is shown once, ten in a row are a nuisance.
    return timedelta(minutes=15) if problem.unsure else None
