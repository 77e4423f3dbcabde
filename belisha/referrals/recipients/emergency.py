"""The emergency number. A call, at once, by whoever sees the danger; the written report follows."""

from belisha.referrals.message import ReferralMessage
from belisha.referrals.recipients import facts
from belisha.referrals.recipients.recipient import USUAL_ORDER, Asked, Instruction, Section, asked
from belisha.referrals.recipients.telephone import afterwards, own_emergency_number, script
from belisha.referrals.words import DANGER, whereabouts


class Emergency:
    """999 in the United Kingdom, the local number elsewhere."""

    sections: tuple[Section, ...] = USUAL_ORDER
    caution = ""

    def id_matches(self, authority_id: str) -> bool:
        return authority_id == "emergency"

    def checklist(self, message: ReferralMessage) -> tuple[Asked, ...]:
        """What a call handler asks first. Nobody waits for any of it before calling."""
        return (
            asked("Where the child is", whereabouts(message.child)),
            asked("What the danger is", facts.story(message)),
            asked("Whether it is happening now", _now(message)),
            asked("The child's age and place", facts.child(message)),
            asked("Who the danger comes from", facts.suspect(message)),
            asked("Accounts and internet addresses", facts.accounts(message)),
            asked(
                "How to call you back", message.organisation.contact_phone, otherwise="Give your own number."
            ),
        )

    def how_to(self, message: ReferralMessage) -> tuple[Instruction, ...]:
        number = message.recipient.phone or own_emergency_number(message)
        call = f"Call {number or 'the local emergency number'} now. Do not wait for a missing detail."
        return (Instruction(action="call", text=call, target=number), *script(message), afterwards())


def _now(message: ReferralMessage) -> str:
    return "" if message.danger_now == "unknown" else DANGER[message.danger_now]
