"""The first administrator comes in by a one-time link; no password is known to anybody before."""

import html
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from belisha.jobs.first_start import first_link
from belisha.ledger.models import Entry
from belisha.people.models import Staff, WelcomeLink
from belisha.people.welcome import make_link
from tests.committed import together

ROOT = Path(__file__).parents[2]
FIRST = {"name": "Ines", "email": "ines@desk.example", "password": "a river under seven bridges"}


def text(answer):
    return html.unescape(answer.content.decode())


@pytest.fixture
def link():
    return f"/welcome/{make_link()}/"


def test_the_link_makes_the_first_administrator_who_sets_up_a_second_factor_next(link, client):
    assert "Welcome to your desk" in text(client.get(link))
    assert client.post(link, FIRST).url == "/account/2fa/"
    ines = Staff.objects.get()
    assert (ines.name, ines.roles, ines.check_password(FIRST["password"])) == (
        "Ines",
        ["administrator"],
        True,
    )
    assert client.get("/desk/").url == "/account/2fa/"
    # Nobody who has just chosen a password is asked for it again.
    assert client.get("/account/2fa/totp/activate/").status_code == 200
    assert [entry.event for entry in Entry.objects.order_by("seq")] == [
        "desk.welcome_made",
        "staff.added",
        "desk.welcomed",
    ]


def test_the_link_opens_once(link, client):
    client.post(link, FIRST)
    Staff.objects.update(is_active=False)
    assert Client().get(link).status_code == 409
    assert Client().post(link, FIRST | {"email": "second@desk.example"}).status_code == 409
    assert Staff.objects.count() == 1


def test_the_link_ends_after_an_hour_and_a_new_start_ends_the_one_before(link, client, time_machine):
    newer = f"/welcome/{make_link()}/"
    assert client.get(link).status_code == 409
    assert client.get(newer).status_code == 200
    time_machine.move_to(timezone.now() + timedelta(minutes=61))
    answer = client.get(newer)
    assert answer.status_code == 409
    assert "used up, too old" in text(answer)


def test_no_link_is_made_or_opens_where_somebody_is_there(link, rosa, client):
    assert make_link() is None
    assert first_link("127.0.0.1", 8000) is None
    assert client.get(link).status_code == 409


def test_the_link_is_kept_as_a_digest_alone(link):
    secret = link.split("/")[2]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_welcomelink")
        kept = [bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in cursor.fetchone()]
    assert secret.encode() not in b"|".join(kept)
    assert secret not in str(Entry.objects.get().content)
    assert first_link("0.0.0.0", 9000).startswith("http://localhost:9000/welcome/")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"password": "password1234"}, "too common"),
        ({"email": "nowhere"}, "email"),
        ({"name": ""}, "required"),
    ],
)
def test_a_wrong_answer_makes_nobody_and_leaves_the_link(link, client, wrong, words):
    answer = client.post(link, FIRST | wrong)
    assert answer.status_code == 422
    assert words in text(answer)
    assert not Staff.objects.exists()
    assert client.get(link).status_code == 200


def test_two_at_one_moment_make_one_administrator(committed):
    link = f"/welcome/{make_link()}/"
    answers = together(
        lambda number: Client().post(link, FIRST | {"email": f"{number}@desk.example"}).status_code, times=4
    )
    assert sorted(answers) == [302, 409, 409, 409]
    assert Staff.objects.count() == 1
    assert WelcomeLink.objects.exclude(used_at=None).count() == 1


@pytest.mark.pure
def test_no_password_stands_in_code_or_docs_outside_the_demo():
    """A word in quotes that is given as a password, anywhere in what is shipped."""
    given = re.compile(
        r"""pass(?:word|phrase)["']?\s*[:=]{1,2}\s*f?["'](?!["'])([^"'{}<\s]{4,})["']""", re.IGNORECASE
    )
    shipped = [*ROOT.glob("belisha/**/*.py"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("*.md")]
    found = {
        f"{path.relative_to(ROOT)}: {match[1]}"
        for path in shipped
        for match in given.finditer(path.read_text(encoding="utf-8"))
        # The names of a field and of a form are no passwords.
        if match[1] != "password" and not match[1].startswith("belisha.")
    }
    # The demo's own, over invented data; and its name in a field that says what the browser may fill in.
    assert found == {"belisha/jobs/story/people.py: amber-beacon-demo"}
    assert "amber-beacon-demo" in (ROOT / "belisha/jobs/story/people.py").read_text()
