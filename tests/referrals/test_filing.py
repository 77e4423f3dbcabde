"""Filing with the NCA by hand: who may note it, what is declared first, what is never waited for."""

import json

import pytest
from django.utils import timezone
from pydantic import SecretStr

from belisha.ledger.models import Entry
from belisha.people.roles import Role
from belisha.referrals import filers, filing
from belisha.referrals.filing_page import filing_page
from belisha.referrals.following import write_again
from belisha.referrals.models import Delivery, Referral, Tick
from belisha.referrals.reach import reach_of
from belisha.referrals.recipients.channels import CHANNELS
from belisha.referrals.recipients.nca_api import NEEDS, NcaApi
from belisha.referrals.recipients.nca_declaration import POINTS
from belisha.referrals.refer import record_delivery, release
from belisha.referrals.refusals import NotAFiler, NotDeclared, NotReleased, WrongTime
from belisha.refusal import NotFound
from tests.desk_cases import events, open_tasks, show_everything
from tests.referrals.filing_steps import declared, drafted, filed, named, released, told

DETECTED = {"content_detected": "yes"}


@pytest.fixture
def to_file(make_case, rosa, omar):
    """A referral to the NCA, released; the NCA knows Rosa as administrator."""
    named(administrator="Rosa@Desk.example")
    return released(make_case(**DETECTED), rosa, omar)


def facts(event):
    return Entry.objects.filter(event=event).latest("seq").content


def test_the_administrator_files_it_after_the_declaration_and_the_reference_is_kept(to_file, rosa):
    declared(to_file, rosa)
    row = filed(to_file, rosa)
    assert (row.state, row.reference) == ("acknowledged", "NCA-2026-0007")
    assert events(row.case)[-2:] == ["referral.delivered", "referral.filed"]
    assert facts("referral.filed") == {"number": row.number, "left_open": [], "filed_as": "administrator"}
    assert Delivery.objects.get(referral=row).channel == "portal"
    assert open_tasks(row) == set()


def test_one_who_is_not_named_reads_everything_and_notes_nothing(to_file, omar):
    page = filing_page(to_file.id, omar)
    assert page.fields
    assert not page.may_note
    for act in (
        lambda: declared(to_file, omar),
        lambda: filed(to_file, omar),
        lambda: record_delivery(referral_id=to_file.id, by=omar, at=timezone.now(), channel="portal"),
        lambda: record_delivery(
            referral_id=to_file.id, by=omar, at=timezone.now(), channel="telephone", reference="N-1"
        ),
    ):
        with pytest.raises(NotAFiler, match="Rosa"):
            act()
    assert not Tick.objects.exists()
    assert not Delivery.objects.exists()


def test_that_they_could_not_be_reached_anybody_may_note(to_file, omar):
    row = record_delivery(referral_id=to_file.id, by=omar, at=timezone.now(), channel="portal", failed=True)
    assert row.state == "released"


def test_the_role_administrator_of_the_desk_is_not_the_ncas_administrator(make_case, rosa, omar, person):
    """Whoever administers the desk sees no case: named by the NCA or not, they note no filing here."""
    person("Alex", Role.ADMINISTRATOR)
    named(administrator="alex@desk.example", replacement="omar@desk.example")
    row = released(make_case(**DETECTED), rosa, omar)
    assert [one.may_note for one in filers.filers()] == [False, True]
    with pytest.raises(NotAFiler):
        declared(row, rosa)
    declared(row, omar)
    assert filed(row, omar).state == "acknowledged"
    assert facts("referral.filed")["filed_as"] == "replacement"


def test_whoever_has_left_can_hold_nobody_up(to_file, rosa, omar):
    rosa.is_active = False
    rosa.save()
    page = filing_page(to_file.id, omar)
    assert (page.nobody_linked, page.may_note) == (True, True)
    declared(to_file, omar)
    assert filed(to_file, omar).state == "acknowledged"
    assert facts("referral.filed")["filed_as"] == ""


def test_where_nobody_is_named_nobody_is_locked_out(make_case, rosa, omar):
    row = released(make_case(**DETECTED), rosa, omar)
    assert filers.filers() == ()
    assert filed(declared(row, omar), omar).state == "acknowledged"


def test_in_danger_now_nobody_waits_for_a_name_or_a_tick(make_case, rosa, omar):
    named(administrator="rosa@desk.example")
    row = released(make_case(**DETECTED, danger_now="yes"), rosa, omar)
    assert filing_page(row.id, omar).in_danger
    assert filed(row, omar).state == "acknowledged"
    assert facts("referral.filed")["left_open"] == list(POINTS)


@pytest.mark.parametrize("point", POINTS)
def test_it_is_not_noted_as_filed_while_a_point_is_open(to_file, rosa, point):
    declared(to_file, rosa, without=point)
    with pytest.raises(NotDeclared, match="1 of 6"):
        filed(to_file, rosa)
    assert Referral.objects.get(id=to_file.id).state == "released"


@pytest.mark.parametrize("channel", ["portal", "telephone", "by_hand"])
def test_by_the_ordinary_form_no_report_is_noted_either_before_it_is_declared(to_file, rosa, channel):
    given = {"referral_id": to_file.id, "by": rosa, "at": timezone.now(), "channel": channel}
    with pytest.raises(NotDeclared, match="6 of 6"):
        record_delivery(**given, reference="NCA-1")
    assert not Delivery.objects.exists()
    declared(to_file, rosa)
    assert record_delivery(**given, reference="NCA-1").state == "acknowledged"


def test_in_danger_now_the_ordinary_form_waits_for_no_tick(make_case, rosa, omar):
    row = released(make_case(**DETECTED, danger_now="yes"), rosa, omar)
    given = {"at": timezone.now(), "channel": "telephone", "reference": "NCA-1"}
    assert record_delivery(referral_id=row.id, by=omar, **given).state == "acknowledged"


def test_what_follows_a_report_that_they_have_is_declared_no_second_time(to_file, rosa):
    declared(to_file, rosa)
    filed(to_file, rosa)
    row = write_again(referral_id=to_file.id, by=rosa, purpose="correction", text="The times are in UTC.")
    release(referral_id=row.id, by=rosa)
    given = {"at": timezone.now(), "channel": "email"}
    assert record_delivery(referral_id=row.id, by=rosa, **given).state == "sent"


def test_a_tick_says_who_and_when_and_can_be_taken_back(to_file, rosa):
    declared(to_file, rosa)
    filing.declare(referral_id=to_file.id, by=rosa, points=["judged", "true"])
    assert filers.ticked(to_file) == {"judged", "true"}
    assert facts("referral.declared")["taken_back"] == ["complete", "content", "registered", "unreported"]
    shown = {point.code: point.by for point in filing_page(to_file.id, rosa).points}
    assert shown["judged"] == "Rosa"
    assert shown["complete"] == ""


def test_ticking_the_same_again_changes_nothing_and_is_no_entry(to_file, rosa):
    declared(to_file, rosa)
    before = Entry.objects.count()
    declared(to_file, rosa)
    assert Entry.objects.count() == before
    assert Tick.objects.count() == len(POINTS)


def test_a_draft_can_not_be_declared_nor_filed(make_case, rosa, omar):
    row = drafted(make_case(**DETECTED), rosa, omar)
    for act in (declared, filed):
        with pytest.raises((NotReleased, NotDeclared)):
            act(row, rosa)
    assert not Tick.objects.exists()


def test_a_point_that_is_none_is_refused(to_file, rosa):
    with pytest.raises(filing.WrongPoint):
        filing.declare(referral_id=to_file.id, by=rosa, points=["true", "invented"])
    assert not Tick.objects.exists()


def test_a_filing_in_the_future_is_refused_whole(to_file, rosa):
    declared(to_file, rosa)
    with pytest.raises(WrongTime):
        filed(to_file, rosa, at=timezone.now() + timezone.timedelta(days=1))
    assert not Delivery.objects.exists()


def test_the_police_are_not_filed_with(case, rosa, omar):
    row = released(case, rosa, omar, "police:E23000023")
    for act in (declared, filed):
        with pytest.raises(NotFound):
            act(row, rosa)


def test_without_a_reference_it_is_chased_and_the_reference_is_added_later(to_file, rosa):
    declared(to_file, rosa)
    assert filed(to_file, rosa, reference="").state == "sent"
    assert filed(to_file, rosa, reference="NCA-2026-0008").state == "acknowledged"
    assert Entry.objects.filter(event="referral.filed").count() == 1


def test_each_field_of_schedule_1_says_what_is_here_or_where_it_is(to_file, rosa):
    show_everything(to_file.case, rosa)
    page = filing_page(to_file.id, rosa)
    fields = {field.name: field for field in page.fields}
    assert [name for name, field in fields.items() if field.missing] == [
        "Earlier report and its reference",
        "EXIF data",
        "Billing",
        "E-mail address",
        "Recovery e-mail address",
        "Telephone number",
        "When the telephone number was verified",
        "Profile URL",
        "Internet addresses of log-ins, 3 months",
        "Connections of the account",
    ]
    assert all(field.where for field in fields.values())
    assert fields["Port at upload"].lines[0].text == "40123"
    assert fields["When it was uploaded"].lines[0].text == "2026-11-20 17:58:00 UTC"
    url = fields["URL"].lines[0]
    assert url.text.startswith("hxxps://service[.]example/")
    assert url.copied.startswith("https://service.example/")
    assert len(fields["Hash of the original"].lines[0].text) == 64


def test_what_is_hidden_from_a_person_is_hidden_here_too(to_file, rosa):
    """Nobody has asked to see anything yet, so no address of the case stands on the page, copied or shown."""
    item = json.loads(json.dumps(to_file.message))["items"][0]
    page = filing_page(to_file.id, rosa)
    said = "".join(f"{line.text}{line.copied}" for field in page.fields for line in field.lines)
    assert page.seen.hidden
    for secret in (item["locator"], item["id"], "192.0.2.17", "service.example", "40123"):
        assert secret not in said


def test_the_pack_of_a_large_case_names_what_the_page_leaves_out(to_file, rosa):
    show_everything(to_file.case, rosa)
    [line] = to_file.message["conversation"]
    lines = [line | {"text": f"message {n} of the reported conversation"} for n in range(130)]
    to_file.message = to_file.message | {"conversation": lines}
    to_file.save()
    field = next(one for one in filing_page(to_file.id, rosa).fields if one.name == "Messages")
    assert (len(field.lines), field.more) == (100, 30)


def test_the_nca_is_told_in_its_portal_alone_whatever_mailbox_somebody_confirms(monkeypatch, settings):
    from belisha.organisation import mailboxes
    from belisha.referrals import reach

    def any_mailbox(authority):
        return mailboxes.Mailbox(
            authority=authority, email="x@nca.example", key="", plain_allowed=True, claim=None
        )

    monkeypatch.setattr(reach, "mailbox_of", any_mailbox)
    monkeypatch.setattr(settings.BELISHA, "smtp_url", SecretStr("smtp://127.0.0.1:9"))
    monkeypatch.setattr(settings.BELISHA, "referrals_from", "desk@lantern.example")
    assert reach_of("police:E23000023") is not None
    assert reach_of("nca") is None
    assert reach_of("emergency") is None


def test_the_seam_for_the_ncas_api_is_never_ready_and_stands_in_no_list():
    api = NcaApi()
    assert not api.is_ready()
    assert NEEDS
    assert api.kind not in {one.kind for one in CHANNELS}
    answer = api.send(None)
    assert (answer.problem, answer.line_down) == ("not_connected", True)


def test_the_iwf_page_has_the_addresses_and_no_declaration(make_case, rosa, omar):
    row = told(make_case(may_be_elsewhere="yes"), rosa, omar)
    page = filing_page(row.id, rosa)
    assert [field.name for field in page.fields] == ["Address of each page or image"]
    assert page.points == ()


def test_the_police_have_no_such_page(case, rosa, omar):
    assert filing_page(released(case, rosa, omar, "police:E23000023").id, rosa) is None
