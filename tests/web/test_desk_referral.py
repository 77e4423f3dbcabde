"""From the queue to a referral in hand, page by page, as named people."""

import hashlib
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from belisha.decisions.models import Decision, EmergencyCall, View
from belisha.intake.models import Item
from belisha.referrals.models import Pack, Referral
from belisha.triage.arrange import mark_child_suspect
from tests.desk_cases import case, danger, events, make_case, one_person, open_tasks, organisation

__all__ = ["case", "danger", "make_case", "one_person", "organisation"]

DECIDED = {
    "category": "grooming",
    "outcome": "refer",
    "reasons": "Both accounts.",
    "child_country": "GB",
    "child_place": "CB4 1YG",
    "child_age": "13",
    "content_detected": "yes",
    "may_be_elsewhere": "unknown",
    "uk_link": "unknown",
    "child_made_it": "unknown",
    "inferred_communication": "yes",
    "why_communication": "Line 1 of the conversation.",
    "inferred_recipient_under_16": "unknown",
    "inferred_sender_adult": "unknown",
    "inferred_no_belief_16": "unknown",
    "inferred_content_and_purpose": "unknown",
    "inferred_no_defence": "unknown",
}


@pytest.fixture
def at(client):
    """at(rosa).get("case", case.id): a door of the desk, as a named person."""

    class Desk:
        def __init__(self, person):
            client.force_login(person)

        def get(self, name, *args):
            return client.get(reverse(name, args=args))

        def post(self, name, *args, **data):
            return client.post(reverse(name, args=args), data)

    return Desk


def text(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def told(**changed):
    now = timezone.localtime() - timedelta(minutes=5)
    return {
        "at_0": f"{now:%Y-%m-%d}",
        "at_1": f"{now:%H:%M}",
        "channel": "portal",
        "reference": "35/1/26",
    } | changed


def test_a_case_goes_from_the_decision_to_a_reference_by_two_people(at, case, rosa, omar):
    page = at(rosa).get("decide", case.id)
    assert page.status_code == 200
    assert "a second person confirms it first" in text(page)
    assert "Cambridgeshire Constabulary" in text(page)
    assert at(rosa).post("decide", case.id, **DECIDED).status_code == 302
    decision = Decision.objects.get()
    assert decision.grounds[0]["why"] == "Line 1 of the conversation."
    assert decision.routing_facts["child"]["place"] == "CB4 1YG"
    assert not Referral.objects.exists()

    assert "Confirm this decision" not in text(at(rosa).get("decision", case.id, decision.id))
    assert at(rosa).post("confirm_decision", case.id, decision.id).status_code == 409
    assert "Confirm this decision" in text(at(omar).get("decision", case.id, decision.id))
    assert at(omar).post("confirm_decision", case.id, decision.id).status_code == 302
    assert set(Referral.objects.values_list("authority", "state")) == {
        ("police:E23000023", "draft"),
        ("nca", "draft"),
    }

    police = Referral.objects.get(authority="police:E23000023")
    page = text(at(rosa).get("referral", police.id))
    assert "What they ask for" in page
    assert "101" in page
    assert "Cambridgeshire" in text(at(rosa).get("case", case.id))
    assert at(rosa).post("release_referral", police.id).status_code == 302
    assert at(rosa).post("deliver_referral", police.id, **told()).status_code == 302
    police.refresh_from_db()
    case.refresh_from_db()
    assert (police.state, police.reference, case.state) == ("acknowledged", "35/1/26", "referred")
    assert "35/1/26" in text(at(omar).get("referral", police.id))


def test_a_pack_is_downloaded_byte_for_byte_marked_with_who_took_it_out_and_why(at, case, one_person, solo):
    at(solo).post("decide", case.id, **DECIDED)
    police = Referral.objects.get(authority="police:E23000023")
    at(solo).post("release_referral", police.id)
    assert at(solo).post("referral_document", police.id, "pdf").status_code == 422
    answer = at(solo).post("referral_document", police.id, "pdf", reason="To tell them.")
    assert answer.content.startswith(b"%PDF-")
    assert f'attachment; filename="referral-{police.number}-solo-' in answer["Content-Disposition"]
    assert hashlib.sha256(answer.content).hexdigest() == Pack.objects.get(referral=police, kind="pdf").sha256
    assert "sandbox" in answer["Content-Security-Policy"]
    assert events(case)[-1] == "referral.taken_out"
    assert at(solo).post("referral_document", police.id, "docx").status_code == 404


def test_a_form_that_is_not_complete_comes_back_and_says_what_is_missing(at, case, rosa):
    answer = at(rosa).post("decide", case.id, **DECIDED | {"reasons": "", "outcome": ""})
    assert answer.status_code == 422
    assert "There is a problem" in text(answer)
    assert not Decision.objects.exists()


def test_one_click_notes_a_call_whoever_has_the_case(at, danger, rosa, omar):
    from belisha.triage.queue import claim

    claim(case_id=danger.id, by=omar)
    assert "I have called 999" in text(at(rosa).get("case", danger.id))
    assert at(rosa).post("record_call", danger.id).status_code == 302
    call = EmergencyCall.objects.get()
    at(rosa).post("complete_call", danger.id, call.id, reference="INC-4711", note="")
    assert "INC-4711" in text(at(rosa).get("case", danger.id))
    assert "I have looked at this call" not in text(at(rosa).get("case", danger.id))
    assert at(rosa).post("look_at_call", danger.id, call.id).status_code == 409
    assert at(omar).post("look_at_call", danger.id, call.id).status_code == 302
    assert "call_look" not in open_tasks(danger)


def test_what_to_say_is_there_without_a_decision_and_says_what_is_not_known(at, danger, rosa):
    page = text(at(rosa).get("what_to_say", danger.id))
    assert "13 years old" in page
    assert "I am not sending any images" in page


def test_who_rings_the_emergency_number_never_says_that_there_is_no_danger(at, make_case, rosa):
    page = text(at(rosa).get("what_to_say", make_case(danger_now="no").id))
    assert "We believe that a child is in danger now." in page
    assert "no sign" not in page


def test_an_immediate_case_is_referred_alone_and_the_page_says_so_before(at, danger, rosa):
    assert "it is in force at once, as a child may be in danger" in text(at(rosa).get("decide", danger.id))
    at(rosa).post("decide", danger.id, **DECIDED)
    for row in Referral.objects.all():
        assert at(rosa).post("release_referral", row.id).status_code == 302
    assert set(Referral.objects.values_list("state", flat=True)) == {"released"}


def test_a_child_as_suspect_goes_to_a_senior_and_the_police_are_told_at_once(at, danger, rosa, sana):
    mark_child_suspect(case_id=danger.id, by=rosa, reason="Both accounts are marked 13 to 15.")
    page = text(at(rosa).get("case", danger.id))
    assert "A senior decides" in page
    assert "Decide this case" not in page
    assert at(rosa).post("decide", danger.id, **DECIDED).status_code in (302, 409)
    assert not Decision.objects.exists()
    answer = at(rosa).post("tell_police_now", danger.id)
    police = Referral.objects.get()
    assert answer["Location"] == reverse("referral", args=[police.id])
    assert at(rosa).post("release_referral", police.id).status_code == 302
    assert at(rosa).post("ask_senior", danger.id).status_code == 302
    assert "Decide this case" in text(at(sana).get("case", danger.id))


def test_ticking_child_as_suspect_hands_the_case_over_instead_of_deciding(at, case, rosa):
    at(rosa).post("decide", case.id, **DECIDED, child_suspect="on")
    case.refresh_from_db()
    assert case.child_suspect
    assert open_tasks(case) == {"senior_decision"}
    assert not Decision.objects.exists()


def test_sending_back_and_reopening_ask_for_a_reason(at, case, rosa, omar):
    at(rosa).post("decide", case.id, **DECIDED)
    decision = Decision.objects.get()
    assert "Take it back" in text(at(rosa).get("decision", case.id, decision.id))
    assert "Send it back" in text(at(omar).get("decision", case.id, decision.id))
    assert at(omar).post("send_back", case.id, decision.id, reason="").status_code == 422
    assert at(omar).post("send_back", case.id, decision.id, reason="Say more.").status_code == 302
    at(rosa).post("decide", case.id, **DECIDED | {"outcome": "no_action"})
    closed = Decision.objects.get(state="final")
    assert at(omar).post("reopen", case.id, closed.id, reason=" ").status_code == 422
    assert at(omar).post("reopen", case.id, closed.id, reason="More came in.").status_code == 302
    case.refresh_from_db()
    assert case.state == "open"


def test_a_second_look_reads_what_was_reported_beside_the_button(at, case, rosa, omar):
    at(rosa).post("decide", case.id, **DECIDED)
    decision = Decision.objects.get()
    page = text(at(omar).get("decision", case.id, decision.id))
    assert "1 report" in page
    assert "message 1 of the reported conversation" in page
    assert page.index("message 1 of the reported") < page.index("Confirm this decision")
    # Whoever decided has read it before: there is nothing for them to confirm.
    assert "message 1 of the reported" not in text(at(rosa).get("decision", case.id, decision.id))


def test_a_picture_in_a_draft_is_refused_on_the_page_with_its_place(at, case, one_person, solo):
    at(solo).post("decide", case.id, **DECIDED)
    police = Referral.objects.get(authority="police:E23000023")
    police.message["organisation"]["address"] = "data:image/png;base64,iVBORw0KGgo" + "A" * 200
    police.save(update_fields=["message"])
    answer = at(solo).post("release_referral", police.id)
    assert answer.status_code == 409
    assert "“Address” of our organisation" in text(answer)
    assert "iVBOR" not in text(answer)


def test_an_address_that_nobody_confirmed_has_no_release_button(at, make_case, one_person, solo):
    case = make_case(child={"country": "DE"})
    at(solo).post("decide", case.id, **DECIDED | {"child_country": "DE", "child_place": ""})
    held = Referral.objects.get(state="held", authority="DE:hotlines")
    page = text(at(solo).get("referral", held.id))
    assert "Confirm first" in page
    assert "Release it" not in page
    assert at(solo).post("release_referral", held.id).status_code == 409


def test_a_view_is_recorded_and_leads_to_the_services_own_viewer(at, case, rosa):
    item = Item.objects.get()
    answer = at(rosa).post("open_item", case.id, item.id)
    assert answer["Refresh"] == f"0; url=https://viewer.lantern.example/items/{item.external_id}"
    assert View.objects.get().by == rosa
    assert at(rosa).get("open_item", case.id, item.id).status_code == 405


def test_a_delivery_is_noted_by_the_organisations_clock(at, case, one_person, solo, time_machine):
    from datetime import UTC, datetime

    from belisha.ledger.record import CONSOLE
    from belisha.organisation.arrange import save_profile

    save_profile(by=CONSOLE, time_zone="Europe/Paris")
    time_machine.move_to(datetime(2026, 11, 22, 12, 0, tzinfo=UTC), tick=True)
    at(solo).post("decide", case.id, **DECIDED)
    police = Referral.objects.get(authority="police:E23000023")
    at(solo).post("release_referral", police.id)
    at(solo).post("deliver_referral", police.id, **told(at_0="2026-11-22", at_1="12:30"))
    assert police.delivery_rows.get().at == datetime(2026, 11, 22, 11, 30, tzinfo=UTC)


def test_who_was_told_and_gave_no_reference_is_asked_for_it_alone(at, case, one_person, solo):
    at(solo).post("decide", case.id, **DECIDED)
    police = Referral.objects.get(authority="police:E23000023")
    at(solo).post("release_referral", police.id)
    assert "Note how they were told" in text(at(solo).get("referral", police.id))
    at(solo).post("deliver_referral", police.id, **told(reference=""))
    page = text(at(solo).get("referral", police.id))
    assert "Add their reference" in page
    assert "Note how they were told" not in page
    at(solo).post("deliver_referral", police.id, **told(reference="35/1/26"))
    assert "Add their reference" not in text(at(solo).get("referral", police.id))


def test_withdrawing_asks_for_a_reason_and_closing_ends_what_was_told(at, case, one_person, solo):
    at(solo).post("decide", case.id, **DECIDED)
    nca, police = Referral.objects.get(authority="nca"), Referral.objects.get(authority="police:E23000023")
    assert at(solo).post("end_referral", nca.id, act="withdraw", reason="").status_code == 422
    assert at(solo).post("end_referral", nca.id, act="withdraw", reason="Filed before.").status_code == 302
    at(solo).post("release_referral", police.id)
    at(solo).post("deliver_referral", police.id, **told())
    assert at(solo).post("end_referral", police.id, act="close", reason="Taken over.").status_code == 302
    case.refresh_from_db()
    assert case.state == "closed"


@pytest.mark.parametrize("name", ["decide", "case", "what_to_say"])
def test_an_auditor_sees_no_case(at, case, ada, name):
    assert at(ada).get(name, case.id).status_code == 403


def test_the_release_is_one_step_from_the_top_of_a_draft_and_gone_once_it_is_released(
    at, case, one_person, solo
):
    at(solo).post("decide", case.id, **DECIDED)
    police = Referral.objects.get(authority="police:E23000023")
    page = at(solo).get("referral", police.id).content.decode()
    assert page.index('href="#release"') < page.index("Why this authority") < page.index('id="release"')
    at(solo).post("release_referral", police.id)
    assert "#release" not in at(solo).get("referral", police.id).content.decode()
