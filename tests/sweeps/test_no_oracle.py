"""Only list officers learn list, entry or distance: canaries on a list leave no trace anywhere else."""

import io
import json
import logging
import re
from collections import Counter
from itertools import count
from random import Random

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from pydantic import SecretStr

from belisha.ledger.record import CONSOLE
from belisha.people.keys import add_key
from belisha.people.roles import Role
from belisha.screening import probing
from belisha.screening.lists import import_list
from belisha.triage import queue
from belisha.triage.triage import triage
from belisha.web.logs import Redacting
from tests.desk_cases import make_case, organisation
from tests.listed import near
from tests.screening.draw import picture, saved
from tests.sweeps.canaries import found, resting_places

__all__ = ["make_case", "organisation"]

NAME = "zqharbour"
# Long: three letters of base64 stand by chance in what is unpacked of any file.
SOURCES = [f"ZQSRC-canary-{number:02}-of-a-list" for number in range(12)]
PDQS = [f"{Random(number).getrandbits(256):064x}" for number in range(12)]
MD5S = [f"{Random(100 + number).getrandbits(128):032x}" for number in range(12)]
URLS = [f"zqhost{number}.example/zqpath{number}" for number in range(3)]
ASKED_NEAR = [near(pdq, 22) for pdq in PDQS[:4]]
CANARIES = [NAME, *SOURCES, *PDQS, *MD5S[4:], *URLS, "distance 22", "distance: 22"]
"""What must leave no trace. MD5s that were asked for and matched are the content's own: a case names them."""
BELOW = [role for role in Role if role != Role.LIST_OFFICER]
_number = count(1000)
HREF = re.compile(r'href="(/desk/(?!settings/directory/)[^"#?]*)')
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


@pytest.fixture
def listed(tmp_path):
    """A list in force whose every word is a canary."""
    rows = [f"{pdq},{md5},indecent,B,{one}" for pdq, md5, one in zip(PDQS, MD5S, SOURCES, strict=True)]
    path = tmp_path / "zq.csv"
    path.write_text("\n".join(["pdq,md5,category,grade,source_id", *rows]))
    import_list(name=NAME, path=path, by=CONSOLE)
    urls = tmp_path / "zq.txt"
    urls.write_text("\n".join(URLS))
    import_list(name=f"{NAME}-urls", path=urls, by=CONSOLE)


@pytest.fixture
def back_end():
    """A client with a key for screening and reading."""
    secret = add_key(name="back end", scopes=["screen", "read"], by=CONSOLE).secret
    return Client(HTTP_AUTHORIZATION=f"Bearer {secret}", raise_request_exception=False)


def ask(client, door, **body):
    return client.post(f"/api/v1/screen/{door}", json.dumps(body), "application/json")


def hashes(client, *rows):
    """Ask about fingerprints, each of content of its own."""
    return ask(client, "hashes", hashes=[{"id": f"photo-{next(_number)}", **row} for row in rows])


def shown(answer):
    """What an answer is but for its words: status, headers with their values, names and types in the body."""
    body = answer.json()
    first = body["results"][0] if "results" in body else body
    headers = {name: value for name, value in answer.headers.items() if name != "Date"}
    return answer.status_code, headers, list(body), list(first)


@pytest.mark.parametrize(
    ("hit", "miss"),
    [({"pdq": near(PDQS[0], 20)}, {"pdq": near(PDQS[0], 90)}), ({"md5": MD5S[0]}, {"md5": "0" * 31 + "1"})],
)
def test_hit_and_miss_have_one_shape_at_the_door_for_hashes(hit, miss, listed, back_end):
    answers = hashes(back_end, hit), hashes(back_end, miss)
    assert [one.json()["results"][0]["verdict"] for one in answers] == ["match", "no_match"]
    assert shown(answers[0]) == shown(answers[1])
    assert len(answers[0].content) == len(answers[1].content)


def test_hit_and_miss_have_one_shape_at_the_door_for_addresses(listed, back_end):
    answers = [
        ask(back_end, "urls", urls=[{"id": "1", "url": f"https://{one}"}]) for one in (URLS[0], "b.example/")
    ]
    assert [one.json()["results"][0]["verdict"] for one in answers] == ["match", "no_match"]
    assert shown(answers[0]) == shown(answers[1])


def test_hit_and_miss_have_one_shape_at_the_door_for_files(listed, back_end, tmp_path):
    known, other = (saved(picture(seed=seed), "PNG") for seed in (1, 2))
    from hashlib import md5

    path = tmp_path / "one.csv"
    path.write_text(f"md5,source_id\n{md5(known).hexdigest()},ZQFILE\n")
    import_list(name="zqfiles", path=path, by=CONSOLE)
    answers = [back_end.post("/api/v1/screen/media", data, "image/png") for data in (known, other)]
    assert [one.json()["verdict"] for one in answers] == ["match", "no_match"]
    assert shown(answers[0]) == shown(answers[1])
    assert len(answers[0].content) == len(answers[1].content)
    assert "ZQFILE" not in "".join(one.text for one in answers)


def test_the_api_says_the_words_of_a_verdict_and_nothing_else(listed, back_end):
    rows = [{"pdq": pdq} for pdq in ASKED_NEAR] + [{"pdq": f"{Random(9).getrandbits(256):064x}"}]
    results = hashes(back_end, *rows).json()["results"]
    assert {tuple(one) for one in results} == {("id", "verdict", "action", "reference")}
    wrong = [
        hashes(back_end, {"pdq": "zq"}), hashes(back_end, {"md5": PDQS[0]}), ask(back_end, "hashes", zq=1),
        back_end.get(f"/api/v1/{PDQS[0]}"), back_end.get(f"/api/v1/reports/{PDQS[0]}"),
    ]  # fmt: skip
    document = Client().get("/api/v1/openapi.json")
    said = json.dumps(results) + "".join(one.text for one in [*wrong, document])
    assert [canary for canary in CANARIES if canary in said] == []


def test_whoever_is_noticed_sees_nothing_of_it(listed, back_end, monkeypatch):
    noticed = []
    monkeypatch.setattr(probing._writer, "submit", lambda *given: noticed.append(given))
    answers = [hashes(back_end, {"pdq": near(PDQS[0], bits)}) for bits in range(60)]
    assert noticed
    lengths = {(len(one.content) - len(one.json()["results"][0]["id"])) for one in answers}
    assert ({str(shown(one)) for one in answers}, len(lengths)) == ({str(shown(answers[0]))}, 1)


@pytest.fixture
def a_day(listed, back_end, make_case, person, monkeypatch):
    """Near and exact matches, addresses and misses come in and become cases; what was logged meanwhile."""
    lines = io.StringIO()
    for handler in logging.getLogger().handlers:
        if isinstance(handler.formatter, Redacting):
            monkeypatch.setattr(handler, "stream", lines)
    from belisha.intake.models import Report

    make_case()
    asked = [{"pdq": one} for one in ASKED_NEAR] + [{"md5": one} for one in MD5S[:4]]
    assert all(one["verdict"] == "match" for one in hashes(back_end, *asked).json()["results"])
    ask(back_end, "urls", urls=[{"id": "u-1", "url": f"https://{URLS[0]}/below"}])
    hashes(back_end, *({"pdq": near(pdq, 60)} for pdq in PDQS))
    rita = person("Rita", Role.MODERATOR)
    for report in Report.objects.filter(source__in=["hash_match", "url_match"]):
        case = triage(report_id=report.id)
        queue.claim(case_id=case.id, by=rita)
    return lines


def crawled(client, *starts):
    """The pages that can be reached by links, at most five of a kind, with their addresses."""
    waiting, seen, kinds = list(starts), set(starts), Counter()
    while waiting:
        path = waiting.pop()
        answer = client.get(path, follow=True)
        text = answer.content.decode("utf-8", "replace") if not answer.streaming else ""
        yield path, text
        for new in sorted(set(HREF.findall(text)) - seen):
            seen.add(new)
            kinds[ID.sub("", new)] += 1
            if kinds[ID.sub("", new)] <= 5:
                waiting.append(new)


def test_below_list_officer_no_page_shows_a_canary(a_day, person):
    for role in BELOW:
        assert shown_to(person(f"Below {role}".replace(" ", "-"), role)) == set(), role


def shown_to(somebody):
    """Each canary that a page within this person's reach shows, with the page."""
    client = Client(raise_request_exception=False)
    client.force_login(somebody)
    starts = ("/desk/start/", "/desk/", "/desk/tasks/", "/desk/ledger/", "/desk/lists/", "/desk/search/")
    pages = dict(crawled(client, *starts))
    for query in (NAME, PDQS[0], ASKED_NEAR[0], MD5S[7]):
        pages[f"search {query}"] = client.post("/desk/search/", {"q": query, "query": query}).text
    assert len(pages) > len(starts)
    # What was searched for stands in its own box again.
    pages = {path: text.replace(path.removeprefix("search "), "") for path, text in pages.items()}
    return {(c, path) for path, text in pages.items() for c in CANARIES if c in text}


def test_the_crawl_sees_what_a_list_officer_sees(a_day, person):
    client = Client()
    client.force_login(person("Both", Role.LIST_OFFICER, Role.MODERATOR))
    text = "".join(page for _, page in crawled(client, "/desk/", "/desk/lists/"))
    assert NAME in text
    assert SOURCES[0] in text
    assert "distance 22" in text


def test_logs_and_metrics_name_no_canary(a_day, monkeypatch):
    monkeypatch.setattr(settings.BELISHA, "metrics_token", SecretStr("a token for the monitoring"))
    answer = Client().get("/metrics", headers={"Authorization": "Bearer a token for the monitoring"})
    assert answer.status_code == 200
    said = answer.text + a_day.getvalue()
    words = [*CANARIES, *ASKED_NEAR, *MD5S]
    assert [word for word in words if word in said] == []


def test_no_entry_of_the_ledger_names_a_list_in_clear(a_day):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM ledger_entry")
        said = str([[bytes(one) if isinstance(one, memoryview) else one for one in row] for row in cursor])
    assert "list.imported" in said
    assert [canary for canary in CANARIES if canary in said] == []


def test_no_hash_of_a_list_lies_in_clear_in_the_database(committed, a_day):
    assert found([*PDQS, *MD5S, *ASKED_NEAR, *SOURCES], resting_places()) == []


def test_the_search_finds_a_canary_that_does_lie_about(committed, a_day, rosa):
    rosa.name = f"named {SOURCES[3]}"
    rosa.save()
    assert found(SOURCES, resting_places())
