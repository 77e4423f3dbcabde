"""Answers at the desk: an upload is shown beside how it is read, corrected, confirmed, and taken in."""

import base64
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from belisha.figures.collate import pending as store
from belisha.figures.desk import collating
from belisha.figures.desk.book import desk_book
from belisha.ledger.models import Entry
from belisha.people.roles import Role

NEW = "/desk/figures/imports/new/"
ANSWER = b'Force,2017/18,2018/19\nKent,12,14\nSurrey,<5,"38,0001"\n<b>Kentt</b>,1,2\n'


@pytest.fixture
def ana(person):
    return person("Ana Lyst", Role.ANALYST)


@pytest.fixture
def desk(client, ana):
    client.force_login(ana)
    return client


def send(client, data=ANSWER, name="kent.csv", **told):
    return client.post(NEW, {"file": SimpleUploadedFile(name, data), **told})


def codes(page):
    return re.findall(r'name="confirmed" value="([^"]+)"', page.content.decode().replace("&#x27;", "'"))


def test_an_upload_is_shown_beside_how_it_is_read_and_taken_in_once_everything_is_confirmed(desk):
    answer = send(desk, title="Answers of 2019", received="2019-06-01")
    assert answer.status_code == 302
    page = desk.get(answer["Location"])
    text = page.content.decode()
    assert '<td class="b-sheet__figure">38,0001</td>' in text
    assert "&lt;b&gt;Kentt&lt;/b&gt;" in text
    assert "<b>Kentt" not in text
    wanted = codes(page)
    assert {"mapping", "cell:C3"} <= set(wanted)
    address = answer["Location"]
    refused = desk.post(f"{address}take-in/", {"confirmed": ["mapping"]})
    assert refused.status_code == 422
    assert "cell:C3" in refused.content.decode()
    assert desk_book().sources() == ()
    taken = desk.post(f"{address}take-in/", {"confirmed": wanted, "reason": "Looked at"})
    assert taken.status_code == 302
    (source,) = desk_book().sources()
    assert (source.title, source.file, str(source.received)) == ("Answers of 2019", "kent.csv", "2019-06-01")
    assert sorted(desk_book().dataset().cells["low"]) == [1, 12, 14, 38000]
    assert desk.get(address).status_code == 404
    events = [entry.event for entry in Entry.objects.all()]
    assert events[-2:] == ["figures.answer_read", "figures.imported"]


def test_a_correction_is_made_in_the_form_and_shown(desk):
    address = send(desk)["Location"]
    page = desk.get(address)
    given = {
        name: value.replace("&#x27;", "'")
        for name, value in re.findall(r'name="(1\.\w+)" value="([^"]*)"', page.content.decode())
    }
    assert given["1.areas"] == "A"
    assert given["1.values"] == "B:C"
    answer = desk.post(
        f"{address}correct/", {**given, "series": "foi", "1.values": "B", "more": "area:<b>Kentt</b>=Essex"}
    )
    assert answer.status_code == 302
    mapping = collating.shown(address.split("/")[-2]).pending.mapping
    assert mapping.tables[0].values == (1,)
    assert mapping.words == {"area": {"<b>kentt</b>": "E23000028"}}
    assert "such as =Kent" in page.content.decode()
    of_one = {**given, "series": "foi", "1.areas": "=Kent", "1.platforms": "=all"}
    assert desk.post(f"{address}correct/", of_one).status_code == 302
    table = collating.shown(address.split("/")[-2]).pending.mapping.tables[0]
    assert (table.area.value, table.platform.value) == ("E23000032", "all")
    wrong = desk.post(f"{address}correct/", {**given, "series": "foi", "1.rows": "x"})
    assert wrong.status_code == 422
    assert "4:48" in wrong.content.decode()


def test_what_is_no_table_is_said_in_the_form_and_leaves_nothing(desk):
    answer = send(desk, b"%PDF-1.7 ...", "letter.pdf")
    assert answer.status_code == 422
    assert "not a table" in answer.content.decode()
    assert collating.all_waiting() == []
    assert send(desk, b"").status_code == 422
    assert desk.post(NEW, {}).status_code == 422


def test_a_pasted_table_is_read_too(desk):
    answer = desk.post(NEW, {"pasted": "Force\t2017/18\nKent\t12\n"})
    assert answer.status_code == 302
    assert desk.get(answer["Location"]).status_code == 200


def test_what_nobody_takes_in_is_gone_after_a_day(desk, ana):
    address = send(desk)["Location"]
    now = timezone.now()
    assert len(store.waiting(desk_book(), now=now)) == 1
    assert store.waiting(desk_book(), now=now + timedelta(days=1)) == []
    assert store.forget(desk_book(), now=now + timedelta(hours=23)) == 0
    assert store.forget(desk_book(), now=now + timedelta(days=1, minutes=1)) == 1
    assert desk.get(address).status_code == 404


def test_an_answer_can_be_put_away(desk):
    address = send(desk)["Location"]
    assert desk.post(f"{address}put-away/").status_code == 302
    assert desk.get(address).status_code == 404
    assert desk_book().sources() == ()


def test_an_upload_needs_the_token_of_its_form_and_the_permission(ana, person):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ana)
    assert send(client).status_code == 403
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(NEW).content.decode())[1]
    assert send(client, csrfmiddlewaretoken=token).status_code == 302
    other = Client()
    other.force_login(person("Mo Derator", Role.MODERATOR))
    assert send(other).status_code == 403


def test_an_upload_never_rests_in_a_file(desk, monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("It would be written to a disk.")

    monkeypatch.setattr("django.core.files.uploadhandler.TemporaryUploadedFile", refuse)
    assert send(desk, ANSWER + b"Essex,1,2\n" * 90_000).status_code == 302


PICTURE = "data:image/png;base64," + base64.b64encode(bytes(range(256)) * 4).decode()


def test_a_picture_in_the_words_of_a_form_is_kept_nowhere(desk):
    address = send(desk, title=f"Answers {PICTURE}"[:190])["Location"]
    given = {"series": "foi", "more": f"area:Cent {PICTURE}\n=Essex"}
    answer = desk.post(f"{address}correct/", given)
    assert PICTURE[30:90] not in answer.content.decode().split("<textarea")[0]
    mapping = collating.shown(address.split("/")[-2]).pending.mapping
    assert PICTURE[30:90] not in mapping.to_json()
    reason = f"Looked at {PICTURE}"[:190]
    wanted = codes(desk.get(address))
    assert desk.post(f"{address}take-in/", {"confirmed": wanted, "reason": reason}).status_code == 302
    kept = str([(entry.event, vars(entry)) for entry in Entry.objects.all()])
    kept += str(desk_book().sources()) + str(desk_book().findings()) + str(desk_book().log())
    assert PICTURE[30:90] not in kept
    assert "Looked at [removed: " in kept
