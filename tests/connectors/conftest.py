"""Connectors on a desk, and the tools that send to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from tests.connectors.samples import SECRET, signature, written
from tests.desk_cases import organisation
from tests.work.channels import configured

if TYPE_CHECKING:
    from django.http import HttpResponse

    from belisha.intake.models import Connector

__all__ = ["configured", "organisation"]

HEADERS = {"mastodon": "X-Hub-Signature", "discourse": "X-Discourse-Event-Signature"}


@pytest.fixture
def connector(alex) -> Callable[..., Connector]:
    """A maker of connectors: connector("mastodon", state="on")."""
    from belisha.intake.connect import add_connector
    from belisha.intake.connector_seal import as_set
    from belisha.intake.models import Connector

    def make(kind: str, *, state: str = "on", mapping: dict[str, Any] | None = None) -> Connector:
        made = add_connector(
            name=f"A {kind}", kind=kind, service_id=None, secret=SECRET, mapping=mapping or {}, by=alex
        )
        row = Connector.objects.get(id=made.id)
        row.state = state
        row.set_as = as_set(row)
        row.save()
        return row

    return make


def sent(connector: Connector, event: Any, **headers: str) -> HttpResponse:
    """A tool's webhook, signed as that tool signs unless `headers` say otherwise."""
    if connector.kind in HEADERS:
        given = {HEADERS[connector.kind]: signature(event)} | headers
    else:
        given = {"Authorization": f"Bearer {SECRET}"} | headers
    return Client().post(
        f"/api/v1/connectors/{connector.id}", written(event), content_type="application/json", headers=given
    )
