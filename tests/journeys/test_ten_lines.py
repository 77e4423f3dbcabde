"""ARCHITECTURE.md follows one report in ten lines: every file that it names is there, and it is so."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from belisha.guard import inspect
from belisha.intake.models import Report
from belisha.ledger.models import Entry
from belisha.referrals.models import Referral
from belisha.work.models import Alert, Task
from tests.journeys.steps import (
    a_report,
    checks_on,
    confirms,
    decides,
    downloads_the_pack,
    notes_the_reference,
    opens,
    opens_the_next_case,
    releases,
    sends_a_public_report,
    sends_a_report_by_api,
    told,
)

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
LINES = dict(re.findall(r"^(\d+)\. (.*(?:\n {3}.*)*)", PAGE, re.MULTILINE))
POLICE = "police:E23000023"


def named(text):
    """The files and folders that a text names in backticks or in its table."""
    quoted = re.findall(r"`([\w.<>/-]+)`|\b(docs/\w+\.md)\b", text)
    paths = [first or second for first, second in quoted]
    return [path for path in paths if "/" in path and not path.startswith("/")]


def there(path):
    """Is it in the repository, or in the package; `<organisation>` stands for any."""
    pattern = re.sub("<[^>]+>", "*", path.rstrip("/"))
    return any(list(place.glob(pattern)) for place in (ROOT, ROOT / "belisha"))


@pytest.mark.pure
@pytest.mark.parametrize("number", range(1, 11))
def test_every_file_that_a_line_names_is_there(number):
    paths = named(LINES[str(number)])
    assert paths
    assert [path for path in paths if not there(path)] == []


@pytest.mark.pure
def test_every_file_that_the_page_names_is_there_and_it_is_one_page():
    assert list(LINES) == [str(number) for number in range(1, 11)]
    assert [path for path in named(PAGE) if not there(path)] == []
    assert len(PAGE.splitlines()) <= 80


def test_two_reports_walk_the_ten_lines(committed, mailbox, organisation, back_end, parent, rosa, omar, ada):
    # 1, 2: the API and the public form parse, and one use case keeps the report: sealed, and cut.
    picture = "data:image/png;base64," + "iVBORw0KGgo" + "A" * 400
    sends_a_report_by_api(
        back_end, a_report(danger_now="yes", what_happened=f"Text of the report. {picture}")
    )
    receipt = sends_a_public_report(parent, what={}, who={"child_country": "GB", "child_place": "CB4 1YG"})
    by_api, by_form = Report.objects.order_by("received_at")
    assert picture not in by_api.what_happened
    assert by_api.removed[0]["media_type"] == "image/png"
    assert [entry.event for entry in Entry.objects.filter(about_kind="intake.report")] == [
        "report.received"
    ] * 2

    # 3, 4: the worker brings each into a case with its reasons; the dangerous one wakes whoever may help.
    the_worker_itself_runs()
    assert by_form.memberships.get().case.reasons
    danger = by_api.memberships.get().case
    assert Task.objects.get(wakes=True).about_id == danger.id
    assert sorted(letter.to[0] for letter in mailbox.letters) == ["omar@desk.example", "rosa@desk.example"]
    assert {alert.state for alert in Alert.objects.all()} == {"sent"}

    # 5: the most dangerous is first, and belongs to one person.
    assert opens_the_next_case(rosa) == danger
    opens(omar, danger)
    assert not omar.offered("Claim this case")
    case = opens_the_next_case(omar)
    assert case == by_form.memberships.get().case

    # 6, 7: one person decides, a second confirms, and the route says who is told.
    decides(omar, case, "refer")
    assert told(case) == {}
    confirms(rosa, case)
    assert told(case) == {POLICE: "draft"}

    # 8: what is released is proved to hold no file.
    referral = releases(omar, case, POLICE)
    assert [inspect(downloads_the_pack(omar, referral, kind)).verdict for kind in ("pdf", "json")] == [
        "clean",
        "clean",
    ]

    # 9: the authority is told by hand, and its reference is kept; who reported hears no more than is fit.
    notes_the_reference(omar, referral, "35/1/26")
    assert Referral.objects.get().reference == "35/1/26"
    assert "decided what to do" in checks_on(parent, receipt)

    # 10: every step left its entry; an auditor, and a sceptic at the console, find the log whole.
    ada.goes_to("/desk/ledger/").presses("Verify now")
    assert "The ledger holds" in ada.reads
    verdict = belisha("ledger", "verify", "--json", **committed.environment)
    assert (verdict["ok"], verdict["entries"]) == (True, Entry.objects.count())


def the_worker_itself_runs():
    from belisha.jobs.worker import PAUSE, Worker

    assert PAUSE < 1
    assert Worker().once() >= 2


def belisha(*arguments, **environment):
    """What a command answers, run as an operator runs it on the databases of this test."""
    command = [Path(sys.executable).with_name("belisha"), *arguments]
    ran = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)
