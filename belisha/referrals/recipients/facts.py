"""What a message holds, as short texts that checklists show; "" where nothing is known."""

from collections.abc import Iterable

from belisha.referrals.message import Account, Item, ReferralMessage
from belisha.referrals.words import aged, concerns, counted, listed, moment, shortened, whereabouts

FINGERPRINTS = {"md5": "MD5", "sha1": "SHA-1", "sha256": "SHA-256", "pdq": "PDQ", "photodna": "PhotoDNA"}


def us(message: ReferralMessage) -> str:
    """Who reports and how we are reached; nothing where no contact is set."""
    org = message.organisation
    reach = listed([one for one in (org.contact_email, org.contact_phone) if one])
    return ", ".join(one for one in (org.legal_name, org.contact_name, reach) if one) if reach else ""


def platform(message: ReferralMessage) -> str:
    """The service on which it happened."""
    return message.organisation.service


def story(message: ReferralMessage) -> str:
    """The beginning of what happened."""
    return shortened(message.what_happened, 200)


def subject(message: ReferralMessage) -> str:
    """What it is about."""
    return concerns(message.concerns) if message.concerns else ""


def happened_at(message: ReferralMessage) -> str:
    """When it happened."""
    return moment(message.occurred_at) if message.occurred_at else ""


def child(message: ReferralMessage) -> str:
    """The child's age and place."""
    return ", ".join(one for one in (aged(message.child), whereabouts(message.child)) if one)


def suspect(message: ReferralMessage) -> str:
    """The suspect's age and place, and whether the suspect is a child."""
    parts = [aged(message.suspect), whereabouts(message.suspect)]
    young = "the suspect may be a child: safeguarding first" if message.suspect_is_child == "yes" else ""
    return ", ".join(one for one in (*parts, young) if one)


def detected(message: ReferralMessage) -> str:
    """How it came to light."""
    return listed([one.how for one in message.detections])


def earlier(message: ReferralMessage) -> str:
    """Which authority was told before, under which reference."""
    reports = message.earlier_reports
    return "; ".join(f"{one.authority}, reference {one.reference or 'not known'}" for one in reports)


def conversation(message: ReferralMessage) -> str:
    """How many lines of a conversation are in the pack."""
    return f"{counted(len(message.conversation), 'line')} in the pack" if message.conversation else ""


def items(message: ReferralMessage) -> str:
    """How many pieces of content are named."""
    return f"{counted(len(message.items), 'item')} in the pack, by reference" if message.items else ""


def content(message: ReferralMessage) -> str:
    """The pieces of content and the messages: grooming may be all in words."""
    talk = f"conversation: {conversation(message)}" if message.conversation else ""
    return "; ".join(one for one in (items(message), talk) if one)


def having(message: ReferralMessage, *names: str) -> str:
    """How many of the items have one of these fields."""
    with_it = [one for one in message.items if any(getattr(one, name) for name in names)]
    return f"for {len(with_it):,} of {counted(len(message.items), 'item')}" if with_it else ""


def fingerprints(message: ReferralMessage) -> str:
    """Which kinds of fingerprint there are, and on how many items."""
    kinds = [words for name, words in FINGERPRINTS.items() if any(getattr(i, name) for i in message.items)]
    return f"{listed(kinds)}, {having(message, *FINGERPRINTS)}" if kinds else ""


def accounts(message: ReferralMessage) -> str:
    """The accounts by role and id, the first few."""
    return _few(f"{one.screen_name or one.id} ({one.role})" for one in message.accounts)


def of_accounts(message: ReferralMessage, name: str) -> str:
    """What the accounts have in one field, the first few."""
    return _few(value for one in message.accounts for value in _values(one, name))


def count_of_fingerprints(of: Iterable[Item]) -> int:
    """How many fingerprints there are in all."""
    return sum(bool(getattr(one, name)) for one in of for name in FINGERPRINTS)


def _values(account: Account, name: str) -> tuple[str, ...]:
    value = getattr(account, name)
    return value if isinstance(value, tuple) else tuple(filter(None, (value,)))


def _few(values: Iterable[str], most: int = 5) -> str:
    known = list(dict.fromkeys(values))
    more = f" and {len(known) - most:,} more in the pack" if len(known) > most else ""
    return ", ".join(known[:most]) + more
