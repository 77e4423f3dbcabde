"""What is to be read again: once a half-year has gone by, and where nobody has read it yet."""

from datetime import date, timedelta

import pytest

from belisha.routing import SHIPPED
from belisha.routing.review import OLD_AFTER, is_old, read_rows, to_review
from belisha.routing.table import GATHERED

pytestmark = pytest.mark.pure

DAY = date.fromisoformat(GATHERED)
LATER = DAY + OLD_AFTER + timedelta(days=1)


def test_a_reading_is_old_after_180_days_and_what_was_never_read_is_not_old():
    assert not is_old(GATHERED, DAY + timedelta(days=180))
    assert is_old(GATHERED, DAY + timedelta(days=181))
    assert not is_old(None, DAY)
    assert not is_old("", DAY)


def test_on_the_day_of_gathering_nothing_is_old_and_the_never_read_are_listed():
    found = to_review(SHIPPED, DAY)
    assert all(row.never_checked for row in found)
    assert "AT:stopline" in {row.id for row in found}
    assert "DE:bka" not in {row.id for row in found}


def test_half_a_year_later_every_kind_is_old_and_the_oldest_come_first():
    found = to_review(SHIPPED, LATER)
    old = [row for row in found if not row.never_checked]
    assert {row.kind for row in old} == {
        "authority", "help line", "police force", "emergency number", "rule",
    }  # fmt: skip
    assert list(found[: len(old)]) == old
    assert {"DE:bka", "help:childline", "force:E23000023"} <= {row.id for row in old}


def test_what_was_looked_at_again_is_not_old_and_an_earlier_look_changes_nothing():
    again = to_review(SHIPPED, LATER, {"help:childline": LATER.isoformat(), "DE:bka": "2020-01-01"})
    assert "help:childline" not in {row.id for row in again}
    assert next(row for row in again if row.id == "DE:bka").checked_on == GATHERED


def test_every_row_has_an_id_and_a_digest_of_its_own():
    rows = list(read_rows(SHIPPED, DAY))
    assert len({row.id for row in rows}) == len({row.digest for row in rows}) == len(rows) > 150
    assert all(len(row.id) <= 80 for row in rows)
