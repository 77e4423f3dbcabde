"""What an address of an authority may look like, and how long a reading of its page counts. Pure."""

import re
import unicodedata
from datetime import date, datetime, timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

READING_COUNTS = timedelta(days=180)
"""As routing.review.OLD_AFTER: what is older would be marked old on the day on which it is confirmed."""
ALONE_TIMES = 3
"""How many times longer a change waits that one person confirms alone, in one-person mode."""

_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_TOP = re.compile(r"[a-z]{2,63}")
_PHONE = re.compile(r"\+?[0-9 ()\-]{2,30}")
# No percent sign: some mail servers send desk%one.example@two.example on to one.example.
_EMAIL = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._+\-]{0,63}@([A-Za-z0-9.\-]{1,190})")
_PRIVATE = frozenset({"localhost", "local", "internal", "test", "invalid", "onion", "lan", "home", "arpa"})
_SHORTENERS = frozenset(["bit.ly", "t.co", "tinyurl.com", "is.gd", "goo.gl", "ow.ly", "rb.gy", "cutt.ly"])
_SECOND_LEVEL = frozenset(
    {"co", "com", "org", "net", "gov", "gob", "gouv", "ac", "edu", "or", "go", "govt", "police"}
)


def wrong_date(read_on: date, today: date) -> str:
    """Say why a day of reading can't stand; nothing where it can."""
    if read_on > today:
        return "The day on which the page was read lies in the future."
    if today - read_on > READING_COUNTS:
        return f"The page was read more than {READING_COUNTS.days} days ago: read it again."
    return ""


def holds_from(confirmed_at: datetime, *, hours: int, alone: bool) -> datetime:
    """When a changed address begins to count."""
    return confirmed_at + timedelta(hours=max(hours, 1) * (ALONE_TIMES if alone else 1))


def wrong_url(url: str) -> str:
    """Say why an address of a page is refused; nothing where it may stand."""
    if any(ord(one) <= 32 or ord(one) > 126 or one == "\\" for one in url):
        return "The address holds letters that don't belong there: plain letters and digits only."
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "The address can't be read."
    if not url.startswith("https://"):
        return "The address must begin with https://."
    if "@" in parts.netloc:
        return "The address names a user before the host: that hides where it leads."
    if port is not None or parts.netloc.endswith(":"):
        return "The address names a port: an authority's page has none."
    return wrong_host(parts.hostname or "")


def wrong_host(host: str) -> str:
    """Say why a host is refused; nothing where it may stand."""
    if _is_number(host):
        return "The address is a number: an authority's page has a name."
    labels = host.split(".")
    if any(label.startswith("xn--") for label in labels):
        return "The address is written in another alphabet (xn--): that can look like another one."
    if len(labels) < 2 or labels[-1] in _PRIVATE:
        return "The address is not one of the public Internet."
    if not all(_LABEL.fullmatch(label) for label in labels) or not _TOP.fullmatch(labels[-1]):
        return "The address's host can't be read."
    if domain_of(host) in _SHORTENERS:
        return "The address is a short link: give the one to which it leads."
    return ""


def wrong_name(name: str) -> str:
    """Say why the name of an authority is refused; nothing where it may stand."""
    letters = [one for one in name if one.isalpha()]
    if not letters or not name.isprintable() or not all(_is_latin(one) for one in letters):
        return "Give the authority's name in Latin letters."
    return ""


def _is_latin(letter: str) -> bool:
    return letter.isascii() or unicodedata.name(letter, "").startswith("LATIN ")


def wrong_phone(phone: str) -> str:
    """Say why a telephone number is refused; nothing where it may stand."""
    digits = sum(one.isdigit() for one in phone)
    if not _PHONE.fullmatch(phone) or not 3 <= digits <= 15 or not phone.isascii():
        return "The telephone number has 3 to 15 digits, and beside them only +, -, brackets and spaces."
    return ""


def wrong_email(email: str) -> str:
    """Say why an e-mail address is refused; nothing where it may stand."""
    found = _EMAIL.fullmatch(email)
    if found is None or ".." in email or wrong_host(found[1].lower()):
        return "That is not an e-mail address of the public Internet, such as desk@authority.example."
    return ""


def domain_of(host: str) -> str:
    """Return the part of a host that somebody registered, near enough: "example.org", "police.uk"."""
    labels = host.split(".")
    keep = 3 if len(labels) > 2 and labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2 else 2
    return ".".join(labels[-keep:])


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        # Browsers read 0x7f.1 and 2130706433 as numbers too.
        return bool(re.fullmatch(r"(0x[0-9a-f]*|[0-9]+)(\.(0x[0-9a-f]*|[0-9]+))*\.?", host))
    return True
