"""1,000 canaries through a day's use: none lies in clear in database, write-ahead log, temporary files, logs,
mail, metrics, error pages, backups and what is kept outside."""

import base64
import gzip
import io
import logging
import os
import re
import tempfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path

import pyrage
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pydantic import SecretStr

from belisha.decisions import decide, emergency
from belisha.jobs.backups.take import backup
from belisha.jobs.worker import JOBS
from belisha.ledger.record import CONSOLE
from belisha.organisation.arrange import save_profile
from belisha.people.keys import add_key
from belisha.referrals import read as referrals
from belisha.referrals import refer
from belisha.referrals.models import Referral
from belisha.triage import arrange, queue
from belisha.triage.models import Case
from belisha.web.logs import Redacting
from belisha.work.rota import add_turn
from tests.referrals.filing_steps import declared
from tests.sweeps.acted_on import act_on, other_tools, tell_and_appeal
from tests.sweeps.canaries import Canaries, a_report, found, heard, resting_places, sing_everywhere
from tests.sweeps.watched import watched
from tests.web.public_form import Visitor, post
from tests.work.channels import configured, mailbox

__all__ = ["configured", "mailbox"]

A_THOUSAND, A_FEW = 44, 4
TOLD = 2  # the case of which nobody was called, so that its user may be told
TOKEN = "a-token-for-the-monitoring"


@dataclass
class Day:
    """What a day's use left behind: files, and everything that was said."""

    files: list[Path] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    taken_out: list[bytes] = field(default_factory=list)
    written: set[str] = field(default_factory=set)
    made: list[str] = field(default_factory=list)


@pytest.fixture
def written(monkeypatch):
    """Everything that the log says."""
    lines = io.StringIO()
    for handler in logging.getLogger().handlers:
        if isinstance(handler.formatter, Redacting):
            monkeypatch.setattr(handler, "stream", lines)
    return lines


@pytest.fixture
def sing():
    return Canaries()


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """A folder of its own for temporary files, of the test and of the databases that it opens."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    for name in ("TMPDIR", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def day(request, committed, rosa, omar, sana, sing, written, mailbox, configured, temporary, tmp_path):
    """Reports come in, are triaged, decided, confirmed, referred, told, shown, exported and backed up."""
    reports = A_THOUSAND if request.node.get_closest_marker("slow") else A_FEW
    outside = tmp_path / "outside"
    outside.mkdir()
    configured(checkpoint_dir=outside, metrics_token=SecretStr(TOKEN), data_dir=tmp_path)
    left = Day()
    with watched(temporary) as watch:
        begin(rosa, omar, sing)
        other_tools(sana, sing)
        errors = come_in(reports, sing)
        everything_due()
        for case in list(Case.objects.order_by("number")):
            work_on(case, rosa, omar, sana, sing)
        everything_due()
        pages = look_around(rosa, sana, sing, left)
        backed_up = keep(tmp_path)
        left.made, left.written = watch.made, set(watch.opened)
    metrics = Client().get("/metrics", HTTP_AUTHORIZATION=f"Bearer {TOKEN}")
    assert metrics.status_code == 200
    left.said = {
        "log": written.getvalue(),
        "mail": "\n".join(letter.text for letter in mailbox.letters),
        "metrics": metrics.content.decode(),
        "error pages": "\n".join(errors + pages),
    }
    left.files = [*outside.rglob("*"), *temporary.rglob("*"), *backed_up]
    assert mailbox.letters
    assert any(outside.iterdir())
    return left


def begin(rosa, omar, sing):
    contact = {"name": sing.word(), "email": f"{sing.word()}@desk.example"}
    profile = {"legal_name": "The test desk", "country": "GB", "place": "NR1 3QA", "contact": contact}
    save_profile(by=CONSOLE, regulated_user_to_user="yes", nca_registered="yes", **profile)
    now = timezone.now()
    add_turn(person_id=rosa.id, starts_at=now, ends_at=now.replace(year=now.year + 1), by=omar)


def come_in(reports, sing):
    """Through the API and the public form; returns what was answered to requests that went wrong."""
    key = add_key(name="service", scopes=["report", "read", "contact"], by=CONSOLE).secret
    client = Client(HTTP_AUTHORIZATION=f"Bearer {key}")
    for number in range(reports):
        sent = client.post("/api/v1/reports", sing_everywhere(a_report(sing, number)), "application/json")
        assert sent.status_code == 201, sent.content
    told = client.post("/api/v1/contacts/assess", a_contact(sing), "application/json")
    assert told.json()["message"]
    by_the_public_form(sing)
    return go_wrong(client, sing)


def a_contact(sing, **changed):
    """A stranger writes to a child: whoever it is, in which group and where they know each other from."""
    names = {"group": sing.word(), "place": sing.word()}
    actor, recipient = ({"id": sing.word(), "age_band": band} for band in ("adult", "13_15"))
    at = timezone.now().isoformat()
    told = {"event": "first_message", "at": at, "actor": actor, "recipient": recipient}
    return told | names | changed


def by_the_public_form(sing):
    """A page that fails and comes back: what was typed travels in it, sealed."""
    visitor = Visitor().open()
    for step in ({"danger_now": "no"}, {"concerns": ["grooming"], "what_happened": f"message {sing.word()}"}):
        visitor.page = post(visitor.client, "/report/", {"state": visitor.state, **step})
    assert visitor.page.status_code == 200


def go_wrong(client, sing):
    """Requests that fail, each with canaries in it."""
    answers = [
        client.post("/api/v1/reports", body, "application/json")
        for body in (
            b"{" + sing.word().encode(),
            sing_everywhere({"source": sing.word(), "no_field": sing.word(), "what_happened": sing.word()}),
        )
    ]
    odd = a_contact(sing, event=sing.word(), text=sing.word())
    answers.append(client.post("/api/v1/contacts/assess", {"events": [odd]}, "application/json"))
    answers += [client.get(f"/api/v1/reports/{sing.word()}"), client.get(f"/{sing.word()}/")]
    answers += [client.get(f"/desk/cases/{sing.word()}/"), client.get("/", HTTP_HOST=sing.word())]
    assert {answer.status_code for answer in answers} <= {302, 400, 404, 422}
    return [answer.content.decode() for answer in [*answers, break_down(sing)] if answer.status_code >= 400]


def break_down(sing):
    """An error of ours, whose text quotes what somebody wrote."""

    def fail(*_, **__):
        raise ValueError(f"no place for {sing.word()}")

    client = Client(raise_request_exception=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("belisha.web.public.status.page", fail)
        answer = client.get(f"/report/status/?{sing.word()}")
    assert answer.status_code == 500
    return answer


def everything_due():
    for _ in range(2):
        for job in JOBS:
            job()


def work_on(case, rosa, omar, sana, sing):
    queue.claim(case_id=case.id, by=rosa)
    queue.opened(case_id=case.id, by=rosa)
    arrange.add_note(case_id=case.id, text=sing.word(), by=rosa)
    arrange.override_priority(case_id=case.id, priority=case.priority, reason=sing.word(), by=rosa)
    if case.number != TOLD:
        emergency.record_emergency_call(case_id=case.id, by=rosa, reference=sing.word(), note=sing.word())
    made = decide.decide(case_id=case.id, outcome="refer", category="grooming", reasons=sing.word(), by=rosa)
    if made.state == "proposed":
        decide.confirm(decision_id=made.id, by=omar)
    if case.number == 1:
        act_on(case, omar, sing)
    refer.prepare(case_id=case.id)
    if case.number == TOLD:
        tell_and_appeal(case, omar, sana, sing)
    for referral in referrals.of_case(case.id):
        if referral.state == "draft":
            refer.release(referral_id=referral.id, by=omar)
            if referral.authority == "nca":
                declared(Referral.objects.get(id=referral.id), omar)
            told = {"reference": sing.word(), "contact": sing.word(), "note": sing.word()}
            refer.record_delivery(
                referral_id=referral.id, by=omar, at=timezone.now(), channel="by_hand", **told
            )


def look_around(rosa, sana, sing, left):
    """Pages, searches and exports; returns the pages that said no."""
    case, clients = Case.objects.order_by("number")[0], [Client(), Client()]
    for client, person in zip(clients, (rosa, sana), strict=True):
        client.force_login(person)
    reader, senior = clients
    answers = [reader.get(reverse("search"), {"q": word}) for word in (sing.words[9], sing.word())]
    answers += [reader.get(reverse(name)) for name in ("queue", "tasks")]
    answers += [reader.get(reverse("case", args=[case.id])), reader.get(f"/desk/cases/{sing.word()}/")]
    out = senior.post(reverse("evidence", args=[case.id]), {"reason": f"For the police, {sing.word()}"})
    assert out.status_code == 200, out.content.decode()[-2500:]
    left.taken_out.append(out.content)
    return [answer.content.decode() for answer in answers if answer.status_code >= 400]


def keep(tmp_path):
    """A backup, as an operator takes it."""
    file, keys = tmp_path / "monday.age", tmp_path / "monday.age.keys"
    recipient = pyrage.x25519.Identity.generate().to_public()
    backup(file=file, keys_file=keys, to=[recipient], progress=lambda what, total: lambda count: None)
    return [file, keys]


def of_the_desk(path, tmp_path):
    """Is this one of the files in which a desk is meant to keep something?"""
    kept = ("monday.age", "outside/", "last-backup")
    if re.search(r"sqlite3[^/]*-(door|turn)$", path):
        return Path(path).stat().st_size == 0  # Where processes queue: nothing is ever in them.
    return path == os.devnull or any(part in path.removeprefix(str(tmp_path)) for part in kept)


def check(day, sing, tmp_path, at_least):
    assert len(sing.words) >= at_least
    said = {where: heard(sing.words, text.encode()) for where, text in day.said.items()}
    assert {where: words for where, words in said.items() if words} == {}
    assert found(sing.words, [*resting_places(), *filter(Path.is_file, day.files)]) == []
    assert day.made == []
    assert {path for path in day.written if not of_the_desk(path, tmp_path)} == set()
    if figure := os.environ.get("CANARIES_FIGURE"):
        Path(figure).write_text(f"{len(sing.words)} canaries, {len(resting_places()) + len(day.files)} files")


def test_no_canary_of_a_day_lies_in_clear(day, sing, tmp_path):
    check(day, sing, tmp_path, at_least=100)


@pytest.mark.slow
def test_a_thousand_canaries_through_a_day_lie_nowhere_in_clear(day, sing, tmp_path):
    check(day, sing, tmp_path, at_least=1000)


def test_what_is_taken_out_for_the_police_does_hold_them(day, sing):
    """The search sees what is packed: else the test above would prove nothing of a packed file."""
    assert heard(sing.words, day.taken_out[0])


def test_the_search_finds_a_canary_that_does_lie_about(day, sing, rosa, tmp_path):
    rosa.name = f"named {sing.words[3]}"
    rosa.save()
    assert found(sing.words[:10], resting_places())


@pytest.mark.pure
@pytest.mark.parametrize(
    "form",
    [
        str.encode,
        lambda word: word[::-1].encode(),
        lambda word: word.encode().hex().encode(),
        lambda word: f"ü {word} é".encode("utf-16-le"),
        lambda word: f"ü {word} é".encode("utf-16-be"),
        lambda word: base64.b64encode(f"a {word} b".encode()),
        lambda word: b"head" + gzip.compress(f"a {word} b".encode()),
        lambda word: b"head" + zlib.compress(f"a {word} b".encode()),
    ],
    ids=["plain", "reversed", "hex", "utf-16-le", "utf-16-be", "base64", "gzip", "zlib"],
)
def test_a_word_is_found_in_every_form(sing, tmp_path, form):
    place = tmp_path / "file"
    place.write_bytes(os.urandom(501) + form(sing.word()) + os.urandom(77))
    assert found(sing.words, [place])
    assert found(["zqanotherword"], [place]) == []
