"""Connectors as people set them: a row changed in the database behind their backs doesn’t count."""

import hmac
import json

from belisha.intake.models import Connector
from belisha.vault.lookup import digest
from belisha.vault.seal import Erased


def as_set(row: Connector) -> bytes:
    """The keyed digest of what a person set: kind, secrets, mapping, for which service, and whether on."""
    until = row.former_until.isoformat() if row.former_until else ""
    facts = [str(row.id), row.name, row.kind, row.state, str(row.service_id)]
    secrets = [row.secret, row.former, until]
    return digest("connector", json.dumps([*facts, *secrets, row.mapping], sort_keys=True))


def is_as_set(row: Connector) -> bool:
    """Is it still what a person set?"""
    try:
        return row.set_as is not None and hmac.compare_digest(bytes(row.set_as), as_set(row))
    except Erased:
        return False
