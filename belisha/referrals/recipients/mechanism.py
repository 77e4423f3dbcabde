"""Any other authority of the directory: a country's reporting mechanism, CEOP, children's social care."""

import re

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

_ID = re.compile(r"[A-Z]{2}:[a-z0-9-]{1,60}|ceop|social-care")


class Mechanism:
    """Told by hand, over whatever the directory knows: page, telephone, e-mail, post.

    Where two people confirmed a mailbox, a letter goes there by itself (`by_mail.py`); never on a row that
    nobody confirmed.
    """

    sections: tuple[Section, ...] = USUAL_ORDER
    caution = ""

    def id_matches(self, authority_id: str) -> bool:
        return bool(_ID.fullmatch(authority_id))

    def checklist(self, message: ReferralMessage) -> tuple[Asked, ...]:
        return (
            asked("What happened", facts.story(message)),
            asked("What it is about", facts.subject(message)),
            asked("The child: age and place", facts.child(message)),
            asked("The suspect: age and place", facts.suspect(message)),
            asked("Accounts", facts.accounts(message)),
            asked("Internet addresses", facts.of_accounts(message, "ips")),
            asked("Web addresses, defanged in the pack", facts.having(message, "locator")),
            asked("Fingerprints", facts.fingerprints(message)),
            asked("Who else was told", facts.earlier(message), otherwise="Nobody else, as far as we know."),
            asked("How to reach us", facts.us(message), otherwise="Not set up: give your own contact."),
            not_asked("Images", "None are sent."),
        )

    def how_to(self, message: ReferralMessage) -> tuple[Instruction, ...]:
        return (*danger_first(message), *_confirm_first(message), *_ways(message), afterwards())


def _confirm_first(message: ReferralMessage) -> tuple[Instruction, ...]:
    if message.recipient.confirmed:
        return ()
    text = (
        "This address is not confirmed, so nothing is released to it. Read on the authority's own page that "
        "it takes such reports, and by which way. Say so at its row in the directory, with page and day; a "
        "second person reads the page too, and confirms it. Then the referral can be released."
    )
    return (Instruction(action="careful", text=text),)


def _ways(message: ReferralMessage) -> tuple[Instruction, ...]:
    to = message.recipient
    ways: list[Instruction] = []
    if to.url:
        ways.append(Instruction(action="open", text=f"Report to {to.name} on its page.", target=to.url))
    if to.email:
        ways.append(
            Instruction(action="send", text=f"Send the pack (PDF and JSON). {MAILBOX}", target=to.email)
        )
    if to.address:
        ways.append(Instruction(action="send", text="Post the printed pack.", target=to.address))
    if to.phone:
        call = Instruction(action="call", text=f"Call {to.name} and say what follows.", target=to.phone)
        ways += [call, *script(message)]
    none = Instruction(
        action="careful", text=f"No way to reach {to.name} is known: find one on its own page."
    )
    return tuple(ways) or (none,)
