"""Domains that look like the one that is known: what a second person is told to look at twice. Pure."""

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from urllib.parse import urlsplit

from belisha.organisation import rules

ANYBODYS = frozenset(
    {"gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com"}
    | {"aol.com", "gmx.de", "gmx.net", "web.de", "proton.me", "protonmail.com", "mail.ru", "yandex.ru"}
    | {"mail.com", "zoho.com", "tutanota.com", "tuta.com", "hushmail.com", "fastmail.com", "yahoo.co.uk"}
)
"""Domains at which anybody opens a mailbox in a minute."""
_EVERYBODYS = frozenset({"police", "polizia", "policia", "gov", "report", "reports", "hotline", "cybercrime"})
"""Words that stand in many honest names, and liken nobody to anybody."""
_SEEN_AS = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("nn", "m"), ("ii", "u"), ("lc", "k"))
_LETTERS = str.maketrans("01345789iIj", "oleastbglll")


def odd_about(url: str, *, known: str, email: str = "") -> tuple[str, ...]:
    """Say what is odd about a new address beside the one known so far, for the second person to look at."""
    host, before = urlsplit(url).hostname or "", urlsplit(known).hostname or ""
    new, old = rules.domain_of(host), rules.domain_of(before)
    found = [odd_domain(host, before)] if host and before and new != old else []
    if before and not url:
        found.append(f"It leaves out the page so far: {old}.")
    mail = rules.domain_of(email.rpartition("@")[2].lower())
    if mail and mail not in {new, old}:
        found.append(f"The e-mail address belongs to {mail}, the page to {new or old or 'nobody known'}.")
    return tuple(found)


def odd_domain(host: str, known: str) -> str:
    """Say what is odd about a host beside the one known so far; nothing where they are of one domain."""
    new, old = rules.domain_of(host), rules.domain_of(known)
    if new == old:
        return ""
    if old in host or old.replace(".", "-") in host:
        return f"It only looks like {old}: the page belongs to {new}."
    name, before = new.partition(".")[0], old.partition(".")[0]
    if name == before:
        return f"It ends otherwise than the address so far: {new} instead of {old}."
    if looks_like(name, before):
        return f"It looks much like the address so far and is another: {new} instead of {old}."
    return f"It is another domain than the address so far: {new} instead of {old}."


def looks_like(name: str, known: str) -> bool:
    """Would a hurried reader take one name for the other? St0p-line is stopline, and so is stopline-help."""
    first, second = _seen(name), _seen(known)
    if first == second or (len(known) >= 3 and known in name.split("-")):
        return True
    if min(len(first), len(second)) >= 5 and (first.startswith(second) or first.endswith(second)):
        return True
    return SequenceMatcher(None, first, second).ratio() >= 0.8


def odd_mail(email: str, *, known: str, before: str = "") -> tuple[str, ...]:
    """Say what is odd about a mailbox beside the authority's own page and the mailbox so far."""
    host = email.rpartition("@")[2].lower()
    mail = rules.domain_of(host)
    found = []
    if mail in ANYBODYS:
        found.append(f"Anybody can open a mailbox at {mail}.")
    if known and (odd := odd_domain(host, known)):
        found.append(
            odd.replace("the page belongs", "the mailbox belongs").replace("the address so far", "their page")
        )
    elif not known:
        found.append("No page of theirs is known here to compare it with.")
    if before and before.lower() != email.lower():
        found.append(f"The mailbox so far is {before}.")
    return tuple(found)


def taken_for(host: str, others: Iterable[str]) -> Iterator[str]:
    """The domains among others that a host could be taken for."""
    new = rules.domain_of(host)
    for other in dict.fromkeys(rules.domain_of(one) for one in others if one):
        name, before = new.partition(".")[0], other.partition(".")[0]
        if (
            new != other
            and len(before) >= 3
            and before not in _EVERYBODYS
            and (other in host or looks_like(name, before))
        ):
            yield other


def _seen(name: str) -> str:
    """A name as a hurried reader sees it."""
    plain = name.replace("-", "")
    for written, read in _SEEN_AS:
        plain = plain.replace(written, read)
    return plain.translate(_LETTERS)
