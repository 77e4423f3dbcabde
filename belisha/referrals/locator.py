"""Write an address so that nobody opens it by a click: `hxxps://example[.]com/path`."""

import re

_SCHEME = re.compile(r"(?<![A-Za-z0-9+.-])([A-Za-z][A-Za-z0-9+.-]*)://")
_DEFUSED = {"http": "hxxp", "https": "hxxps", "ftp": "fxp", "ftps": "fxps"}
_HOST = re.compile(r"(^//|\[:\]//|(?:hxxps?|fxps?)://)([^/?#\\]*)", re.IGNORECASE)
_BARE_HOST = re.compile(r"(?:[a-z0-9-]+(?:\.|\[\.\]))+[a-z]{2,}(?=[/:?#]|$)", re.IGNORECASE)
_DOT = re.compile(r"(?<!\[)\.(?!\])")


def defang(address: str) -> str:
    """Return the address with a scheme that nothing opens and its host's dots in brackets.

    Nothing is lost (`hxxp` is `http`, `[.]` a dot, `[:]` a colon), what is defanged already stays as it is,
    and an opaque locator, which no browser takes for an address, too.
    """
    defused = _SCHEME.sub(_defused, address)
    if defused == address and _BARE_HOST.match(address):
        return _BARE_HOST.sub(lambda host: _DOT.sub("[.]", host[0]), address, count=1)
    return _HOST.sub(lambda found: found[1] + _DOT.sub("[.]", found[2]), defused)


def _defused(found: re.Match[str]) -> str:
    scheme = found[1]
    if scheme.lower().startswith(("hxxp", "fxp")):
        return found[0]
    other = _DEFUSED.get(scheme.lower())
    if other is None:
        return f"{scheme}[:]//"
    return f"{other.upper() if scheme.isupper() else other}://"


def refanged(address: str) -> str:
    """Return a defanged address as it was, for whoever must enter it in an authority's own form.

    An address that said `hxxp` before it was defanged is taken for one that didn't.
    """
    begun = _BEGUN.sub(lambda found: found[0].replace("[.]", "."), address.replace("[:]//", "://"))
    return _DEFUSED_AT.sub(lambda found: _fanged(found[1]) + found[2].replace("[.]", "."), begun)


_BEGUN = re.compile(r"^(?:[A-Za-z][A-Za-z0-9+.-]*:)?(?://)?[^/?#\\]*")
_DEFUSED_AT = re.compile(r"(?<![A-Za-z0-9+.-])(hxxps?|fxps?)(://[^/?#\\]*)", re.IGNORECASE)
_FANGED = {after: before for before, after in _DEFUSED.items()}


def _fanged(scheme: str) -> str:
    usual = _FANGED[scheme.lower()]
    return usual.upper() if scheme.isupper() else usual
