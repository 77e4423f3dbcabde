"""Connectors in each state, with events of each outcome, for the pages that show them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

SECRET = "a secret of the sweeps"


def set_connectors(by: Any) -> None:
    """One on, one in test, one off; what came was taken, shown, left and refused."""
    from belisha.intake import connect
    from belisha.intake.connectors.seen import WrongShape
    from tests.connectors.samples import mastodon

    rows = [
        connect.add_connector(name=name, kind="mastodon", service_id=None, secret=SECRET, mapping={}, by=by)
        for name in ("Fediverse", "Fediverse in test", "Old one")
    ]
    for row in rows[:2]:
        _sends(row, mastodon(id=str(row.id)))
    connect.set_state(connector_id=rows[0].id, state="on", by=by)
    connect.set_state(connector_id=rows[2].id, state="off", by=by)
    connect.change_secret(connector_id=rows[1].id, secret=SECRET, by=by)
    for event in (mastodon(id="9"), {"event": "account.created"}):
        _sends(rows[0], event)
    try:
        _sends(rows[0], {"event": "report.created", "object": {}})
    except WrongShape:
        return


def _sends(row: Any, event: Any) -> None:
    from belisha.intake.arrive import arrive
    from tests.connectors.samples import signature

    body, now = json.dumps(event).encode(), datetime.now(UTC)
    headers = {"x-hub-signature": signature(event, SECRET)}
    arrive(connector_id=row.id, body=body, headers=headers, now=now)
