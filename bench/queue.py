"""The queue page over HTTP, signed in, with 100,000 cases behind it."""

import time
from http.client import HTTPConnection

from bench.desk import Desk, desk

CASES, PAGES, GOAL = 100_000, 120, "p95 200 ms"
PASSWORD = "a-long-password-for-the-measurement"

FILL = """
import os, random
from datetime import timedelta
from uuid import uuid4
from django.db import transaction
from django.utils import timezone
from belisha.intake.models import Report
from belisha.triage.models import Case, Counter, Membership
from belisha.vault import keys, masters
from belisha.vault.models import DataKey
from belisha.vault.seal import seal

random.seed(1)
master, wrapping = masters.wrapping()
now, number = timezone.now(), 0
for _ in range(COUNT // 1000):
    reports, cases, members = [], [], []
    ids = [uuid4() for _ in range(1000)]
    DataKey.objects.bulk_create(
        DataKey(kind="report", subject=s, master_id=master,
                wrapped=seal(wrapping, 1, os.urandom(32), table="vault", column="report", row=str(s)))
        for s in ids)
    keys.fetch([keys.KeyName("report", s) for s in ids[:500]])
    keys.fetch([keys.KeyName("report", s) for s in ids[500:]])
    for s in ids:
        number += 1
        at = now - timedelta(minutes=random.randrange(60 * 24 * 90))
        concern = random.choice(["grooming", "coercion", "indecent_images", "child_safety", "other"])
        report = Report(id=s, source="user", concerns=[concern], sent_by="bench", received_at=at,
                        state="in_review", receipt_lookup=os.urandom(32),
                        what_happened="message 1 of the reported conversation")
        case = Case(number=number, priority=random.choices([1, 2, 3], [1, 20, 79])[0],
                    concerns=f",{concern},", points=random.randrange(100),
                    state="open" if random.random() < 0.3 else "closed",
                    opened_at=at, due_at=at + timedelta(days=3), report_count=1,
                    reasons=[{"points": 35, "words": "Grooming: contact with a child may be going on."}])
        reports.append(report); cases.append(case)
        members.append(Membership(case=case, report=report, why="opened", joined_at=at))
    with transaction.atomic():
        Report.objects.bulk_create(reports, batch_size=50)
        Case.objects.bulk_create(cases, batch_size=30)
        Membership.objects.bulk_create(members, batch_size=100)
Counter.objects.update_or_create(id=1, defaults={"next_number": number + 1})
"""


def measure() -> list[tuple[str, str, str]]:
    """(what, figure, goal) for both databases."""
    rows = []
    for kind in ("sqlite", "postgres"):
        with desk(kind) as running:
            running.python(FILL.replace("COUNT", str(CASES)))
            rows += _rows(running, kind)
    return rows


def _rows(running: Desk, kind: str) -> list[tuple[str, str, str]]:
    browser = Browser(running)
    browser.sign_in()
    asked = {"first page": "/desk/", "urgent": "/desk/?priority=2", "tenth page": "/desk/?page=10"}
    return [(f"queue of {CASES}, {what}, {kind}", _p95(browser, path), GOAL) for what, path in asked.items()]


def _p95(browser: "Browser", path: str) -> str:
    times = []
    for _ in range(PAGES):
        sent = time.monotonic()
        status, _body = browser.get(path)
        times.append(time.monotonic() - sent)
        if status != 200:
            return f"answered {status}"
    times.sort()
    return f"p95 {times[int(PAGES * 0.95)] * 1e3:7.1f} ms   median {times[PAGES // 2] * 1e3:.1f} ms"


class Browser:
    """Just enough of a browser to sign in and to open a page again and again."""

    def __init__(self, running: Desk) -> None:
        self.running, self.cookies = running, dict[str, str]()
        self.connection = HTTPConnection("127.0.0.1", running.port, timeout=60)

    def sign_in(self) -> None:
        self.running.python(
            "from belisha.people.models import Staff\n"
            "from allauth.mfa.models import Authenticator\n"
            f"made = Staff.objects.create_user('bench@desk.example', {PASSWORD!r}, name='Bench',"
            " roles=['moderator'])\n"
            "from belisha.people.session_store import SessionStore\n"
            "from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY\n"
            "Authenticator.objects.create(user=made, type='totp', data={'secret': ''})\n"
        )
        # The second factor can't be typed by a measurement: the session is made where the server looks it up.
        self.cookies["sessionid"] = self.running.python(
            "from belisha.people.models import Staff\n"
            "from belisha.people.session_store import SessionStore\n"
            "from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY\n"
            "from belisha.jobs.start import use_session_key\n"
            "use_session_key()\n"
            "made = Staff.objects.get(email='bench@desk.example')\n"
            "session = SessionStore()\n"
            "session[SESSION_KEY] = str(made.pk)\n"
            "session[BACKEND_SESSION_KEY] = 'allauth.account.auth_backends.AuthenticationBackend'\n"
            "session[HASH_SESSION_KEY] = made.get_session_auth_hash()\n"
            "session.create()\n"
            "print(session.session_key)\n"
        ).strip()

    def get(self, path: str) -> tuple[int, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request("GET", path, headers={"Cookie": cookies})
        answer = self.connection.getresponse()
        return answer.status, answer.read().decode()
