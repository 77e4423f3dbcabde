"""A client of the API with a key, and the smallest and the fullest report that it may send."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

if TYPE_CHECKING:
    from django.http import HttpResponse

REPORTS = "/api/v1/reports"


@dataclass(frozen=True)
class Caller:
    """A back end that holds one key."""

    secret: str
    client: Client

    def post(self, body: Any, path: str = REPORTS, **headers: str) -> HttpResponse:
        """Send a body: bytes as they are, everything else as JSON."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        content_type = headers.pop("content_type", "application/json")
        return self.client.post(path, data, content_type=content_type, headers=self._headers(headers))

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self.client.get(path, headers=self._headers(headers))

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}"} | {
            name.replace("_", "-"): value for name, value in more.items()
        }


@pytest.fixture
def caller() -> Callable[..., Caller]:
    """A maker of callers: caller("report", "read")."""
    from belisha.ledger.record import SYSTEM
    from belisha.people.keys import add_key

    def make(*scopes: str) -> Caller:
        key = add_key(name=f"back end ({', '.join(scopes)})", scopes=scopes, by=SYSTEM)
        return Caller(key.secret, Client())

    return make


@pytest.fixture
def shop(caller) -> Caller:
    """The back end of the service, which may report."""
    return caller("report")
