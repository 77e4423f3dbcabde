"""An administrator hears of a key before it ends, not from the reports that no longer come."""

from datetime import timedelta

import pytest
from django.utils import timezone

from belisha.ledger.record import SYSTEM
from belisha.people.keys import add_key, key_of, revoke_key, rotate_key
from belisha.work.ending_keys import ask_about_keys
from belisha.work.models import Task


@pytest.fixture
def now():
    return timezone.now()


def made(now, days):
    return add_key(name="back end", scopes=["report"], by=SYSTEM, expires_at=now + timedelta(days=days))


def asked(now):
    ask_about_keys(now=now)
    return set(Task.objects.filter(kind="key.ends", done_at=None).values_list("about_id", flat=True))


def test_a_key_in_its_last_fortnight_is_a_task_for_administrators(now, client, alex, rosa):
    key, later = made(now, 13), made(now, 15)
    add_key(name="endless", scopes=["read"], by=SYSTEM)
    assert asked(now) == {key.id}
    assert asked(now + timedelta(days=13, hours=5)) == {key.id, later.id}
    client.force_login(alex)
    assert "rotate it" in client.get("/desk/tasks/").content.decode()
    client.force_login(rosa)
    assert "rotate it" not in client.get("/desk/tasks/").content.decode()


@pytest.mark.parametrize("act", ["rotate", "revoke"])
def test_the_task_ends_when_the_key_is_rotated_or_revoked(now, act):
    key = made(now, 5)
    assert asked(now) == {key.id}
    if act == "rotate":
        rotate_key(key_id=key.id, overlap=timedelta(hours=24), by=SYSTEM)
    else:
        revoke_key(key_id=key.id, by=SYSTEM)
    assert key.id not in asked(now)


def test_an_old_key_that_is_still_used_shortly_before_its_end_is_a_task(now, time_machine):
    key, quiet = made(now, 300), made(now, 300)
    for one in (key, quiet):
        rotate_key(key_id=one.id, overlap=timedelta(hours=24), by=SYSTEM)
    later = now + timedelta(hours=20)
    assert asked(later) == set()
    time_machine.move_to(later)
    key_of(key.secret)
    assert asked(later) == {key.id}
