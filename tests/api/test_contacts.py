"""`POST contacts/assess`: what is advised, what is refused, and what is kept."""

import pytest
from django.utils import timezone

PATH = "/api/v1/contacts/assess"


def told(**changes):
    """A first message of an adult whom nothing ties to a child of 13 to 15."""
    return {
        "event": "first_message",
        "at": timezone.now().isoformat(),
        "actor": {"id": "account-1", "age_band": "adult", "account_age_days": 3},
        "recipient": {"id": "account-2", "age_band": "13_15", "language": "en"},
        "relation": {"connected": False, "mutual_connections": 0},
        **changes,
    }


@pytest.fixture
def service(caller):
    return caller("contact")


def test_a_stranger_who_writes_to_a_child_is_warned_of(service):
    answer = service.post(told(), PATH)
    assert answer.status_code == 200, answer.content
    assert answer.json()["advice"] in ("warn", "ask_first", "limit")
    assert answer.json()["message"]["title"]
