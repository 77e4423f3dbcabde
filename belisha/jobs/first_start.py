"""The first start of a desk: its folder, its master key, its tables."""

import base64
import os
import secrets
from pathlib import Path


def make_master_key(path: Path) -> bool:
    """Write a new master key, readable by its owner alone; return False where there is one already."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(descriptor, "wb") as file:
        file.write(base64.b64encode(secrets.token_bytes(32)) + b"\n")
        file.flush()
        # A key that a power cut takes away takes every report with it.
        os.fsync(file.fileno())
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return True


def ensure_master_key() -> bool:
    """Make the master key where none is set up anywhere; return whether one was made."""
    from django.conf import settings

    if settings.BELISHA_MASTER_KEYS:
        return False
    made = make_master_key(settings.BELISHA.default_master_key_file)
    settings.BELISHA_MASTER_KEYS = settings.BELISHA.master_keys()
    return made
