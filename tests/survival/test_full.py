"""A database that is full or can only be read: nothing is acknowledged; with room again all goes on."""

import pytest
from django.db import connection
from django.test import Client

from belisha.ledger.record import CONSOLE
from belisha.people.keys import Scope, add_key
from tests.web.public_form import WORDS, Visitor, harbour

LONG = "message 1 " * 2000
REPORT = {
    "source": "user",
    "concerns": ["grooming"],
    "danger_now": "no",
    "what_happened": "message 1 " * 2000,
}
FULL = {"sqlite": ("PRAGMA max_page_count = 1", "PRAGMA max_page_count = 1000000")}
READ_ONLY = {
    "sqlite": ("PRAGMA query_only = ON", "PRAGMA query_only = OFF"),
    "postgresql": ("SET default_transaction_read_only = on", "SET default_transaction_read_only = off"),
}


@pytest.fixture
def says():
    """Send a report with a key, and say the status and how long to wait."""
    secret = add_key(name="reports", scopes=[Scope.REPORT], by=CONSOLE).secret
    client = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {secret}"})

    def send():
        answer = client.post("/api/v1/reports", REPORT, "application/json")
        return answer.status_code, answer.headers.get("Retry-After"), answer.json().get("code")

    return send


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("trouble", [FULL, READ_ONLY], ids=["full", "read-only"])
def test_nothing_is_acknowledged_until_there_is_room_again(committed, says, trouble):
    if connection.vendor not in trouble:
        pytest.skip("a full PostgreSQL stops itself: bench-safety takes it away")
    assert says() == (201, None, None)
    before, after = trouble[connection.vendor]
    run(before)
    assert says() == (503, "5", "unavailable")
    run(after)
    assert says() == (201, None, None)


def test_the_form_keeps_what_was_written_and_asks_to_send_it_again(committed):
    harbour()
    visitor = Visitor(Client(raise_request_exception=False)).to_check()
    before, after = READ_ONLY[connection.vendor]
    run(before)
    visitor.send()
    assert (visitor.page.status_code, visitor.page.headers["Retry-After"]) == (503, "5")
    assert "We could not save your report" in visitor.text
    assert WORDS in visitor.text
    run(after)
    assert visitor.send().receipt


def test_a_page_of_the_desk_says_in_plain_words_that_nothing_was_saved(committed, rosa):
    client = Client(raise_request_exception=False)
    client.force_login(rosa)
    before, after = READ_ONLY[connection.vendor]
    run(before)
    answer = client.post("/account/logout/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "What you just sent was not saved" in answer.content.decode()
    run(after)
    assert client.post("/account/logout/").status_code == 302
