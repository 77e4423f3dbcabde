"""The sections of a pack after its front page. Each says so when there is nothing to say."""

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any

from belisha.referrals.message import Account, Item, ReferralMessage
from belisha.referrals.recipients import recipient_for
from belisha.referrals.recipients.facts import FINGERPRINTS
from belisha.referrals.recipients.recipient import Section
from belisha.referrals.words import KNOWN, NOT_KNOWN, ROLES, aged, moment, stamp, whereabouts

Block = dict[str, Any]
Cell = str | dict[str, Any]

HEADINGS: dict[Section, str] = {
    "asked": "What is asked for, and what is here",
    "detections": "How it came to light",
    "items": "Content, by reference",
    "accounts": "Accounts",
    "people": "The child and the suspect",
    "timeline": "What happened when",
    "conversation": "Conversation",
    "grounds": "Grounds for each element",
    "decision": "The decision",
    "viewed": "What was viewed",
    "earlier_reports": "Earlier reports",
    "reporter": "Who told us",
    "custody": "Custody log",
    "notes": "Further notes",
    "rule": "Why this authority, and by which rule",
}
DEFANGED = "Web addresses are defanged: hxxp is http, [.] is a dot, [:] a colon."
STANDS = {"present": "here", "unknown": "not known", "not_applicable": "does not apply"}


def table(head: list[str], widths: list[float], rows: Iterable[list[Cell]], none: str) -> list[Block]:
    """Return a table with these column headings, or the words for having none."""
    found = list(rows)
    if not found:
        return prose(none)
    return [{"kind": "table", "head": head, "widths": widths, "rows": found}]


def prose(*texts: str) -> list[Block]:
    """Return running texts."""
    return [{"kind": "prose", "text": text} for text in texts if text]


def facts(*rows: tuple[str, str]) -> list[Block]:
    """Return facts by name; what is not known says so."""
    return [{"kind": "facts", "rows": [[name, value or NOT_KNOWN] for name, value in rows]}]


def _people(message: ReferralMessage) -> list[Block]:
    rows: list[list[Cell]] = [
        [who, aged(person) or NOT_KNOWN, whereabouts(person) or NOT_KNOWN]
        for who, person in (("Child", message.child), ("Suspect", message.suspect))
    ]
    suspect = f"Whether the suspect is a child: {KNOWN[message.suspect_is_child]}."
    return [*table(["Who", "Age", "Place"], [1, 1, 2], rows, ""), *prose(suspect)]


def _timeline(message: ReferralMessage) -> list[Block]:
    rows: Iterable[list[Cell]] = ([stamp(one.at), one.what] for one in message.timeline)
    return table(["When (UTC)", "What"], [1.3, 4], rows, "No single moments are known to us.")


def _accounts(message: ReferralMessage) -> list[Block]:
    rows: Iterable[list[Cell]] = (
        [ROLES[one.role], {"pairs": _names(one)}, {"pairs": _reach(one)}] for one in message.accounts
    )
    return table(
        ["Role", "Account", "How it is reached"], [0.8, 2.2, 2.6], rows, "No account is known to us."
    )


def _names(account: Account) -> list[list[Any]]:
    pairs = [["Id", account.id], ["Screen name", account.screen_name], ["Age band", account.age_band]]
    return [pair for pair in pairs if pair[1]]


def _reach(account: Account) -> list[list[Any]]:
    pairs: list[list[Any]] = [
        ["Profile", account.profile_url],
        *(["E-mail", one] for one in account.emails),
        *(["Telephone", one] for one in account.phones),
        *(["Internet address", {"mono": one}] for one in account.ips),
    ]
    return [pair for pair in pairs if pair[1]] or [["", NOT_KNOWN]]


def _items(message: ReferralMessage) -> list[Block]:
    rows: Iterable[list[Cell]] = (
        [str(number), {"pairs": _reference(one)}, {"pairs": _fingerprints(one)}]
        for number, one in enumerate(message.items, 1)
    )
    found = table(["No.", "Content", "Fingerprints"], [0.4, 2.3, 3], rows, "No item is named.")
    return [*found, *prose(DEFANGED if message.items else "")]


def _reference(item: Item) -> list[list[Any]]:
    from_ = f"{item.ip or NOT_KNOWN}, port {item.port or NOT_KNOWN}" if item.ip or item.port else ""
    pairs: list[list[Any]] = [
        ["Id", item.id],
        ["Locator", item.locator],
        ["Type", item.content_type],
        ["Uploaded", moment(item.uploaded_at) if item.uploaded_at else ""],
        ["From", {"mono": from_} if from_ else ""],
    ]
    return [pair for pair in pairs if pair[1]]


def _fingerprints(item: Item) -> list[list[Any]]:
    known = [
        [words, {"mono": getattr(item, name)}] for name, words in FINGERPRINTS.items() if getattr(item, name)
    ]
    return known or [["", NOT_KNOWN]]


def _conversation(message: ReferralMessage) -> list[Block]:
    rows: Iterable[list[Cell]] = (
        [str(number), stamp(one.at), one.from_ or NOT_KNOWN, one.to or NOT_KNOWN, one.text]
        for number, one in enumerate(message.conversation, 1)
    )
    head = ["No.", "When (UTC)", "From", "To", "Text, as written"]
    return table(head, [0.5, 1.75, 1.2, 1.2, 4], rows, "No conversation is known to us.")


def _detections(message: ReferralMessage) -> list[Block]:
    rows: Iterable[list[Cell]] = ([stamp(one.at), one.how] for one in message.detections)
    return table(["When (UTC)", "How"], [1.3, 4], rows, "How it came to light is not known.")


def _grounds(message: ReferralMessage) -> list[Block]:
    rows: Iterable[list[Cell]] = ([one.element, one.grounds] for one in message.grounds)
    return table(["Element", "Grounds"], [1, 3], rows, "No grounds are recorded.")


def _decision(message: ReferralMessage) -> list[Block]:
    made = message.decision
    if made is None:
        return prose("No decision is recorded: this was sent because of danger, and is looked at afterwards.")
    alone = "Made in one-person mode: the team has one person, so no second person confirmed it."
    second = f"{moment(made.confirmed_at)}, by {made.confirmed_by}" if made.confirmed_by else ""
    return [
        *facts(
            ("Category", made.category),
            ("Decided", f"{moment(made.decided_at)}, by {made.decided_by}"),
            ("Confirmed", second or "nobody confirmed it"),
            ("Reasons", made.reasons),
        ),
        *prose(alone if made.one_person_mode else ""),
    ]


def _viewed(message: ReferralMessage) -> list[Block]:
    rows: Iterable[list[Cell]] = (
        [stamp(one.at), one.by, one.form, one.item or NOT_KNOWN] for one in message.viewed
    )
    return table(
        ["When (UTC)", "By", "In what form", "Item"], [1.3, 1.5, 2, 1.5], rows, "Nothing was viewed by us."
    )


def _earlier(message: ReferralMessage) -> list[Block]:
    rows: Iterable[list[Cell]] = (
        [stamp(one.at), one.authority, one.reference or NOT_KNOWN] for one in message.earlier_reports
    )
    return table(
        ["When (UTC)", "Authority", "Reference"], [1.3, 2, 2], rows, "No earlier report is known to us."
    )


def _reporter(message: ReferralMessage) -> list[Block]:
    told = message.reporter
    if told is None:
        return prose("Who told us is not known, or is not passed on.")
    source = ("Source", told.source)
    if not told.may_contact:
        return [*facts(source), *prose("They did not allow contact, so no name or address is given.")]
    return facts(source, ("Name", told.name), ("E-mail", told.email), ("Telephone", told.phone))


def _custody(message: ReferralMessage) -> list[Block]:
    rows: Iterable[list[Cell]] = ([stamp(one.at), one.who, one.what] for one in message.custody)
    return table(["When (UTC)", "Who", "What"], [1.3, 1.5, 3], rows, "Nothing is recorded.")


def _notes(message: ReferralMessage) -> list[Block]:
    return prose(*message.notes) or prose("None.")


def _asked(message: ReferralMessage) -> list[Block]:
    recipient = recipient_for(message.recipient.authority)
    blocks = prose(recipient.caution)
    for group, entries in groupby(recipient.checklist(message), key=lambda one: one.group):
        blocks += [{"kind": "heading", "text": group}] if group else []
        rows: Iterable[list[Cell]] = ([one.asked, STANDS[one.stand], one.text] for one in entries)
        blocks += table(["Asked for", "State", "What is here"], [2, 0.9, 3], rows, "Nothing is asked for.")
    return blocks


def _rule(message: ReferralMessage) -> list[Block]:
    rule = message.rule
    read = f"{rule.checked_on.day} {rule.checked_on:%B %Y}" if rule.checked_on else ""
    return facts(
        ("Why", rule.why),
        ("Basis", rule.basis),
        ("Source", rule.title),
        ("Where", rule.url),
        ("Read on", read),
    )


SECTIONS: dict[Section, Callable[[ReferralMessage], list[Block]]] = {
    "asked": _asked,
    "detections": _detections,
    "items": _items,
    "accounts": _accounts,
    "people": _people,
    "timeline": _timeline,
    "conversation": _conversation,
    "grounds": _grounds,
    "decision": _decision,
    "viewed": _viewed,
    "earlier_reports": _earlier,
    "reporter": _reporter,
    "custody": _custody,
    "notes": _notes,
    "rule": _rule,
}
