"""A parent tells us, without a cookie; two people decide; the police have a reference."""

import json
from hashlib import sha256

from belisha.guard import inspect
from belisha.intake.models import Report
from belisha.people.roles import Role
from tests.journeys.steps import (
    WORDS,
    checks_on,
    confirms,
    decides,
    downloads_the_pack,
    facts_of,
    has_all_shown,
    ledger_says,
    notes_the_reference,
    open_tasks,
    opens_the_next_case,
    releases,
    sends_a_public_report,
    the_worker_runs,
    told,
)
from tests.journeys.visitor import Colleague

POLICE = "police:E23000023"  # Cambridgeshire
WHO = {
    "child_age": "12",
    "child_country": "GB",
    "child_place": "CB4 1YG",
    "accounts": "harbour_fan_71",
    "suspect_is_child": "no",
}


def test_a_report_from_the_public_form_ends_in_a_reference_of_the_police(organisation, parent, rosa, omar):
    receipt = sends_a_public_report(parent, what={}, who=WHO, reporter_kind="parent", may_contact="no")
    assert not parent.client.cookies
    assert "We have your report. A person will look at it." in checks_on(parent, receipt)

    the_worker_runs()
    case = opens_the_next_case(rosa)
    assert all(said in rosa.reads for said in (case.label, WORDS, "12"))
    assert "harbour_fan_71" not in rosa.reads
    assert "harbour_fan_71" in has_all_shown(rosa, case).reads
    assert "Your report is in our queue." in checks_on(parent, receipt)

    decides(rosa, case, "refer", inferred_communication="yes")
    assert "It waits for a second person now." in rosa.reads
    assert (case.state, told(case)) == ("proposed", {})
    assert not rosa.offered("Read it, and confirm it or send it back")
    confirms(omar, case)
    assert (case.state, told(case)) == ("decided", {POLICE: "draft"})

    police = releases(rosa, case, POLICE)
    pdf, pack = (downloads_the_pack(omar, police, kind) for kind in ("pdf", "json"))
    assert [inspect(pdf, name="pack.pdf").verdict, inspect(pack, name="pack.json").verdict] == ["clean"] * 2
    assert json.loads(pack)["message"]["reference"] == police.number
    kept = facts_of(case, "referral.released")[0]["packs"]
    assert kept == {"pdf": sha256(pdf).hexdigest(), "json": sha256(pack).hexdigest()}

    notes_the_reference(rosa, police, "35/1/26")
    assert (police.state, police.reference, police.case.state) == ("acknowledged", "35/1/26", "referred")
    assert open_tasks(police) == []
    assert "A person has looked at your report and decided what to do." in checks_on(parent, receipt)
    assert ledger_says(case) == [
        "Belisha: case.opened",
        "Rosa: case.claimed",
        "Rosa: case.first_seen",
        "Rosa: case.revealed",
        "Rosa: case.decided",
        "Omar: case.confirmed",
        "Omar: referral.drafted",
        "Rosa: referral.released",
        "Omar: referral.taken_out",
        "Omar: referral.taken_out",
        "Rosa: referral.delivered",
    ]


def test_what_the_visitor_writes_is_what_the_report_keeps(organisation, parent):
    receipt = sends_a_public_report(
        parent,
        what={"items": "chat-17"},
        who=WHO,
        reporter_kind="parent",
        phone="01632 960002",
        may_contact="yes",
    )
    report = Report.objects.get()
    assert (report.receipt, report.source, report.what_happened) == (receipt, "public", WORDS)
    assert report.reporter["phone"] == "01632 960002"
    assert "01632" not in checks_on(parent, receipt)


def test_a_guesser_of_receipts_learns_nothing(organisation, parent):
    sends_a_public_report(parent, what={}, who={})
    for guess in ("0000 0000 0000 0000", "1234"):
        parent.goes_to("/report/status/").presses("Check", receipt=guess, answered=404)
        assert "We do not know this number." in parent.reads


def test_on_her_first_day_a_moderator_sets_up_a_second_factor_before_she_sees_a_case(organisation, person):
    nia = Colleague(person=person("Nia", Role.MODERATOR, second_factor=False))
    nia.gives_the_password().goes_to("/desk/")
    assert nia.heading == "Two-step sign-in"
    nia.follows("Set up")
    nia.presses("Go on", password=nia.person.email)
    assert nia.heading == "Set up your authenticator app"
    nia.sets_up_a_second_factor().goes_to("/desk/")
    assert nia.heading == "Queue"
