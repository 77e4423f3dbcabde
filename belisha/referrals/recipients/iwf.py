"""The Internet Watch Foundation: where content may be, by address alone, for removal and for its hash list.

Source: the CEOP Safety Centre's guidance for companies and https://www.iwf.org.uk/report, gathered on
22 November 2026. The IWF assesses the address itself; no image is sent.
"""

from belisha.referrals.message import ReferralMessage
from belisha.referrals.recipients import facts
from belisha.referrals.recipients.recipient import USUAL_ORDER, Asked, Instruction, Section, asked, not_asked
from belisha.referrals.recipients.telephone import danger_first

PAGE = "https://www.iwf.org.uk/report"


class Iwf:
    """The public report page; members use their own channel."""

    sections: tuple[Section, ...] = USUAL_ORDER
    caution = ""

    def id_matches(self, authority_id: str) -> bool:
        return authority_id == "iwf"

    def checklist(self, message: ReferralMessage) -> tuple[Asked, ...]:
        return (
            asked("The address of each page or image", facts.having(message, "locator")),
            asked("The platform", facts.platform(message)),
            asked("Fingerprints", facts.fingerprints(message)),
            asked("How to reach us (a report may be anonymous)", facts.us(message)),
            not_asked("Images", "Only the address is reported; the IWF assesses it itself."),
        )

    def how_to(self, message: ReferralMessage) -> tuple[Instruction, ...]:
        return (
            *danger_first(message),
            Instruction(
                action="open",
                text="Report each address on the IWF's page, or by your member's channel.",
                target=message.recipient.url or PAGE,
            ),
            Instruction(
                action="write",
                text="The pack has each address defanged: write http for hxxp, and a dot for [.] . "
                "Do not open the address.",
            ),
            Instruction(
                action="careful",
                text="Report only what may be elsewhere: an address that shows nothing to the IWF can't be "
                "assessed, and what is on your own service is yours to take down.",
            ),
            Instruction(
                action="note",
                text="Enter the IWF's reference and the time here. When it answers, note for each address "
                "what it said: what it confirmed goes on this desk's own list.",
            ),
        )
