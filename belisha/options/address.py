"""Which addresses a setting may hold."""

from pydantic import AnyUrl


def https_or_here(value: AnyUrl | None) -> AnyUrl | None:
    """Refuse an address that others on the way could read; this machine's own needs no TLS."""
    if value and value.scheme != "https" and value.host not in ("127.0.0.1", "localhost", "[::1]"):
        raise ValueError("It is reached by https://, or on this machine.")
    return value
