"""The words of the journeys: what people do at the desk, each through its door."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from belisha.referrals.recipients.nca_declaration import POINTS
from tests.desk_cases import report
from tests.journeys.visitor import Colleague, Visitor

if TYPE_CHECKING:
    from belisha.referrals.models import Referral
    from belisha.triage.models import Case

WORDS = "Message 1 of the reported conversation."
ACTORS = {"system": "Belisha", "public": "Public", "console": "Console"}


def a_report(**changed: Any) -> dict[str, Any]:
    """A report in neutral words by Lantern Chat, about an item with the digest of its name."""
    made = report(service="lantern")
    for item in made["items"]:
        item["sha256"] = sha256(item["id"].encode()).hexdigest()
    return made | changed


@dataclass(frozen=True)
class BackEnd:
    """The service's back end, which holds a key of the API."""

    secret: str

    def sends(self, report: dict[str, Any], *, key: str = "") -> Any:
        """Send a report, with an Idempotency-Key where one is given."""
        headers = self._headers | ({"Idempotency-Key": key} if key else {})
        body = json.dumps(report)
        return Client().post("/api/v1/reports", body, content_type="application/json", headers=headers)

    def asks(self, receipt: str) -> dict[str, Any]:
        """Ask where a report stands."""
        answer = Client().get(f"/api/v1/reports/{receipt}", headers=self._headers)
        assert answer.status_code == 200, answer.content
        return dict(answer.json())

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}"}


def sends_a_public_report(visitor: Visitor, *, what: dict[str, Any], who: dict[str, Any], **you: Any) -> str:
    """Through the four steps of the public form; returns the receipt."""
    visitor.goes_to("/").follows("Report something")
    visitor.presses("Continue", danger_now="no")
    visitor.presses("Continue", **{"concerns": ["grooming"], "what_happened": WORDS} | what)
    visitor.presses("Continue", **who)
    visitor.presses("Continue", **you)
    visitor.presses("Send report")
    return str(visitor.page.xpath("//*[@class='b-receipt']")[0].text_content()).replace("\u00a0", " ")


def checks_on(visitor: Visitor, receipt: str) -> str:
    """What the public page answers to a receipt."""
    return visitor.goes_to("/report/status/").presses("Check", receipt=receipt).reads


def sends_a_report_by_api(back_end: BackEnd, report: dict[str, Any], **options: str) -> str:
    """Returns the receipt."""
    answer = back_end.sends(report, **options)
    assert answer.status_code == 201, answer.content
    return str(answer.json()["receipt"])


def the_worker_runs() -> int:
    """One round of every job of the worker, none of which may fail; how much was done.

    Not `Worker().once()`: it drops old connections, and with them the transaction of the test.
    """
    from belisha.jobs.worker import JOBS

    return sum(job() for job in JOBS)


def opens_the_next_case(person: Colleague) -> Case:
    """Claim what must be seen next."""
    person.goes_to("/desk/").presses("Next case")
    return case_on(person)


def opens(person: Colleague, case: Case) -> Colleague:
    """Look at a case."""
    person.goes_to(reverse("case", args=[case.id]))
    return person


def has_all_shown(person: Colleague, case: Case) -> Colleague:
    """Ask for every name and place that is hidden, for the reason that the page proposes."""
    opens(person, case).follows("Choose what is shown to you")
    hidden = person.page.xpath("//main//input[@type='checkbox']")
    person.presses("Show it to me", **{hidden[0].get("name"): [one.get("value") for one in hidden]})
    return person


def decides(person: Colleague, case: Case, outcome: str, *, category: str = "", **fields: Any) -> Colleague:
    """Decide a case on its page; category and form start from what the reports say."""
    opens(person, case).follows("Decide this case")
    if category:
        person.follows(category)
    person.presses("Decide", outcome=outcome, **{"reasons": "Both accounts."} | fields)
    case.refresh_from_db()
    return person


def confirms(person: Colleague, case: Case) -> Colleague:
    """Be the second person."""
    opens(person, case).follows("Read it, and confirm it or send it back")
    person.presses("Confirm this decision")
    case.refresh_from_db()
    return person


def reads_the_referral(person: Colleague, case: Case, authority: str) -> Referral:
    """Open the referral to one authority from the case's page."""
    from belisha.referrals.models import Referral

    referral = Referral.objects.exclude(state="withdrawn").get(case=case, authority=authority)
    link = f"Referral {referral.number}"
    # An authority that is no step any more, as it has been told, is listed below the steps by its name.
    opens(person, case).follows(link if person.offered(link) else referral.authority_name)
    return referral


def releases(person: Colleague, case: Case, authority: str) -> Referral:
    """Release the referral to one authority."""
    referral = reads_the_referral(person, case, authority)
    person.presses("Release it")
    referral.refresh_from_db()
    assert referral.state == "released"
    return referral


def downloads_the_pack(person: Colleague, referral: Referral, kind: str) -> bytes:
    """Take a released document out, from the referral's page."""
    person.goes_to(reverse("referral", args=[referral.id])).presses(f"Download the {kind.upper()}")
    return bytes(person.answer.content)


def declares(person: Colleague, referral: Referral) -> Colleague:
    """Tick every point of the NCA's declaration."""
    person.goes_to(reverse("file_referral", args=[referral.id]))
    person.presses("Keep the declaration", points=list(POINTS))
    return person


def notes_the_reference(person: Colleague, referral: Referral, reference: str) -> Colleague:
    """Note that the authority was told, and what it answered; to the NCA it is declared first."""
    if referral.authority == "nca":
        declares(person, referral)
    now = timezone.localtime()
    person.goes_to(reverse("referral", args=[referral.id]))
    person.presses(
        "Note it", at_0=f"{now:%Y-%m-%d}", at_1=f"{now:%H:%M}", channel="portal", reference=reference
    )
    referral.refresh_from_db()
    referral.case.refresh_from_db()
    return person


def case_on(person: Visitor) -> Case:
    """The case whose page this person looks at."""
    from belisha.triage.models import Case

    return Case.objects.get(id=resolve(person.path).kwargs["case_id"])


def the_only_case() -> Case:
    from belisha.triage.models import Case

    return Case.objects.get()


def told(case: Case) -> dict[str, str]:
    """Who is told of a case, in the order of the route, and where that stands."""
    rows = case.referrals.exclude(state="withdrawn").order_by("place")
    return dict(rows.values_list("authority", "state"))


def open_tasks(subject: Any) -> list[str]:
    """The kinds of the tasks that are open about a case or a referral."""
    from belisha.work.models import Task

    rows = Task.objects.filter(about_id=subject.id, done_at=None).order_by("kind")
    return list(rows.values_list("kind", flat=True))


def ledger_says(case: Case) -> list[str]:
    """Who did what to a case, in order; the log as a whole is checked on the way."""
    from belisha.ledger.models import Entry
    from belisha.ledger.verify import verify

    assert verify().ok
    entries = Entry.objects.filter(about_kind="triage.case", about_id=str(case.id)).order_by("seq")
    return [f"{_name(entry.actor)}: {entry.event}" for entry in entries]


def facts_of(case: Case, event: str) -> list[dict[str, Any]]:
    """What the ledger keeps of each such event of a case."""
    from belisha.ledger.models import Entry

    entries = Entry.objects.filter(about_kind="triage.case", about_id=str(case.id), event=event)
    return [dict(entry.content) for entry in entries.order_by("seq")]


def _name(actor: str) -> str:
    from belisha.people.models import Staff

    kind, _, subject = actor.partition(":")
    return Staff.objects.get(id=subject).name if kind == "staff" else ACTORS.get(kind, kind)
