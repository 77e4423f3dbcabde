"""A police force of the United Kingdom: police.uk's contact page, or 101; 999 where a child is in danger.

Where the directory has a mailbox of the force for referrals, the letter goes there by itself (`by_mail.py`).

Source: "Child online safety: protecting children from online sexual exploitation and abuse" (gov.uk), and the
CEOP Safety Centre, "How can you report online child sexual exploitation", both gathered on 22 November 2026.
Companies do not send indecent images with the referral.
"""

from belisha.referrals.message import ReferralMessage
from belisha.referrals.recipients import facts
from belisha.referrals.recipients.recipient import (
    MAILBOX,
    USUAL_ORDER,
    Asked,
    Instruction,
    Section,
    asked,
    not_asked,
)
from belisha.referrals.recipients.telephone import afterwards, danger_first, script

CONTACT_PAGE = "https://www.police.uk/pu/contact-us/"
NON_EMERGENCY = "101"


class Police:
    """A territorial or special force, or whichever force is local."""

    sections: tuple[Section, ...] = USUAL_ORDER
    caution = ""

    def id_matches(self, authority_id: str) -> bool:
        return authority_id.startswith("police:")

    def checklist(self, message: ReferralMessage) -> tuple[Asked, ...]:
        """Full details of the incident, as the guidance for companies has it."""
        return (
            asked("What happened", facts.story(message)),
            asked("What it is about", facts.subject(message)),
            asked("When it happened", facts.happened_at(message)),
            asked("The child: age and place", facts.child(message)),
            asked("The suspect: age and place", facts.suspect(message)),
            asked("Accounts", facts.accounts(message)),
            asked("Internet addresses of the accounts", facts.of_accounts(message, "ips")),
            asked("The conversation", facts.conversation(message)),
            asked("The content, by reference", facts.items(message)),
            asked("Fingerprints of the content", facts.fingerprints(message)),
            asked(
                "Upload time, internet address and port", facts.having(message, "uploaded_at", "ip", "port")
            ),
            asked("How it came to light", facts.detected(message)),
            asked("Who else was told", facts.earlier(message), otherwise="Nobody else, as far as we know."),
            asked("How to reach us", facts.us(message), otherwise="Not set up: give your own contact."),
            not_asked("Images", "Companies do not send indecent images as part of their referral."),
        )

    def how_to(self, message: ReferralMessage) -> tuple[Instruction, ...]:
        page = message.recipient.url or CONTACT_PAGE
        number = message.recipient.phone or NON_EMERGENCY
        return (
            *danger_first(message),
            Instruction(
                action="open",
                text=f"Report to {message.recipient.name} on its contact page. Choose the crime or "
                "safeguarding form, and copy in what the pack says.",
                target=page,
            ),
            *_by_mail(message),
            Instruction(
                action="call",
                text=f"Or call {number} and say what follows. {NON_EMERGENCY} does not work from abroad.",
                target=number,
            ),
            *script(message),
            Instruction(
                action="careful", text="Do not attach or describe images in detail: none are to be sent."
            ),
            afterwards(),
        )


def _by_mail(message: ReferralMessage) -> tuple[Instruction, ...]:
    if not message.recipient.email:
        return ()
    text = (
        f"Where the force has asked for it by e-mail, send the pack (PDF and JSON) to this address. {MAILBOX}"
    )
    return (Instruction(action="send", text=text, target=message.recipient.email),)
