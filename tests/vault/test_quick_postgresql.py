"""On PostgreSQL a living connection is used unasked, and one that the server ended is noticed in time."""

import pytest
from django.db import connection
from django.db.backends.postgresql import base

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL"),
]


@pytest.fixture
def other():
    made = connection.copy("other")
    made.ensure_connection()
    yield made
    made.close()


def test_a_living_connection_is_not_asked(other, monkeypatch):
    asked = []
    monkeypatch.setattr(base.DatabaseWrapper, "is_usable", lambda self: asked.append(self) or True)
    assert other.is_usable()
    assert asked == []
    # After an error nothing is taken for granted.
    other.errors_occurred = True
    assert other.is_usable()
    assert asked == [other]


def test_a_connection_that_the_server_ended_is_made_anew_before_it_is_used(other):
    other.health_check_done = False
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [other.connection.info.backend_pid])
    assert not other.is_usable()
    with other.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
