"""Pages of referrals on their way: how each stands, in words; what a person does about it."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.urls import reverse
from django.utils import timezone

from belisha.referrals import on_the_way
from belisha.referrals.models import Breaker, Dispatch
from belisha.referrals.problems import PROBLEMS, in_words
from belisha.referrals.recipients.channel import Arrived, Later, Refused
from tests.desk_cases import case, danger, make_case, organisation
from tests.referrals.carried import again, channel, clock, on_its_way, released, row_of, send, ways

__all__ = ["case", "channel", "clock", "danger", "make_case", "on_its_way", "organisation", "ways"]

AWAY = Later(problem="unreachable", sent=b"a document")


@pytest.fixture
def page(client, rosa, on_its_way):
    client.force_login(rosa)

    def read():
        return client.get(reverse("referral", args=[on_its_way.id])).content.decode()

    return read


def act(client, name, referral, **said):
    return client.post(reverse(name, args=[referral.id]), said, follow=True).content.decode()


def test_the_page_says_when_it_is_tried_next_and_what_came_back(page, on_its_way, channel, clock):
    assert "It leaves within seconds." in page()
    channel.script = [AWAY] * 3
    for seconds in (0, 10, 30):
        clock(timedelta(seconds=seconds))
        send()
    shown = page()
    at = timezone.localtime(clock() + timedelta(minutes=1)).strftime("%H:%M")
    assert f"Tried 3 times. They could not be reached. Next try in about 1 minute, at {at}." in shown
    assert shown.count("They could not be reached.</") == 3
    sent = sha256(b"a document").hexdigest()
    assert shown.count(sent) == 3


def test_the_page_says_how_long_they_are_left_alone(page, on_its_way, channel, clock):
    channel.script = [AWAY]
    send()
    until = clock() + timedelta(minutes=4)
    Breaker.objects.update(failures=9, open_until=until)
    assert f"left alone until {timezone.localtime(until):%H:%M}" in page()


def test_a_try_is_offered_once_one_has_failed_and_not_while_the_first_comes_by_itself(page, channel):
    assert "Try again now" not in page()
    channel.script = [AWAY]
    send()
    assert "Try again now" in page()


def test_a_line_that_fails_is_called_by_its_way_and_its_authority(client, rosa, on_its_way, channel):
    channel.script = [AWAY]
    send()
    client.force_login(rosa)
    shown = client.get(reverse("deliveries")).content.decode()
    row = row_of(on_its_way)
    assert f"{row.get_channel_display()} to {on_its_way.authority_name}" in shown
    assert row.line not in shown


def test_the_page_says_that_no_worker_takes_it(page, on_its_way, clock):
    clock(timedelta(minutes=6))
    assert "no worker took it" in page()
    assert on_the_way.counts()["untaken"] == 1


def test_a_person_tries_again_now(page, client, on_its_way, channel):
    channel.script = [Refused(problem="code_4101", words="They did not take a field.")]
    send()
    assert "Tried once, then stopped: it needs a person. They answered with their code 4101." in page()
    assert "It is tried within seconds" in act(client, "try_delivery", on_its_way)
    send()
    assert again(on_its_way).state == "acknowledged"
    assert "It arrived." in page()


def test_a_person_leaves_it_to_a_person_with_a_reason(page, client, on_its_way, channel):
    assert "Say why" in act(client, "leave_delivery", on_its_way)
    assert row_of(on_its_way).state == "waiting"
    assert "Nothing has been sent yet" in page()
    assert "It is left to a person" in act(client, "leave_delivery", on_its_way, reason="We ring them.")
    assert row_of(on_its_way).state == "by_hand"
    assert "Send it over the channel after all" in page()


def test_what_is_taken_back_is_spoken_of_only_once_something_was_sent(page, client, on_its_way, channel):
    assert "What may be open there" not in page()
    channel.script = [AWAY]
    send()
    assert "What may be open there is taken back first; then you tell them." in page()
    assert "Nothing has been sent yet" not in page()


def test_a_withdrawal_that_waits_says_so(page, client, on_its_way, channel):
    channel.script = [AWAY]
    send()
    said = act(client, "end_referral", on_its_way, act="withdraw", reason="The wrong case.")
    assert "taken back first; then it is withdrawn" in said
    send()
    assert again(on_its_way).state == "withdrawn"


def test_a_test_environment_is_said_so_and_it_is_told_by_hand(client, channel, ways, danger, rosa):
    ways.mode = "test"
    referral = released(danger, rosa)
    send()
    client.force_login(rosa)
    shown = client.get(reverse("referral", args=[referral.id])).content.decode()
    assert "test environment only: nobody has been told" in shown
    assert "Note how they were told" in shown


def test_the_list_shows_what_waits_and_what_stopped_of_cases_that_open_to_one(
    client, rosa, on_its_way, channel, clock
):
    client.force_login(rosa)
    channel.script = [Refused(problem="code_4101", words="They did not take a field.", line_down=True)]
    send()
    shown = client.get(reverse("deliveries")).content.decode()
    assert on_its_way.number in shown
    assert "Lines that fail" in shown
    assert on_its_way.number not in client.get(reverse("deliveries"), {"state": "arrived"}).content.decode()
    Dispatch.objects.update(state="arrived")
    Breaker.objects.all().delete()
    empty = client.get(reverse("deliveries")).content.decode()
    assert "Nothing waits, and nothing needs a person." in empty


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        ("status_503", "They asked to be left alone for a while (503)."),
        ("status_422", "They did not take it as it was (422)."),
        ("smtp_450", "The mail server can’t take it now (450)."),
        ("code_-1", "They answered with their code -1."),
        ("a_new_word", "What came back: a new word."),
    ],
)
def test_every_answer_has_words(problem, words):
    assert in_words(problem) == words
    assert all(in_words(known) == said for known, said in PROBLEMS.items())


def test_a_delivery_that_arrived_stands_among_how_they_were_told(page, on_its_way, channel):
    channel.script = [AWAY, Arrived(reference="R-7")]
    send()
    Dispatch.objects.update(next_at=timezone.now())
    send()
    shown = page()
    assert "Told, with a reference" in shown
    assert "This desk" in shown
