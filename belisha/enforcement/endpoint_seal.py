"""Endpoints as people set them: a row that was changed in the database behind their backs doesn't count."""

import hmac
import json
from collections.abc import Iterator

from belisha.enforcement.endpoint_table import Endpoint
from belisha.organisation.models import Service
from belisha.vault.lookup import digest
from belisha.vault.seal import Erased

State = Endpoint.State
LIVE = (State.TEST, State.ON)


def as_set(row: Endpoint) -> bytes:
    """The keyed digest of what a person set: address, kind, keys, for which service, and whether it is on."""
    facts = [str(row.id), row.name, row.kind, row.state, str(row.service_id), row.url, row.secrets, row.token]
    return digest("endpoint", json.dumps(facts))


def is_as_set(row: Endpoint) -> bool:
    """Is it still what a person set?"""
    try:
        return row.set_as is not None and hmac.compare_digest(bytes(row.set_as), as_set(row))
    except Erased:
        return False


def live_urls() -> tuple[str, ...]:
    """The addresses of all endpoints in test or on: beside the settings, where something may be sent."""
    return tuple(row.url for row in Endpoint.objects.filter(state__in=LIVE) if is_as_set(row))


def serving(service: Service | None) -> Iterator[Endpoint]:
    """The endpoints that are on and take the orders of a service; without a service, those of all."""
    for row in Endpoint.objects.filter(state=State.ON):
        if (row.service_id is None or service is None or row.service_id == service.pk) and is_as_set(row):
            yield row
