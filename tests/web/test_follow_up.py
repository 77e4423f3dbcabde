"""What follows a referral, page by page: questions, supplements, earlier reports, who is not told."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from belisha.ledger.record import CONSOLE
from belisha.organisation.arrange import save_service, save_team
from belisha.organisation.models import Service
from belisha.referrals.dont_tell import may_tell
from belisha.referrals.follow_models import DontTell, Incoming
from belisha.referrals.models import Referral
from tests.desk_cases import make_case, organisation, report
from tests.referrals.test_reported import alike, judged, told
from tests.web.test_desk_referral import at, text

__all__ = ["at", "make_case", "organisation"]


@pytest.fixture
def first():
    return report(service="lantern", content_detected="yes")


@pytest.fixture
def nca(make_case, first, rosa, omar):
    return told(judged(make_case(**first), rosa, omar), rosa)


def heard(**changed):
    now = timezone.localtime() - timedelta(minutes=5)
    return {
        "kind": "question",
        "said_at_0": f"{now:%Y-%m-%d}",
        "said_at_1": f"{now:%H:%M}",
        "channel": "telephone",
        "text": "Which time zone is meant?",
    } | changed


def test_a_question_goes_from_the_telephone_to_the_list_and_is_answered(at, nca, rosa, omar):
    assert "Nothing is noted yet" in text(at(rosa).get("follow_up", nca.id))
    assert at(rosa).post("heard", nca.id, **heard()).status_code == 302
    question = Incoming.objects.get()
    listed = at(omar).get("questions")
    assert nca.number in text(listed)
    assert "time zone" not in text(listed)
    assert reverse("questions") in at(omar).get("tasks").content.decode()
    assert "1 question of theirs waits for an answer" in text(at(omar).get("referral", nca.id))
    at(omar).post("answer_question", nca.id, question.id, answer="UTC.", act="answer")
    assert "No authority waits for an answer" in text(at(omar).get("questions"))
    assert "UTC." in text(at(rosa).get("follow_up", nca.id))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"kind": ""}, "Choose what it is"),
        ({"text": ""}, "Write what they said"),
        ({"kind": "outcome", "text": ""}, "Choose what came of it"),
        ({"due_on": "2020-01-01"}, "no more than 90 days ahead"),
    ],
)
def test_what_is_missing_is_said_in_the_form(at, nca, rosa, changed, said):
    answer = at(rosa).post("heard", nca.id, **heard(**changed))
    assert answer.status_code == 422
    assert said in text(answer)
    assert not Incoming.objects.exists()


def test_a_new_time_and_no_answer_are_noted_with_their_reasons(at, nca, rosa):
    at(rosa).post("heard", nca.id, **heard(kind="request"))
    question = Incoming.objects.get()
    day = timezone.localdate() + timedelta(days=20)
    at(rosa).post("set_question_clock", nca.id, question.id, due_on=f"{day}", reason="PC 123 agreed.")
    question.refresh_from_db()
    assert timezone.localtime(question.due_at).date() == day
    assert at(rosa).post("answer_question", nca.id, question.id, answer="", act="drop").status_code == 422
    at(rosa).post("answer_question", nca.id, question.id, answer="Asked twice.", act="drop")
    assert Incoming.objects.get().state == "dropped"


def test_a_correction_is_drafted_on_the_page_and_leads_to_its_own(at, nca, rosa):
    answer = at(rosa).post("write_again", nca.id, purpose="correction", text="The time was in UTC.")
    row = Referral.objects.get(follows=nca)
    assert answer.url == reverse("referral", args=[row.id])
    page = text(at(rosa).get("referral", row.id))
    assert f"Correction to {nca.number}" in page
    assert row.number in text(at(rosa).get("referral", nca.id))
    wrong = at(rosa).post("write_again", nca.id, purpose="withdrawal", text="")
    assert wrong.status_code == 409
    empty = at(rosa).post("write_again", row.id, purpose="", text="")
    assert empty.status_code == 422


def test_a_second_report_is_refused_with_the_reference_and_released_with_a_reason(
    at, nca, make_case, first, rosa, omar
):
    at(rosa).post("end_referral", nca.id, act="close", reason="Done.")
    for draft in Referral.objects.filter(case=nca.case, state="draft"):
        at(rosa).post("end_referral", draft.id, act="withdraw", reason="Not needed.")
    row = judged(make_case(**alike(first)), rosa, omar)
    refused = at(rosa).post("release_referral", row.id)
    assert refused.status_code == 409
    assert "NCA-1" in text(refused)
    assert "Reported before, of the same account or content" in text(refused)
    at(rosa).post("release_referral", row.id, again_because="The NCA asked for it.")
    row.refresh_from_db()
    assert row.state == "released"
    page = text(at(omar).get("register"))
    assert "Again, with a reason" in page
    assert "NCA-1" in page
    assert row.number in page


def test_a_reference_of_another_teams_case_is_not_read_from_a_case_that_is_linked(
    at, nca, make_case, first, rosa, omar
):
    save_service(name="Beacon", slug="beacon", by=CONSOLE)
    for slug, person in (("lantern", rosa), ("beacon", omar)):
        save_team(name=slug, services=[Service.objects.get(slug=slug).id], members=[person.id], by=CONSOLE)
    item = {"id": "its-own", "locator": first["items"][0]["locator"]}
    theirs = make_case(**report(service="beacon", content_detected="yes") | {"items": [item]})
    police = judged(theirs, omar, rosa, "police:E23000023")
    page = text(at(omar).get("follow_up", police.id))
    assert nca.number in page
    assert "NCA-1" not in page
    assert at(omar).get("follow_up", nca.id).status_code == 403


def test_dont_tell_stands_on_the_case_and_is_lifted_with_a_reason(at, nca, rosa, omar):
    assert "Don’t tell" in text(at(rosa).get("case", nca.case_id))
    for draft in Referral.objects.filter(case=nca.case, state="draft"):
        at(rosa).post("end_referral", draft.id, act="withdraw", reason="Not needed.")
    row = DontTell.objects.get()
    assert at(omar).post("lift_silence", nca.id, row.id, reason="").status_code == 422
    at(omar).post("lift_silence", nca.id, row.id, reason="The trial is over.")
    assert may_tell(nca.case_id)
    assert "Don’t tell" not in text(at(rosa).get("case", nca.case_id))
    at(rosa).post("dont_tell", nca.id, asked_by="PC 123", reason="A search is planned.", until_day="")
    assert "PC 123 asked for it" in text(at(omar).get("case", nca.case_id))
    assert at(rosa).post("dont_tell", nca.id, reason="").status_code == 422


def test_what_names_somebody_is_hidden_in_what_an_authority_said(at, nca, first, rosa):
    suspect = first["accounts"][0]["id"]
    at(rosa).post("heard", nca.id, **heard(text=f"Is {suspect} the same person?"))
    shown = at(rosa).get("follow_up", nca.id).content.decode()
    assert "the same person?" in shown
    assert not re.search(rf"\b{suspect}\b", shown)


def test_the_register_is_filtered_by_authority_and_empty_words_stand_where_nothing_is(at, nca, rosa, client):
    client.force_login(rosa)
    assert nca.number in text(client.get(reverse("register"), {"authority": "nca"}))
    assert "Nothing was reported yet" in text(client.get(reverse("register"), {"authority": "nobody"}))
