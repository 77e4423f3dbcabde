"""Where this desk may connect to: what its settings name, and what a stage says was confirmed."""

from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from django.conf import settings

from belisha.outbound.origin import Origin, origin

CYBERTIP_TEST = "https://exttest.cybertip.org/ispws"
CYBERTIP_LIVE = "https://report.cybertip.org/ispws"
MAIL_PORTS = {"smtp": 587, "smtps": 465, "imap": 143, "imaps": 993}

_providers: list[Callable[[], Iterable[str]]] = []


def provide(addresses: Callable[[], Iterable[str]]) -> None:
    """Let a stage say, each time anew, which addresses it holds confirmed now. Called once, at the start."""
    if addresses not in _providers:
        _providers.append(addresses)


def may_reach(there: Origin) -> bool:
    """May it be dialled now? The demo dials nothing but a stand-in on this machine."""
    return there in named() or there in confirmed()


def allowed() -> frozenset[Origin]:
    """Every origin that may be dialled now."""
    return named() | confirmed()


def named() -> frozenset[Origin]:
    """What the operator's settings name."""
    own = settings.BELISHA
    given: list[object] = [own.cybertip_url]
    if not own.demo:
        given += [own.alert_webhook_url, own.checkpoint_url, own.ncmec_url, own.stopncii_url, own.oidc_issuer]
        if own.cybertip_user and own.cybertip_password and not own.cybertip_url:
            given.append(CYBERTIP_LIVE if own.cybertip_production else CYBERTIP_TEST)
    return frozenset(origin(plain(str(url))) for url in given if url) - {origin("")}


def confirmed() -> frozenset[Origin]:
    """What two people confirmed; over TLS alone, unless the host is one of the operator's private ones."""
    if settings.BELISHA.demo:
        return frozenset()
    given = {origin(url) for provider in _providers for url in provider()} - {origin("")}
    return frozenset(one for one in given if one[0] == "https" or is_private_host(one[1]))


def plain(url: str) -> str:
    """The address of a setting without the user and the password that may stand in it."""
    scheme, mark, rest = url.partition("://")
    place, slash, path = rest.partition("/")
    return f"{scheme}{mark}{place.rpartition('@')[2]}{slash}{path}"


def is_private_host(host: str) -> bool:
    """Did the operator name it as one in a private network, or on this machine?"""
    return host in {one.strip("[]").rstrip(".").lower() for one in settings.BELISHA.private_hosts}


def is_named(host: str, port: int) -> bool:
    """Do the settings themselves name this host and port, by HTTP or for mail?"""
    if any(one[1:] == (host, port) for one in named()):
        return True
    own = settings.BELISHA
    given = [] if own.demo else [one.get_secret_value() for one in (own.smtp_url, own.report_mailbox) if one]
    parts = [urlsplit(one) for one in given]
    return (host, port) in {(one.hostname or "", one.port or MAIL_PORTS.get(one.scheme, 0)) for one in parts}
