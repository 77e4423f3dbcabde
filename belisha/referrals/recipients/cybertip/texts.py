"""What a CyberTip has no element for, as text: fingerprints, a conversation, what was viewed."""

import re
from collections.abc import Iterable, Iterator

from belisha.referrals.locator import refanged
from belisha.referrals.message import Account, ConversationLine, EarlierReport, Item, ReferralMessage, View
from belisha.referrals.recipients.cybertip.elements import LONG
from belisha.referrals.recipients.facts import FINGERPRINTS
from belisha.referrals.words import aged, stamp, whereabouts

_URL = re.compile(r"https?://\S+")
TEXT_ONLY = (
    "This report is text and fingerprints alone. No file is sent, by design of the reporting software."
)


def sentences(*parts: str) -> str:
    """The parts that say something, a line each."""
    return "\n".join(part for part in parts if part)


def web_address(defanged: str) -> str:
    """The address as a browser has it; nothing for a locator that is no address."""
    plain = refanged(defanged)
    return plain if _URL.fullmatch(plain) else ""


def of_item(item: Item, viewed: Iterable[View]) -> str:
    """An item without its address: what it is, its fingerprints, where it came from, and who viewed it."""
    prints = (
        f"{words}: {getattr(item, name)}" for name, words in FINGERPRINTS.items() if getattr(item, name)
    )
    seen = (
        f"Viewed by {one.by}, {stamp(one.at)} (UTC): {one.form}." for one in viewed if one.item == item.id
    )
    return sentences(
        f"Item {item.id}{f', {item.content_type}' if item.content_type else ''}",
        "" if web_address(item.locator) or not item.locator else f"Locator: {item.locator}",
        f"Uploaded {stamp(item.uploaded_at)} (UTC)" if item.uploaded_at else "",
        f"From {item.ip}{f', port {item.port}' if item.port else ''}" if item.ip else "",
        *prints,
        *seen,
    )


def of_conversation(lines: Iterable[ConversationLine]) -> Iterator[str]:
    """The conversation in as many texts as it takes, each no longer than one element may be."""
    text = ""
    for line in lines:
        for piece in _pieces(_line(line)):
            if text and len(text) + 1 + len(piece) > LONG:
                yield text
                text = ""
            text = f"{text}\n{piece}" if text else piece
    if text:
        yield text


def _line(line: ConversationLine) -> str:
    who = line.from_ or "somebody"
    return f"{f'{stamp(line.at)} ' if line.at else ''}{who}{f' to {line.to}' if line.to else ''}: {line.text}"


def _pieces(line: str) -> Iterator[str]:
    for at in range(0, len(line), LONG):
        yield line[at : at + LONG]


def of_account(account: Account) -> str:
    """What an account is named by, for one that has no element of its own."""
    named = f"{account.id}{f', screen name {account.screen_name}' if account.screen_name else ''}"
    ways = (*account.emails, *account.phones, *account.ips, account.profile_url)
    reached = ", ".join(one for one in ways if one)
    return f"Also reported: account {named}{f' ({reached})' if reached else ''}"


def of_report(message: ReferralMessage, *more: str) -> str:
    """The report's own text: our number, what happened, what else is known, and that no file comes."""
    suspect_is_child = "yes" if message.suspect_is_child == "yes" else ""
    return sentences(
        f"Our reference: {message.reference}.",
        message.what_happened,
        *more,
        "The person reported may be a child." if suspect_is_child else "",
        *(_earlier(one) for one in message.earlier_reports),
        *message.notes,
        TEXT_ONLY,
    )


def _earlier(one: EarlierReport) -> str:
    reference = f", reference {one.reference}" if one.reference else ""
    return f"Reported before to {one.authority}{reference}."


def of_person(who: str, message: ReferralMessage, name: str) -> str:
    """A person's age and place, where they can't be laid to one account."""
    person = getattr(message, name)
    known = ", ".join(one for one in (aged(person), whereabouts(person)) if one)
    return f"{who}: {known}." if known else ""
