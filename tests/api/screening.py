"""A back end that screens, and pictures drawn by code that are on this desk's list."""

from __future__ import annotations

from typing import Any

from belisha.ledger.record import CONSOLE
from tests.api.conftest import Caller
from tests.screening.draw import picture, saved

MEDIA, HASHES, URLS = (f"/api/v1/screen/{door}" for door in ("media", "hashes", "urls"))


def planted(**fingerprints: Any) -> None:
    """Put fingerprints on this desk's own list; `pdq="..."` or `url="..."`."""
    from belisha.organisation.models import Service
    from belisha.screening.own import add_to_own_list

    about = Service.objects.get_or_create(slug="planted", defaults={"name": "Planted"})[0]
    add_to_own_list(fingerprints=fingerprints, category="A1", by=CONSOLE, about=about)


def fingerprint_of(data: bytes) -> dict[str, str]:
    """The PDQ of a file, as a service would compute it."""
    from belisha.screening.fingerprint import fingerprint

    seen = fingerprint(data)
    return {"pdq": seen.pdq, "sha256": seen.sha256}


def sends(back_end: Caller, data: bytes, content_type: str = "image/png", **said: str) -> Any:
    """Send one file to be screened; `said` goes into the query."""
    query = "&".join(f"{name}={value}" for name, value in said.items())
    return back_end.post(data, f"{MEDIA}?{query}", content_type=content_type)


__all__ = ["HASHES", "MEDIA", "URLS", "fingerprint_of", "picture", "planted", "saved", "sends"]
