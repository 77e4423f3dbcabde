"""The headers that every answer carries, errors and refusals included."""

from typing import Protocol

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # For what is answered before any page is made: an error page has a style and a mark, and no script.
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
}
CACHEABLE = "/static/"
# What is published is the same for everybody, and its views say how long it may be kept (web/figures/).
PUBLISHED = "/figures/"


class Headers(Protocol):
    """Django's headers of an answer, or a dictionary."""

    def __contains__(self, name: str, /) -> bool: ...
    def __setitem__(self, name: str, value: str, /) -> None: ...


def complete(headers: Headers, path: str, status: int) -> None:
    """Add what is missing; only a file of ours that was found may be kept by a browser."""
    for name, value in FIXED.items():
        if name not in headers:
            headers[name] = value
    published = path.startswith(PUBLISHED) and "ETag" in headers
    if not (published or path.startswith(CACHEABLE)) or status not in (200, 206, 304):
        headers["Cache-Control"] = "no-store"
