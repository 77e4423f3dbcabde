"""NCMEC's CyberTipline in the United States, by hand on its page: text and fingerprints, no files.

18 USC 2258A (gathered on 22 November 2026): beyond the kind of incident and its time, what a report says is
the provider's choice, and a report without a file is valid. A text-only report may be less actionable. The
order is that of the CyberTipline's own report.
"""

from belisha.referrals.message import ReferralMessage
from belisha.referrals.recipients import facts, tip_facts
from belisha.referrals.recipients.recipient import USUAL_ORDER, Asked, Instruction, Section, asked, not_asked
from belisha.referrals.recipients.telephone import danger_first
from belisha.referrals.words import listed

PAGE = "https://report.cybertip.org/"
ENTICEMENT = "Online Enticement of Children for Sexual Acts"
INCIDENTS = {
    "grooming": ENTICEMENT,
    "coercion": ENTICEMENT,
    "indecent_images": "Child Pornography (possession, manufacture, and distribution)",
}
"""The CyberTipline's own words for what each concern suggests; a person chooses."""


class Ncmec:
    """The CyberTipline."""

    sections: tuple[Section, ...] = USUAL_ORDER
    caution = ""

    def id_matches(self, authority_id: str) -> bool:
        return authority_id == "ncmec"

    def checklist(self, message: ReferralMessage) -> tuple[Asked, ...]:
        return (
            asked(
                "Type of incident (required)", _incident(message), otherwise="A person chooses on the page."
            ),
            asked("Time of the incident (required)", tip_facts.happened_at(message)),
            asked("Platform", facts.platform(message)),
            asked("Escalation: why it is urgent", _escalation(message), otherwise="Not escalated."),
            asked("Web addresses, defanged in the pack", facts.having(message, "locator")),
            asked("Chat: what was written", facts.conversation(message)),
            asked(
                "Law enforcement already told", facts.earlier(message), otherwise="Nobody, as far as we know."
            ),
            asked("Reporting person", facts.us(message), otherwise="Not set up: give your own contact."),
            asked("Person or user reported", facts.accounts(message)),
            asked("E-mail addresses", facts.of_accounts(message, "emails")),
            asked("Telephone numbers", facts.of_accounts(message, "phones")),
            asked("Internet addresses with time and port", facts.of_accounts(message, "ips")),
            asked("Victim: age and place", facts.child(message)),
            asked("Fingerprints, as text", facts.fingerprints(message)),
            *tip_facts.besides(message),
            not_asked(
                "Files", "None are sent. A report without a file is valid, and may be less actionable."
            ),
        )

    def how_to(self, message: ReferralMessage) -> tuple[Instruction, ...]:
        return (
            *danger_first(message),
            Instruction(
                action="open",
                text="Open the CyberTipline and report as an electronic service provider, or as the public.",
                target=message.recipient.url or PAGE,
            ),
            Instruction(action="write", text=_which(message)),
            Instruction(action="write", text="Fill in the fields from the checklist, in its order."),
            Instruction(
                action="careful", text="Do not add files. Say 'viewed' only of what the pack says so."
            ),
            Instruction(
                action="note",
                text="Enter the report's number and the time here. Preserve what was reported for 1 year.",
            ),
        )


def _incident(message: ReferralMessage) -> str:
    if message.cybertip and message.cybertip.incident_type:
        return message.cybertip.incident_type
    kinds = list(dict.fromkeys(INCIDENTS[one] for one in message.concerns if one in INCIDENTS))
    return f"Suggested, a person chooses: {'; or '.join(kinds)}" if kinds else ""


def _which(message: ReferralMessage) -> str:
    return f"Choose the type of incident. {_incident(message) or 'The concerns suggest none.'}"


def _escalation(message: ReferralMessage) -> str:
    if message.cybertip and message.cybertip.escalation:
        return message.cybertip.escalation
    return listed(message.priority_reasons) or message.priority if message.priority == "immediate" else ""
