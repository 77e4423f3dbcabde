"""The address of one item in the service's own restricted viewer. Nothing is fetched or shown here."""

import re
from urllib.parse import quote, urlsplit

PLACEHOLDER = "{item}"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_DOTS = re.compile(r"\.{1,2}")


class NoAddress(ValueError):
    """There is no address for this item; the text says why, in the middle of a sentence."""


def viewer_address(template: str, external_id: str) -> str:
    """Return the template with the item's id in place of {item}, percent-encoded. Raises NoAddress.

    The id is whatever a report said, so it may only ever fill one place of the path or query: never the host,
    and never "." or "..", which a browser would take for a step up.
    """
    if not template:
        raise NoAddress("the service has no restricted viewer set up")
    if PLACEHOLDER not in template or not _safe(template):
        raise NoAddress(
            "the link to the service's viewer must begin with https:// and hold {item} after the host"
        )
    if not external_id.strip() or _DOTS.fullmatch(external_id.strip()):
        raise NoAddress("the report gives no id of the item that the viewer would know")
    return template.replace(PLACEHOLDER, quote(external_id.strip(), safe=""))


def _safe(template: str) -> bool:
    try:
        parts = urlsplit(template)
        host = parts.hostname or ""
    except ValueError:
        return False
    scheme = parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)
    return scheme and bool(host) and PLACEHOLDER not in parts.netloc and not parts.username
