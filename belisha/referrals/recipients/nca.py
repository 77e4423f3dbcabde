"""The National Crime Agency: reports of regulated user-to-user services, through its portal or API alone.

Online Safety Act 2023 ss. 66-70; S.I. 2026/268 (in force 7 April 2026, commenced by S.I. 2026/262). The dates
are from official pages; the particulars of Schedule 1 below are second-hand, gathered on 22 November 2026:
**check them against the instrument** before relying on them. Schedule 1 includes the content itself where
available. Belisha holds none: an authorised person files in the portal, from the provider's own sealed store.
"""

from belisha.referrals.message import ReferralMessage
from belisha.referrals.recipients import facts
from belisha.referrals.recipients.recipient import Asked, Instruction, Section, asked, not_asked
from belisha.referrals.recipients.telephone import danger_first
from belisha.referrals.words import listed

PORTAL = (
    "https://www.nationalcrimeagency.gov.uk/what-we-do/crime-threats/child-sexual-abuse-and-exploitation/"
    "the-child-sexual-exploitation-abuse-industry-reporting-portal"
)
CITATION = "Online Safety Act 2023 s. 66; S.I. 2026/268, Schedule 1"
CAUTION = f"The order and the particulars follow {CITATION}, second-hand: check against the instrument."
HOW_SOON = {
    "immediate": "Priority 1 (threat to a child's life or serious harm): immediately.",
    "urgent": "Priority 2: as soon as reasonably practicable.",
    "standard": "Priority 3: without undue delay.",
}
SCHEDULE = "Schedule 1"
DECLARATION = "Declaration"
OWN_RECORDS = "Not held here. Take it from the service's own records when filing."


class Nca:
    """The CSEA Industry Reporting Portal, by hand."""

    sections: tuple[Section, ...] = (
        "asked",
        "detections",
        "earlier_reports",
        "items",
        "accounts",
        "conversation",
        "people",
        "timeline",
        "grounds",
        "decision",
        "viewed",
        "reporter",
        "notes",
        "custody",
        "rule",
    )
    caution = CAUTION

    def id_matches(self, authority_id: str) -> bool:
        return authority_id == "nca"

    def checklist(self, message: ReferralMessage) -> tuple[Asked, ...]:
        return (*_schedule(message), *_of_the_account(message), *_declaration(message))

    def how_to(self, message: ReferralMessage) -> tuple[Instruction, ...]:
        who = " or ".join(message.organisation.authorised_persons) or "the registered administrator"
        return (
            *danger_first(message),
            *_register_first(message),
            Instruction(
                action="careful", text=f"To be filed by {who} alone, in the portal; no other way counts."
            ),
            Instruction(
                action="open",
                text="Open the portal from the NCA's page and start a report.",
                target=message.recipient.url or PORTAL,
            ),
            Instruction(action="write", text=f"Choose the priority. {HOW_SOON[message.priority]}"),
            Instruction(
                action="write", text=f"Fill in each field from the checklist, in its order. {CAUTION}"
            ),
            Instruction(
                action="careful",
                text="Schedule 1 asks for the content itself where available. It is not in the pack: the "
                "authorised person adds it in the portal from the service's own sealed store.",
            ),
            Instruction(action="write", text="Read the declaration in full before confirming it."),
            Instruction(
                action="note",
                text="Enter the NCA's reference and the time here: the reference is kept for 5 years. "
                "Answer any request of the NCA within 7 days.",
            ),
        )


def _schedule(message: ReferralMessage) -> tuple[Asked, ...]:
    in_order = (
        ("The reporting person and how to reach them", facts.us(message), "Not set up: name the person."),
        ("The detected content", facts.content(message), "Nothing is named; say what was detected."),
        ("How it was detected", facts.detected(message), "Not known to us."),
        ("The platform", facts.platform(message), "Name the service on which it was found."),
        ("An earlier report and its reference", facts.earlier(message), "None is known to us."),
        ("When it was uploaded", facts.having(message, "uploaded_at"), OWN_RECORDS),
        ("Internet address at upload", facts.having(message, "ip"), OWN_RECORDS),
        ("Port at upload", facts.having(message, "port"), OWN_RECORDS),
        (
            "EXIF data",
            "",
            "Never read or held here. Take it from the original in the service's sealed store.",
        ),
        ("The URL, defanged in the pack", facts.having(message, "locator"), OWN_RECORDS),
        ("Hash of the original", facts.fingerprints(message), OWN_RECORDS),
    )
    return tuple(asked(what, text, otherwise=other, group=SCHEDULE) for what, text, other in in_order)


def _of_the_account(message: ReferralMessage) -> tuple[Asked, ...]:
    in_order = (
        ("Account: user name", facts.accounts(message)),
        ("Account: billing", ""),
        ("Account: e-mail address", facts.of_accounts(message, "emails")),
        ("Account: recovery e-mail address", ""),
        ("Account: telephone number", facts.of_accounts(message, "phones")),
        ("Account: when the telephone number was verified", ""),
        ("Account: profile URL", facts.of_accounts(message, "profile_url")),
        ("Account: internet addresses of log-ins in the last 3 months", _logins(message)),
        ("Connections of the account", ""),
    )
    return tuple(asked(what, text, otherwise=OWN_RECORDS, group=SCHEDULE) for what, text in in_order)


def _logins(message: ReferralMessage) -> str:
    known = facts.of_accounts(message, "ips")
    return f"{known} (reported to us; complete them from the service's own records)" if known else ""


def _declaration(message: ReferralMessage) -> tuple[Asked, ...]:
    org = message.organisation
    return (
        asked("The organisation is registered with the NCA", org.nca_registration, group=DECLARATION),
        asked(
            "The person who files is authorised",
            listed(org.authorised_persons),
            otherwise="Nobody is named in the organisation's profile.",
            group=DECLARATION,
        ),
        _unreported(message),
        asked("The content was judged by a person", _judged(message), group=DECLARATION),
        asked("The report is true to the best of their knowledge", "", group=DECLARATION, otherwise=_TRUE),
        not_asked(
            "The content itself",
            "Belisha holds none. The authorised person adds it in the portal where it is available.",
            group=DECLARATION,
        ),
    )


_TRUE = "The person who files confirms it, after reading the pack."


def _unreported(message: ReferralMessage) -> Asked:
    what, known = "The content was not reported before", facts.earlier(message)
    if known:
        text = (
            f"Reported before: {known}. Do not file the same content twice; say so where this goes further."
        )
        return Asked(asked=what, stand="unknown", text=text, group=DECLARATION)
    return asked(what, "No earlier report is known to us.", group=DECLARATION)


def _judged(message: ReferralMessage) -> str:
    decision = message.decision
    return f"{decision.category}, by {decision.decided_by}" if decision else ""


def _register_first(message: ReferralMessage) -> tuple[Instruction, ...]:
    if message.organisation.nca_registration:
        return ()
    text = (
        "No NCA registration is set. Register an administrator and a replacement first: registrations are "
        "worked on Monday to Friday, 07:00 to 17:00. Unregistered and a child at imminent risk: call 999."
    )
    return (Instruction(action="careful", text=text),)
