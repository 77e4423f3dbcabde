"""TLS as this desk speaks it: verified, version 1.2 or newer."""

import os
import ssl
from functools import lru_cache
from pathlib import Path

import certifi
from django.conf import settings


def context() -> ssl.SSLContext:
    """What to connect with: trusts the machine's authorities, and the operator's own where one is set."""
    own = settings.BELISHA.ca_file
    return _context(str(own or ""), own.stat().st_mtime_ns if own else 0, os.environ.get("SSL_CERT_FILE", ""))


@lru_cache(maxsize=4)  # Reading some 140 certificates takes longer than a whole request.
def _context(own: str, _changed: int, _of_machine: str) -> ssl.SSLContext:
    made = ssl.create_default_context()
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    if not _machine_has_some():
        made.load_verify_locations(certifi.where())
    if own:
        made.load_verify_locations(own)
    return made


def _machine_has_some() -> bool:
    places = ssl.get_default_verify_paths()
    return bool(places.cafile) or bool(places.capath and any(Path(places.capath).iterdir()))
