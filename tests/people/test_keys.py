"""Keys of API clients: shown once, hashed at rest, for what they were made for, gone at once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from belisha.ledger.models import Entry
from belisha.ledger.record import SYSTEM
from belisha.people.keys import (
    USE_NOTED_EVERY,
    NotRotated,
    Scope,
    WrongScope,
    add_key,
    key_of,
    revoke_key,
    rotate_key,
)
from belisha.people.models import ApiKey
from belisha.refusal import NotFound


@pytest.fixture
def made():
    return add_key(name="back end", scopes=["report", "read"], by=SYSTEM)


def test_a_new_key_is_known_by_its_secret(made):
    assert key_of(made.secret).id == made.id


def test_no_two_keys_are_the_same():
    secrets = {add_key(name="back end", scopes=["report"], by=SYSTEM).secret for _ in range(20)}
    assert len(secrets) == 20
    assert all(len(secret) >= 50 for secret in secrets)


def test_the_secret_is_in_no_column_and_no_ledger_entry(made):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_apikey")
        row = cursor.fetchone()
    kept = b"|".join(
        bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode() for value in row
    )
    random = made.secret.split("_", 2)[2]
    assert random.encode() not in kept
    assert made.secret.encode() not in kept
    assert random not in str(Entry.objects.get().content)


def test_the_ledger_says_who_added_and_who_revoked(made, alex):
    revoke_key(key_id=made.id, by=alex)
    assert [(entry.event, entry.actor) for entry in Entry.objects.order_by("seq")] == [
        ("key.added", "system"),
        ("key.revoked", alex.ledger_name),
    ]


def test_a_revoked_key_is_unknown_at_once_and_stays_revoked(made):
    first = revoke_key(key_id=made.id, by=SYSTEM).revoked_at
    assert key_of(made.secret) is None
    assert revoke_key(key_id=made.id, by=SYSTEM).revoked_at == first
    assert Entry.objects.filter(event="key.revoked").count() == 1


def test_revoking_what_is_not_there_is_refused():
    with pytest.raises(NotFound):
        revoke_key(key_id="00000000-0000-0000-0000-000000000000", by=SYSTEM)


def test_a_key_ends_at_its_time_and_not_before(time_machine):
    end = timezone.now() + timedelta(days=30)
    made = add_key(name="short", scopes=["report"], by=SYSTEM, expires_at=end)
    time_machine.move_to(end - timedelta(seconds=1), tick=False)
    assert key_of(made.secret) is not None
    time_machine.move_to(end, tick=False)
    assert key_of(made.secret) is None


@pytest.mark.parametrize("scopes", [["everything"], ["report", ""], ["REPORT"]])
def test_a_scope_that_is_none_is_refused_and_no_key_is_made(scopes):
    with pytest.raises(WrongScope):
        add_key(name="back end", scopes=scopes, by=SYSTEM)
    assert not ApiKey.objects.exists()


def test_the_scopes_are_those_of_the_interface():
    assert {scope.value for scope in Scope} == {"report", "screen", "contact", "orders", "read"}


def test_a_key_whose_public_part_is_right_and_secret_part_is_wrong_is_unknown(made):
    head = made.secret.rpartition("_")[0]
    assert made.secret.count("_") >= 2
    assert [
        key_of(wrong) for wrong in (f"{head}_wrong", head, made.secret[:-1], made.secret + "x", "", "a_b_c")
    ] == [None] * 6


def test_use_is_noted_once_a_minute(made, time_machine, django_assert_num_queries):
    key_of(made.secret)
    first = ApiKey.objects.get().last_used_at
    with django_assert_num_queries(1):
        key_of(made.secret)
    time_machine.move_to(timezone.now() + USE_NOTED_EVERY + timedelta(seconds=1))
    key_of(made.secret)
    assert ApiKey.objects.get().last_used_at > first


def rotated(made, hours=24):
    return rotate_key(key_id=made.id, overlap=timedelta(hours=hours), by=SYSTEM)


def test_a_rotated_key_works_beside_its_successor_until_the_overlap_ends(made, time_machine):
    key_of(made.secret)
    new = rotated(made)
    assert {key_of(made.secret).id, key_of(new.secret).id} == {made.id, new.id}
    time_machine.move_to(timezone.now() + timedelta(hours=24, seconds=1))
    assert key_of(made.secret) is None
    assert key_of(new.secret).scopes == ["report", "read"]


def test_without_an_overlap_the_old_key_ends_at_once_however_well_it_is_remembered(made):
    key_of(made.secret)
    rotated(made, hours=0)
    assert key_of(made.secret) is None


def test_the_successor_lives_as_long_as_the_old_key_was_to_live(time_machine):
    made = add_key(
        name="a", scopes=["read"], by=SYSTEM, expires_at=timezone.now() + timedelta(days=90, seconds=5)
    )
    time_machine.move_to(timezone.now() + timedelta(days=80))
    new = ApiKey.objects.get(id=rotated(made).id)
    assert (new.expires_at - new.created_at).days == 90
    entry = Entry.objects.get(event="key.rotated")
    assert (entry.about_id, entry.content["successor"]) == (str(made.id), str(new.id))


def test_an_overlap_never_lengthens_a_key_s_life():
    end = timezone.now() + timedelta(hours=2)
    made = add_key(name="a", scopes=["read"], by=SYSTEM, expires_at=end)
    rotated(made, hours=48)
    assert ApiKey.objects.get(id=made.id).expires_at == end


def test_what_has_ended_or_was_rotated_is_not_rotated(made, time_machine):
    short = add_key(name="b", scopes=["read"], by=SYSTEM, expires_at=timezone.now() + timedelta(hours=1))
    gone = add_key(name="c", scopes=["read"], by=SYSTEM)
    rotated(made)
    revoke_key(key_id=gone.id, by=SYSTEM)
    time_machine.move_to(timezone.now() + timedelta(hours=2))
    before = ApiKey.objects.count()
    for one in (made, short, gone):
        with pytest.raises(NotRotated):
            rotated(one)
    assert ApiKey.objects.count() == before
