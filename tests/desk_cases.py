"""Cases for tests from deciding on: a report comes in through the front door and becomes a case."""

from __future__ import annotations

import json
from hashlib import sha256
from itertools import count
from typing import Any

import pytest

_number = count(1)


def report(**changed: Any) -> dict[str, Any]:
    """A report in neutral words; every one names another account, so that it opens a case of its own."""
    number = next(_number)
    return {
        "source": "user",
        "concerns": ["grooming"],
        "danger_now": "no",
        "what_happened": f"Text of report {number}.",
        "occurred_at": "2026-11-20T18:00:00+00:00",
        "accounts": [
            {
                "id": f"account-{number}",
                "role": "suspect",
                "screen_name": f"name {number}",
                "age_band": "adult",
            },
            {"id": f"child-{number}", "role": "child", "age_band": "13_15"},
        ],
        "items": [
            {
                "id": f"item-{number}",
                "locator": f"https://service.example/items/{number}",
                "sha256": sha256(f"item {number}".encode()).hexdigest(),
                "uploaded_at": "2026-11-20T17:58:00+00:00",
                "ip": "192.0.2.17",
                "port": 40123,
            }
        ],
        "conversation": [
            {
                "at": "2026-11-20T18:01:00+00:00",
                "from": f"account-{number}",
                "to": f"child-{number}",
                "text": "message 1 of the reported conversation",
            }
        ],
        "child": {"country": "GB", "place": "CB4 1YG", "age": 13},
        "reporter": {"name": "Invented Reporter", "email": "reporter@mail.example", "may_contact": False},
    } | changed


@pytest.fixture
def organisation():
    """A regulated service in Cambridge, with a viewer of its own."""
    from belisha.ledger.record import CONSOLE
    from belisha.organisation.arrange import save_profile, save_service

    save_service(
        name="Lantern Chat",
        slug="lantern",
        viewer_link="https://viewer.lantern.example/items/{item}",
        by=CONSOLE,
    )
    return save_profile(
        by=CONSOLE,
        legal_name="Lantern Chat Ltd",
        country="GB",
        place="CB1 2AB",
        force_code="E23000023",
        regulated_user_to_user="yes",
        nca_registered="yes",
        contact={"name": "Duty desk", "email": "desk@lantern.example", "phone": "01223 496 000"},
    )


@pytest.fixture
def one_person(organisation):
    """The mode for a team of one, switched on knowingly."""
    from belisha.ledger.record import CONSOLE
    from belisha.organisation.arrange import switch_one_person_mode

    switch_one_person_mode(on=True, reason="There is one moderator.", by=CONSOLE)


@pytest.fixture
def make_case(organisation):
    """A maker of cases: make_case(danger_now="yes", concerns=["coercion"])."""
    from belisha.intake.incoming import IncomingReport
    from belisha.intake.receive import receive
    from belisha.people.models import ApiKey
    from belisha.triage.triage import triage

    system = ApiKey.objects.create(name="Lantern's back end", prefix="lantern", digest=b"1")

    def make(**changed: Any) -> Any:
        incoming = IncomingReport.model_validate_json(json.dumps(report(service="lantern") | changed))
        return triage(report_id=receive(report=incoming, by=system).report_id)

    return make


@pytest.fixture
def case(make_case):
    """A case that presses, with nobody known to be in danger now."""
    return make_case()


@pytest.fixture
def danger(make_case):
    """A case with a child in danger now."""
    return make_case(danger_now="yes")


def events(case: Any) -> list[str]:
    """What the ledger tells of a case, in order."""
    from belisha.ledger.models import Entry

    rows = Entry.objects.filter(about_kind="triage.case", about_id=str(case.id))
    return list(rows.order_by("seq").values_list("event", flat=True))


def show_everything(case: Any, person: Any) -> None:
    """Have all that is hidden of a case shown to a person, with a reason."""
    from belisha.triage.hide import mask_for
    from belisha.triage.reveal import reveal

    fields = [field.key for field in mask_for(case.id, person).hidden]
    reveal(case_id=case.id, fields=fields, reason="To tell an authority.", by=person)


def open_tasks(subject: Any) -> set[str]:
    """The kinds of the tasks that are open about a case or a referral."""
    from belisha.work.models import Task

    return set(Task.objects.filter(about_id=subject.id, done_at=None).values_list("kind", flat=True))
