"""The pages of filing by hand: field by field, for whoever may file, with the register of what was filed."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from belisha.ledger.models import Entry
from belisha.people.roles import Role
from belisha.referrals.answers import note_incoming
from belisha.referrals.assessed import addresses_of
from belisha.referrals.models import Assessment, Delivery, Referral, Tick
from belisha.referrals.recipients.nca_declaration import POINTS
from tests.desk_cases import show_everything
from tests.referrals.filing_steps import declared, drafted, filed, named, released, told
from tests.staff import stale

DETECTED = {"content_detected": "yes"}


@pytest.fixture
def to_file(make_case, rosa, omar):
    """A referral to the NCA, released; the NCA knows Rosa as administrator."""
    named(administrator="rosa@desk.example")
    return released(make_case(**DETECTED), rosa, omar)


def text(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def page(client, person, name, *args):
    client.force_login(person)
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return text(answer)


def when(moment=None):
    moment = timezone.localtime(moment)
    return {"at_0": f"{moment:%Y-%m-%d}", "at_1": f"{moment:%H:%M}"}


def test_whoever_files_goes_from_the_declaration_to_the_reference(client, to_file, rosa):
    said = page(client, rosa, "file_referral", to_file.id)
    assert "Priority 2. The law says: as soon as reasonably practicable." in said
    assert "6 of 6 to go" in said
    assert "You may note that it was filed" in said
    answer = client.post(reverse("declare_referral", args=[to_file.id]), {"points": list(POINTS)})
    assert answer.status_code == 302
    assert Tick.objects.count() == len(POINTS)
    answer = client.post(
        reverse("referral_filed", args=[to_file.id]), when() | {"reference": "NCA-2026-0007"}
    )
    assert answer.status_code == 302
    assert Referral.objects.get(id=to_file.id).state == "acknowledged"
    assert "NCA-2026-0007" in page(client, rosa, "nca_register")


def test_a_filing_before_the_declaration_is_refused_with_what_is_left(client, to_file, rosa):
    client.force_login(rosa)
    answer = client.post(reverse("referral_filed", args=[to_file.id]), when())
    assert answer.status_code == 409
    assert "6 of 6 to go" in text(answer)
    assert not Delivery.objects.exists()


def test_another_reads_it_and_is_offered_no_form(client, to_file, omar):
    said = page(client, omar, "file_referral", to_file.id)
    assert "One of them files, and notes it." in said
    assert "Note the filing" not in said
    assert "Keep the declaration" not in said
    forged = client.post(reverse("declare_referral", args=[to_file.id]), {"points": list(POINTS)})
    assert forged.status_code == 409
    assert not Tick.objects.exists()


def test_the_ordinary_form_refuses_another_too_and_keeps_what_was_typed(client, to_file, omar):
    client.force_login(omar)
    told_so = when() | {"channel": "portal", "reference": "NCA-TYPED"}
    answer = client.post(reverse("deliver_referral", args=[to_file.id]), told_so)
    assert answer.status_code == 409
    assert "The NCA knows Rosa as the people who file" in text(answer)
    assert "NCA-TYPED" in answer.content.decode()
    assert not Delivery.objects.exists()


def test_the_ordinary_form_waits_for_the_declaration_and_says_where_it_is(client, to_file, rosa):
    client.force_login(rosa)
    told_so = when() | {"channel": "portal", "reference": "NCA-TYPED"}
    answer = client.post(reverse("deliver_referral", args=[to_file.id]), told_so)
    assert answer.status_code == 409
    assert "6 of 6 to go" in text(answer)
    assert "Before a report to the NCA is noted, its declaration is ticked" in text(answer)
    assert "NCA-TYPED" in answer.content.decode()
    assert not Delivery.objects.exists()


def test_without_a_registration_the_page_says_what_to_do_and_999(client, to_file, rosa):
    from belisha.ledger.record import CONSOLE
    from belisha.organisation.arrange import save_profile

    assert "not registered with the NCA" not in page(client, rosa, "file_referral", to_file.id)
    save_profile(by=CONSOLE, nca_registered="no")
    said = page(client, rosa, "file_referral", to_file.id)
    assert "This organisation is not registered with the NCA" in said
    assert "Monday to Friday, 07:00 to 17:00" in said
    assert "call 999" in said


def test_in_danger_the_number_comes_first_and_anybody_may_note_it(client, make_case, rosa, omar):
    named(administrator="rosa@desk.example")
    row = released(make_case(**DETECTED, danger_now="yes"), rosa, omar)
    said = page(client, omar, "file_referral", row.id)
    assert said.index("Call 999") < said.index("Who may file")
    answer = client.post(reverse("referral_filed", args=[row.id]), when() | {"reference": "N-1"})
    assert answer.status_code == 302


def test_what_is_hidden_is_not_copied_until_it_is_shown(client, to_file, rosa):
    client.force_login(rosa)
    at = reverse("file_referral", args=[to_file.id])
    before = client.get(at).content.decode()
    assert "service.example" not in before
    assert "192.0.2.17" not in before
    show_everything(to_file.case, rosa)
    after = client.get(at).content.decode()
    assert 'data-copies="https://service.example/items/' in after
    assert 'data-copies="192.0.2.17"' in after
    # No address of content is a link that somebody could follow.
    assert 'href="https://service.example' not in after


def test_a_draft_says_that_it_is_released_first(client, make_case, rosa, omar):
    row = drafted(make_case(**DETECTED), rosa, omar)
    assert "Release the referral first" in page(client, rosa, "file_referral", row.id)


def test_a_request_of_the_nca_has_its_clock_on_the_page_and_in_the_list(client, to_file, rosa):
    filed(declared(to_file, rosa), rosa)
    came = timezone.now() - timedelta(days=1)
    note_incoming(
        referral_id=to_file.id, by=rosa, kind="request", said_at=came, channel="portal", text="Which address?"
    )
    for name, parts in (("file_referral", [to_file.id]), ("nca_register", [])):
        said = page(client, rosa, name, *parts)
        assert "5 days left" in said or "6 days left" in said
        assert "weekends counted" in said


def test_a_colleague_of_another_team_sees_neither_number_nor_reference(client, to_file, rosa, person):
    from belisha.ledger.record import CONSOLE
    from belisha.organisation.arrange import save_team
    from belisha.organisation.models import Service

    filed(declared(to_file, rosa), rosa)
    edda = person("Edda", Role.MODERATOR)
    lantern = Service.objects.get(slug="lantern")
    other = Service.objects.create(slug="harbour", name="Harbour")
    save_team(name="Lantern team", services=[lantern.id], members=[rosa.id], by=CONSOLE)
    save_team(name="Harbour team", services=[other.id], members=[edda.id], by=CONSOLE)
    said = page(client, edda, "nca_register")
    assert "NCA-2026-0007" not in said
    assert "Another team’s case" in said
    assert client.get(reverse("file_referral", args=[to_file.id])).status_code == 403


def test_a_senior_takes_the_register_out_and_is_asked_again_and_recorded(client, to_file, rosa, sana):
    filed(declared(to_file, rosa), rosa)
    client.force_login(rosa)
    out = reverse("export_nca_register")
    assert client.post(out, {"form": "csv"}).status_code == 403
    client.force_login(sana)
    answer = client.post(out, {"form": "csv"})
    assert answer["Content-Disposition"] == 'attachment; filename="nca-register.csv"'
    assert "NCA-2026-0007" in answer.content.decode()
    assert Entry.objects.latest("seq").event == "register.exported"
    assert client.post(out, {"form": "xml"}).status_code == 422
    stale(client)
    assert "NCA-2026-0007" not in client.post(out, {"form": "csv"}, follow=True).content.decode()


def test_a_referral_to_the_police_has_no_such_page(client, case, rosa, omar):
    row = released(case, rosa, omar, "police:E23000023")
    client.force_login(rosa)
    assert client.get(reverse("file_referral", args=[row.id])).status_code == 404
    assert "Fill in their form" not in page(client, rosa, "referral", row.id)


def test_what_the_iwf_said_is_noted_on_the_referrals_page(client, make_case, rosa, omar):
    row = told(make_case(may_be_elsewhere="yes"), rosa, omar)
    said = page(client, rosa, "referral", row.id)
    assert "An address that is hidden from you" in said
    assert "Note what they said" in said
    answers = {"address": addresses_of(row)[0].id, "outcome": "confirmed", "category": "indecent_images"}
    day = {"said_on": f"{timezone.localdate():%Y-%m-%d}"}
    assert client.post(reverse("assess_address", args=[row.id]), answers | day).status_code == 302
    assert Assessment.objects.get().listed
    assert "On the own list" in page(client, rosa, "referral", row.id)
    wrong = client.post(reverse("assess_address", args=[row.id]), answers | {"outcome": ""} | day)
    assert wrong.status_code == 422
    assert "Choose what the IWF said." in text(wrong)
    later = {"said_on": "2999-01-01"}
    assert client.post(reverse("assess_address", args=[row.id]), answers | later).status_code == 422
