"""A partner service or another desk, by a webhook that says little: that there is something, and whom to ask.

Standard Webhooks, https://www.standardwebhooks.com: one id over all attempts, so that a receiver can tell a
repeat. The message says nothing of people or content; who gets it asks for the rest, from a person here.
docs/guides/webhooks.md is what a receiver reads.
"""

import json
import re
from collections.abc import Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from belisha.outbound import signature
from belisha.outbound.leased.outcome import LATER, NOTHING_LEFT, TRIED_AGAIN
from belisha.outbound.problem import NotSent
from belisha.referrals.kinds import NotSendable
from belisha.referrals.message import ReferralMessage
from belisha.referrals.recipients import facts
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
from belisha.referrals.recipients.recipient import USUAL_ORDER, Asked, Instruction, Section, asked, not_asked
from belisha.referrals.recipients.telephone import danger_first

if TYPE_CHECKING:
    from belisha.outbound.call import Answer

LONGEST_ANSWER = 4096  # bytes

_ID = re.compile(r"partner:[a-z0-9-]{1,60}")
_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ./_-]{0,59}")

WORDS = {
    410: "They have closed this address for good. Close it in the directory too, and tell them another way.",
    401: "They do not accept our signature: compare the secret with them, then try again.",
    403: "They do not accept our signature: compare the secret with them, then try again.",
    "redirect": "They point to another address. Nothing is sent there: have the new one confirmed first.",
    "private_address": "Their name leads into a private network, where nothing is sent. Ask them why.",
    "wrong_secret": "The secret of this partner can't be used: have the partner confirmed anew.",
}
OTHERWISE = "They do not take this message. Ask them why, or tell them another way."


class Webhook:
    """Both a recipient, for the pack and by hand, and the channel that carries the message."""

    kind = "webhook"
    sections: tuple[Section, ...] = USUAL_ORDER
    caution = "A partner is no authority: whoever must be told by law is told besides."

    def id_matches(self, authority_id: str) -> bool:
        return bool(_ID.fullmatch(authority_id))

    def checklist(self, message: ReferralMessage) -> tuple[Asked, ...]:
        """What a partner needs to come back to us."""
        return (
            asked("Our number", message.reference),
            asked("What it is about", facts.subject(message)),
            asked("How to reach us", facts.us(message), otherwise="Not set up: give your own contact."),
            not_asked("People", "Only what a person here wrote for this partner."),
            not_asked("Images", "None are sent."),
        )

    def how_to(self, message: ReferralMessage) -> tuple[Instruction, ...]:
        text = (
            f"Tell {message.recipient.name} by the way that you agreed on. The pack says no more than needed."
        )
        return (
            *danger_first(message),
            Instruction(action="careful", text=text),
            Instruction(action="note", text="Note when they were told, and their reference."),
        )

    def documents(self, message: ReferralMessage, reach: Reach) -> Mapping[str, bytes]:
        """Return the message as it leaves. Raises NotSendable where they could not ask us for the rest."""
        return {"text": payload(message)}

    def send(self, parcel: Parcel) -> Outcome:
        """Send it: the same id and the same words each time, the time and the signature of now."""
        body = parcel.documents["text"]
        perhaps = bool(parcel.progress.get("perhaps_there"))
        parcel.keep(ahead=True, perhaps_there=True)
        try:
            answer = _posted(parcel, str(parcel.id), body)
        except NotSent as problem:
            if 200 <= problem.status < 300:
                return Arrived(sent=body, answer=f"status_{problem.status}")
            if not perhaps and problem.problem in NOTHING_LEFT:
                parcel.keep(perhaps_there=False)
            return _failed(problem, body)
        if answer.is_success:
            return Arrived(reference=_reference(answer), sent=body, answer=f"status_{answer.status}")
        if not perhaps and answer.status < 500:
            parcel.keep(perhaps_there=False)
        return _declined(answer, body)

    def undo(self, parcel: Parcel) -> Undoing:
        """Say that it is withdrawn, where they may have it; where nothing reached them, nothing is said."""
        if not parcel.progress.get("perhaps_there"):
            return Undone()
        body = _json("referral.withdrawn", parcel.now.isoformat(), {"number": parcel.number})
        try:
            answer = _posted(parcel, str(_withdrawal_of(parcel.id)), body)
        except NotSent as problem:
            said = 200 <= problem.status < 300
            return Undone(answer=f"status_{problem.status}") if said else _failed(problem, body)
        return Undone(answer=f"status_{answer.status}") if answer.is_success else _declined(answer, body)


def payload(message: ReferralMessage) -> bytes:
    """Return what a partner is told: that there is something, how grave, and whom to ask for it."""
    from belisha.referrals.pack import render_json

    us = message.organisation
    if not us.contact_email and not us.contact_phone:
        raise NotSendable("organisation.contact_email", "must be known, so that they can ask for the rest")
    said = {
        "number": message.reference,
        "to": message.recipient.authority,
        "priority": message.priority,
        "danger_now": message.danger_now,
        "concerns": list(message.concerns),
        "pack_sha256": sha256(render_json(message)).hexdigest(),
        "from": {
            "name": us.legal_name,
            "country": us.country,
            "service": us.service,
            "contact_name": us.contact_name,
            "contact_email": us.contact_email,
            "contact_phone": us.contact_phone,
        },
    }
    return _json("referral.released", message.created_at.isoformat(), said)


def _json(kind: str, at: str, said: Mapping[str, Any]) -> bytes:
    whole = {"type": kind, "timestamp": at, "data": said}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def _posted(parcel: Parcel, message_id: str, body: bytes) -> "Answer":
    # Late: packs are rendered without Django, and a connection needs its settings.
    from belisha.outbound.call import call

    signed = signature.headers(parcel.reach.secrets.get("secret", ""), message_id, parcel.now, body)
    return call("POST", parcel.reach.where, body=body, headers=signed, longest=LONGEST_ANSWER)


def _withdrawal_of(parcel_id: UUID) -> UUID:
    # Another message than the one it takes back, and the same over all attempts.
    return uuid5(parcel_id, "withdrawn")


def _reference(answer: "Answer") -> str:
    """Their number for it, where they give one as {"reference": "..."}; no other word of theirs is kept."""
    try:
        said = json.loads(answer.body)
        given = said.get("reference", "") if isinstance(said, dict) else ""
    except (ValueError, RecursionError):
        return ""
    return given if isinstance(given, str) and _REFERENCE.fullmatch(given) else ""


def _failed(problem: NotSent, body: bytes) -> Later | Refused:
    if problem.problem in TRIED_AGAIN:
        return Later(problem=problem.problem, after=problem.after, sent=body)
    words = WORDS.get(problem.problem, OTHERWISE)
    return Refused(problem=problem.problem, words=words, line_down=True)


def _declined(answer: "Answer", body: bytes) -> Later | Refused:
    problem = f"status_{answer.status}"
    if answer.status >= 500 or answer.status in LATER:
        return Later(problem=problem, after=answer.after, sent=body)
    if 300 <= answer.status < 400:
        return Refused(problem=problem, words=WORDS["redirect"], line_down=True, sent=body)
    words = WORDS.get(answer.status, OTHERWISE)
    return Refused(problem=problem, words=words, line_down=answer.status in WORDS, sent=body)
