"""Addresses as lists name them and as people write them, brought to one form. Pure; see docs/guides/lists.md.

What browsers and common servers take for one address has one form here: the WHATWG reading, and beyond it
what servers fold (escapes, doubled slashes). Scheme, user information, a leading `www.`, the ports 80 and 443
and the fragment do not tell pages apart; a query does.
"""

import re
from functools import partial
from ipaddress import IPv6Address
from typing import NamedTuple

import ada_url

from belisha.refusal import Refusal

LONGEST = 32_768  # characters: nobody would click a longer one
DEEPEST_PREFIX = 32  # segments of the path of a prefix entry, so that an address has few spellings
MOST_LABELS = 16  # of the name of a host entry, for the same reason

_WEB = frozenset({"http", "https", "ftp", "ws", "wss"})
_NO_PLACE = frozenset({"about", "blob", "data", "file", "javascript", "mailto", "tel", "view-source"})
_WITHOUT_SLASHES = _WEB | _NO_PLACE | {"magnet", "urn"}

# A file is the same file whatever query follows its name, and that is the cheapest way to alter an address.
_MEDIA = re.compile(
    r"\.(?:avi|avif|bmp|flv|gif|hei[cf]|jfif|jpe?g|m4v|mkv|mov|mp4|mpe?g|png|tiff?|webm|webp|wmv|7z|rar|zip)$",
    re.IGNORECASE,
)
_AROUND = "".join(map(chr, (*range(33), 0x7F, 0x85, 0xA0, *range(0x2000, 0x2010), 0x2028, 0x2029, 0xFEFF)))
_LEFT_OUT = str.maketrans("", "", "\t\r\n")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(//)?", re.IGNORECASE)
_HOST = re.compile(r"(?:\*\.)?[^\s/\\?#@]+")
_ESCAPE = re.compile(r"%([0-9a-f]{2})", re.IGNORECASE)
_ESCAPED_AGAIN = re.compile(r"%(?:25)+(?=[0-9a-f]{2})", re.IGNORECASE)
_SLASHES = re.compile(r"/{2,}")
_TOLD_APART_IN_PATH = frozenset("#%*?")
_TOLD_APART_IN_QUERY = frozenset("#%*&+=")
_MOST_PASSES = 8  # An address that is escaped more often leads nowhere; and the work stays bounded.


class NotAnAddress(Refusal):
    """This can't be read as an address: {reason}."""

    code = "not_an_address"


class _Read(NamedTuple):
    """An address in parts. `origin`: host and port as they count, empty where it is not of the web."""

    origin: str
    host: str
    path: str
    query: str
    fragment: str

    @property
    def is_named(self) -> bool:
        """Is the host a name, and no number? WHATWG reads every host whose last label is a number as IPv4."""
        return self.host[:1] != "[" and not self.host[-1:].isdigit()

    @property
    def site(self) -> str:
        """The origin without a leading `www.`: the same pages nearly everywhere."""
        bare = self.origin.removeprefix("www.")
        return bare if bare is not self.origin and "." in bare and self.is_named else self.origin

    @property
    def exact(self) -> str:
        return f"{self.site}{self.path}{self.query}"

    @property
    def own_fragment(self) -> str:
        """What stands after `#` where nothing else tells the page: sites that are one script do so."""
        return self.fragment if self.path == "/" and not self.query else ""


def canonical(url: str) -> str:
    """The one form of an address, `example.com/path?query`; one that is not of the web keeps its scheme.

    Raises NotAnAddress where no browser could open it or where it names no place on a network.
    """
    return _read(url).exact


def entry(text: str) -> str:
    """The form in which an entry of a list is stored; given that form, the same.

    With a scheme or a slash after the host it is that one address: `example.com/a?b=c`. With `/*` at its end
    it is every address below: `example.com/album/*`. A bare host, `example.com` or `*.example.com`, is every
    address there and at the hosts below it; with a port, at that port. A star meant literally is %2A.

    Raises NotAnAddress where it is none, or would match far too much: a host of one label, such as `com`.
    """
    text = _clean(text)
    kind, _, rest = text.partition(" ")
    if (kind == "host" and rest) or _is_host(text):
        return f"host {_host_of_entry(rest or text)}"
    if (kind == "prefix" and rest) or text.endswith("*"):
        return f"prefix {_prefix_of_entry(f'{rest}*' if rest else text)}"
    read = _read(text)
    return read.exact + read.own_fragment


def spellings(url: str) -> tuple[str, ...]:
    """Every stored form of an entry that matches this address, the exact one first; at most 68.

    Raises NotAnAddress as `canonical` does.
    """
    read = _read(url)
    found = [read.exact]
    if read.own_fragment:
        found.append(read.exact + read.own_fragment)
    if read.query and _MEDIA.search(read.path):
        found.append(read.site + read.path)
    if read.origin:
        found += _prefixes(read)
        found += _hosts(read)
    return tuple(found)


def _read(url: str) -> _Read:
    href = _normal(_with_scheme(_clean(url)))
    scheme, _, rest = href.partition(":")
    if scheme not in _WEB:
        return _Read("", "", href.partition("#")[0], "", "")
    authority, _, page = rest[2:].partition("/")
    host, _, port = _host_and_port(authority.rpartition("@")[2])
    host = _plain_host(host)
    page, hash_sign, fragment = page.partition("#")
    path, query = _folded(page)
    shown = "" if port in ("", "80", "443") else f":{port}"
    return _Read(f"{host}{shown}", host, path, query, f"{hash_sign}{fragment}" if fragment else "")


def _clean(text: str) -> str:
    # Browsers leave out tabs and line ends wherever they stand; what surrounds an address is no part of it.
    return text.translate(_LEFT_OUT).strip(_AROUND)


def _with_scheme(text: str) -> str:
    if len(text) > LONGEST:
        raise NotAnAddress(reason=f"it is longer than {LONGEST} characters")
    if text[:2] in ("//", "\\\\"):
        return f"http:{text}"
    named = _SCHEME.match(text)
    if not named or not (named[2] or named[1].lower() in _WITHOUT_SLASHES):
        return f"http://{text}"  # `example.com:8080/a` begins like a scheme, and is none.
    if named[1].lower() in _NO_PLACE:
        raise NotAnAddress(reason=f"{named[1].lower()}: names no place on a network")
    return text


def _normal(text: str) -> str:
    try:
        return ada_url.normalize_url(text)
    except ValueError:  # UnicodeEncodeError is one too
        raise NotAnAddress(reason="no browser could open it") from None


def _host_and_port(authority: str) -> tuple[str, str, str]:
    if authority.endswith("]"):
        return authority, "", ""
    host, colon, port = authority.rpartition(":")
    return (host, colon, port) if colon else (authority, "", "")


def _plain_host(host: str) -> str:
    if host.startswith("[::ffff:"):
        inside = IPv6Address(host[1:-1]).ipv4_mapped
        return str(inside) if inside else host
    bare = host.rstrip(".")
    if not bare:
        raise NotAnAddress(reason="it has no host")
    # `7..` is a name to WHATWG and `7` a number, so what is left of the dots is read anew.
    return bare if bare == host else _normal(f"http://{bare}/")[len("http://") : -1]


def _folded(page: str) -> tuple[str, str]:
    """Path and query, with one way to write each character and each step down."""
    path, _, query = page.partition("?")
    plain_path = _unescaped(path, _TOLD_APART_IN_PATH)
    plain_query = _unescaped(query, _TOLD_APART_IN_QUERY).replace("%20", "+")
    if "//" in plain_path or plain_path.startswith("/"):
        plain_path = _SLASHES.sub("/", plain_path).lstrip("/")
    if (plain_path, plain_query) != (path, query):
        # Dots that were escaped twice are steps up only now, and some characters are to be escaped again.
        again = _normal(f"http://h/{plain_path}?{plain_query}").removeprefix("http://h/")
        plain_path, _, plain_query = again.partition("?")
    below = plain_path.rstrip("/").replace("*", "%2A")
    return f"/{below}", f"?{plain_query.replace('*', '%2A')}" if plain_query else ""


def _unescaped(text: str, told_apart: frozenset[str]) -> str:
    """Escapes of what need not be escaped opened, however often; the others in upper case."""
    if "%" not in text:
        return text
    for _ in range(_MOST_PASSES):
        before = text
        text = _ESCAPE.sub(partial(_opened, told_apart=told_apart), _ESCAPED_AGAIN.sub("%", text))
        if text == before:
            break
    return text


def _opened(escape: re.Match[str], *, told_apart: frozenset[str]) -> str:
    character = chr(int(escape[1], 16))
    if "!" <= character <= "~" and character not in told_apart:
        return character
    return escape[0].upper()


def _prefixes(read: _Read) -> list[str]:
    so_far = f"prefix {read.site}/"
    found = [so_far]
    for segment in read.path.split("/")[1 : DEEPEST_PREFIX + 1]:
        if segment:
            so_far += f"{segment}/"
            found.append(so_far)
    return found


def _hosts(read: _Read) -> list[str]:
    names = [read.host]
    if read.is_named:
        labels = read.host.split(".")
        names = [".".join(labels[at:]) for at in range(max(0, len(labels) - MOST_LABELS), len(labels) - 1)]
    port = read.origin.removeprefix(read.host)
    return [f"host {name}{ending}" for name in names for ending in (("", port) if port else ("",))]


def _is_host(text: str) -> bool:
    named = _SCHEME.match(text)
    return bool(_HOST.fullmatch(text)) and not (named and named[1].lower() in _WITHOUT_SLASHES)


def _host_of_entry(text: str) -> str:
    text = text.removeprefix("*.")
    # An IPv6 address without its brackets, as some lists have it.
    read = _read(f"[{text}]" if text.count(":") > 1 and text[0] != "[" else text)
    if "*" in read.host:
        raise NotAnAddress(reason="a star stands before the whole host, such as *.example.com")
    labels = read.host.count(".") + 1
    if read.is_named and not 1 < labels <= MOST_LABELS:
        raise NotAnAddress(reason=f"a host has 2 to {MOST_LABELS} labels here, such as example.com")
    return read.origin


def _prefix_of_entry(text: str) -> str:
    if text[-2:-1] != "/" or "?" in text or "#" in text:
        raise NotAnAddress(
            reason="a prefix ends at a slash, such as example.com/album/*; a literal star is %2A"
        )
    read = _read(text[:-1])
    if not read.origin or read.path.count("/") > DEEPEST_PREFIX:
        raise NotAnAddress(reason=f"a prefix is of the web and has at most {DEEPEST_PREFIX} segments")
    return f"{read.site}{read.path.rstrip('/')}/"
