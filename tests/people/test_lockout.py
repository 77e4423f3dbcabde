"""Guessing is stopped in every process and after every restart, and nobody is locked out by a stranger."""

import html

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from belisha.jobs.carry_people import look_after_sign_ins
from belisha.ledger.models import Entry
from belisha.people import lockout
from belisha.people.models import Attempts, KnownPlace
from belisha.work.models import Task
from tests.committed import together

LOGIN = "/account/login/"
HOME, ELSEWHERE = "198.51.100.9", "203.0.113.7"
TOO_MANY = "Too many wrong tries. Wait 15 minutes"


def tried(somebody, password="", at=ELSEWHERE):
    # allauth's own count lives in one process, for a minute: a restart forgets it.
    cache.clear()
    email = getattr(somebody, "email", somebody)
    return Client(REMOTE_ADDR=at).post(LOGIN, {"login": email, "password": password or email})


def wrong(somebody, times, at=ELSEWHERE):
    for number in range(times):
        tried(somebody, "a wrong password", at.format(number))


def text(answer):
    return html.unescape(answer.content.decode())


def events():
    return [entry.event for entry in Entry.objects.order_by("seq")]


@pytest.fixture
def nia(person):
    """Somebody who signed in from home before."""
    nia = person("Nia", "moderator", second_factor=False)
    assert tried(nia, at=HOME).status_code == 302
    return nia


def test_wrong_old_passwords_count_when_somebody_changes_it(rosa, client):
    client.force_login(rosa)
    new = "a river under seven bridges"

    def changes(old):
        cache.clear()
        said = {"oldpassword": old, "password1": new, "password2": new}
        return client.post("/account/password/change/", said).status_code

    assert [changes(f"wrong {number}") for number in range(5)] == [200] * 5
    assert changes(rosa.email) == 200
    rosa.refresh_from_db()
    assert not rosa.check_password(new)
    assert "staff.sign_in_locked" in events()
    Attempts.objects.all().delete()
    assert changes(rosa.email) == 302


def test_after_five_wrong_passwords_from_one_address_even_the_right_one_waits_there(nia, time_machine):
    now = timezone.now().timestamp()
    time_machine.move_to(now, tick=False)
    wrong(nia, 4)
    assert tried(nia).status_code == 302
    wrong(nia, 5)
    assert TOO_MANY in text(tried(nia))
    assert tried(nia, at="192.0.2.1").status_code == 302
    time_machine.move_to(now + 899, tick=False)
    assert TOO_MANY in text(tried(nia))
    time_machine.move_to(now + 901, tick=False)
    assert tried(nia).status_code == 302


def test_no_stranger_locks_out_whoever_is_on_call_where_they_signed_in_before(nia):
    wrong(nia, 40, at="203.0.113.{}")
    assert TOO_MANY in text(tried(nia, at="192.0.2.1"))
    assert tried(nia, at=HOME).status_code == 302


def test_from_all_unknown_addresses_together_twenty_are_heard(nia):
    answers = [text(tried(nia, "a wrong password", f"203.0.113.{number}")) for number in range(25)]
    assert sum(TOO_MANY in answer for answer in answers) == 5


def test_an_address_that_nobody_has_gets_the_same_answers(nia):
    known, unknown = (
        [TOO_MANY in text(tried(somebody, "a wrong password")) for _ in range(8)]
        for somebody in (nia, "nobody@desk.example")
    )
    assert known == unknown
    assert "staff.sign_in_locked" in events()
    assert Attempts.objects.filter(person=None).exclude(locked_at=None).count() == 0


def test_wrong_codes_count_too(rosa):
    client = Client(REMOTE_ADDR=HOME)
    client.post(LOGIN, {"login": rosa.email, "password": rosa.email})
    for number in range(6):
        cache.clear()
        client.post("/account/2fa/authenticate/", {"code": f"00000{number}"})
    row = Attempts.objects.exclude(place=b"").get(kind="code", person=rosa)
    assert row.count == lockout.FROM_ONE
    assert row.locked_at


def test_no_address_and_no_account_lies_readable(nia):
    wrong("nobody@desk.example", 1)
    row, place = Attempts.objects.exclude(place=b"").get(person=None), KnownPlace.objects.get()
    assert {len(bytes(kept)) for kept in (row.account, row.place, place.place)} == {32}


def test_administrators_have_a_task_and_lift_the_lock_and_both_are_on_record(nia, alex, client):
    wrong(nia, 5)
    assert look_after_sign_ins() == 1
    assert look_after_sign_ins() == 0
    task = Task.objects.get()
    assert (task.kind, task.permission, task.label) == ("staff.sign_in_locked", "people.manage_staff", "Nia")
    client.force_login(alex)
    page = f"/desk/settings/staff/{nia.id}/"
    assert page in client.get("/desk/tasks/").content.decode()
    assert "Locked for now" in text(client.get("/desk/settings/staff/"))
    assert "Too many wrong tries" in text(client.get(page))
    client.post(f"{page}lift-lock/")
    assert "Too many wrong tries" not in text(client.get(page))
    assert "Locked for now" not in text(client.get("/desk/settings/staff/"))
    assert tried(nia).status_code == 302
    task.refresh_from_db()
    assert task.done_by == alex
    kept = [event for event in events() if event.startswith("staff.")]
    assert kept == ["staff.sign_in_locked", "staff.sign_in_lifted"]
    assert str(ELSEWHERE) not in str([entry.content for entry in Entry.objects.all()])


def test_a_second_lock_is_told_of_again(nia, time_machine):
    now = timezone.now().timestamp()
    time_machine.move_to(now, tick=False)
    wrong(nia, 5)
    look_after_sign_ins()
    time_machine.move_to(now + 1000, tick=False)
    wrong(nia, 5)
    assert events().count("staff.sign_in_locked") == 2
    assert list(lockout.untold()) != []


def test_what_is_old_is_forgotten(nia, time_machine):
    now = timezone.now().timestamp()
    wrong("nobody@desk.example", 1)
    wrong(nia, 5)
    time_machine.move_to(now + 2 * 86400)
    lockout.forget_old()
    assert set(Attempts.objects.values_list("person", flat=True)) == {nia.id}
    time_machine.move_to(now + 91 * 86400)
    lockout.forget_old()
    assert not Attempts.objects.exists()
    assert not KnownPlace.objects.exists()


def test_thirty_guesses_at_one_moment_are_not_thirty_guesses(committed, person):
    nia = person("Nia", "moderator", second_factor=False)
    from django.test import RequestFactory

    request = RequestFactory().post(LOGIN, REMOTE_ADDR=ELSEWHERE)
    answers = together(lambda _: lockout.attempt(lockout.PASSWORD, nia.email, request).heard, times=30)
    assert answers.count(True) == lockout.FROM_ONE
    assert answers.count(False) == 30 - lockout.FROM_ONE
