"""The pages of keeping and erasing, as the people who use them."""

from datetime import timedelta
from json import loads

import pytest
from django.urls import reverse
from django.utils import timezone

from belisha.enforcement import due, watch
from belisha.enforcement.models import Clock, DestroyOrder, Erasure, Keeping, Watch
from belisha.ledger.models import Entry
from belisha.people.roles import Role
from belisha.triage.models import Case
from belisha.vault.models import DataKey
from tests.desk_cases import events, open_tasks
from tests.enforcement.kept import DAY, clocks_begin, closed, no_action
from tests.staff import stale


def page(client, name, *parts, **query):
    return client.get(reverse(name, args=parts), query)


def send(client, name, *parts, **fields):
    return client.post(reverse(name, args=parts), fields)


@pytest.fixture
def sam(person):
    """A second senior."""
    return person("Sam", Role.SENIOR)


def test_the_calendar_says_what_is_due_and_what_keeps_it(client, make_case, rosa, omar):
    kept, unfounded = closed(make_case(content_detected="yes"), rosa, omar), no_action(make_case(), rosa)
    clocks_begin()
    client.force_login(rosa)
    everything = page(client, "retention", kind="all").content.decode()
    assert kept.label in everything
    assert unfounded.label in everything
    by_law = page(client, "retention", kind="kept").content.decode()
    assert kept.label in by_law
    assert "NCA, content" in by_law
    assert unfounded.label not in by_law
    assert unfounded.label not in page(client, "retention", kind="soon").content.decode()


def test_the_page_of_a_case_says_what_must_be_kept_and_on_which_grounds(client, make_case, rosa, omar):
    case = closed(make_case(content_detected="yes"), rosa, omar)
    clocks_begin()
    client.force_login(rosa)
    assert "What must be kept" in page(client, "case", case.id).content.decode()
    shown = page(client, "kept", case.id).content.decode()
    for words in ("NCA, content", "NCA, reference", "SI 2026/268", "This desk", "Second-hand"):
        assert words in shown


def test_an_authority_has_a_case_kept_and_the_erasure_waits_until_it_is_lifted(client, make_case, rosa, sana):
    case = no_action(make_case(), rosa)
    clocks_begin()
    client.force_login(rosa)
    asked = {"authority": "Norfolk Police", "reference": "N-7", "until": ""}
    assert send(client, "keep_case", case.id, **asked).status_code == 302
    later = timezone.now() + 100 * DAY
    assert due.due(later) == []
    clock = Clock.objects.get(code="authority")
    assert (clock.asked_by, clock.reference, clock.ends_at) == ("Norfolk Police", "N-7", None)
    client.force_login(sana)
    assert send(client, "lift_clock", case.id, clock.id, reason="").status_code == 422
    assert send(client, "lift_clock", case.id, clock.id, reason="They have it.").status_code == 302
    assert due.due(later) == [case.id]
    assert [event for event in events(case) if event.startswith("retention")][-2:] == [
        "retention.kept",
        "retention.lifted",
    ]


def test_what_a_law_keeps_a_senior_lifts_with_a_reason_and_a_fresh_sign_in(
    client, make_case, rosa, omar, sana
):
    case = closed(make_case(content_detected="yes"), rosa, omar)
    clocks_begin()
    clock = Clock.objects.get(code="nca_content")
    client.force_login(rosa)
    assert send(client, "lift_clock", case.id, clock.id, reason="Because.").status_code == 403
    client.force_login(sana)
    stale(client)
    assert send(client, "lift_clock", case.id, clock.id, reason="Because.").status_code == 302
    assert Clock.objects.get(id=clock.id).lifted_at is None
    client.force_login(sana)
    assert send(client, "lift_clock", case.id, clock.id, reason="Because.").status_code == 302
    assert Clock.objects.get(id=clock.id).lifted_by == sana
    clocks_begin()
    assert Clock.objects.get(id=clock.id).lifted_at


def test_a_day_in_the_past_and_no_authority_are_refused(client, case, rosa):
    client.force_login(rosa)
    for wrong in ({"authority": "Police", "until": "2020-01-01"}, {"authority": "", "until": ""}):
        assert send(client, "keep_case", case.id, **wrong).status_code == 422
    assert not Clock.objects.exists()


def test_a_minimum_that_collides_with_a_maximum_becomes_a_task_and_nothing_is_erased(
    client, make_case, rosa, omar, sana, organisation
):
    organisation.country = "DE"
    organisation.save()
    case = make_case(content_detected="yes")
    Case.objects.filter(id=case.id).update(opened_at=timezone.now() - 30 * DAY)
    case = closed(case, rosa, omar)
    clocks_begin()
    row = Keeping.objects.get(case=case)
    if not row.collides:  # a German desk tells no NCA: an authority asks instead
        client.force_login(rosa)
        send(
            client,
            "keep_case",
            case.id,
            authority="BKA",
            until=(timezone.localdate() + 400 * DAY).isoformat(),
        )
        row.refresh_from_db()
    assert row.collides
    assert "retention_collides" in open_tasks(case)
    assert due.due(timezone.now() + 1000 * DAY) == []
    client.force_login(sana)
    assert case.label in page(client, "retention", kind="collides").content.decode()
    assert "Two laws collide" in page(client, "kept", case.id).content.decode()
    most = Clock.objects.get(code="eu_maximum")
    assert send(client, "lift_clock", case.id, most.id, reason="The lawyer says so.").status_code == 302
    row.refresh_from_db()
    assert not row.collides
    assert "retention_collides" not in open_tasks(case)


def test_a_case_that_is_still_open_near_the_maximum_is_asked_about(make_case, organisation):
    organisation.country = "FR"
    organisation.save()
    case = make_case()
    clocks_begin()
    now = timezone.now()
    assert due.ask(now=now + 300 * DAY) == 0
    assert due.ask(now=now + 360 * DAY) == 1
    assert "retention_still_open" in open_tasks(case)
    assert due.due(now + 800 * DAY) == []


def ordered(client, case, by):
    client.force_login(by)
    fields = {"authority": "The court", "reference": "7 U 12/26", "reason": "It orders destruction."}
    answer = send(client, "destroy_case", case.id, **fields)
    return answer, DestroyOrder.objects.filter(case=case).first()


def test_two_people_destroy_a_case_and_neither_does_so_alone(client, make_case, rosa, sana, sam):
    case = no_action(make_case(), rosa)
    clocks_begin()
    client.force_login(rosa)
    assert page(client, "destroy_case", case.id).status_code == 403
    client.force_login(sana)
    stale(client)
    assert page(client, "destroy_case", case.id).status_code == 302
    answer, order = ordered(client, case, sana)
    assert (answer.status_code, order.state) == (302, "asked")
    assert "confirm_destruction" in open_tasks(case)
    assert send(client, "confirm_destruction", case.id, order.id).status_code == 409
    assert due.due(timezone.now()) == []
    client.force_login(sam)
    stale(client)
    send(client, "confirm_destruction", case.id, order.id)
    assert due.due(timezone.now()) == []
    client.force_login(sam)
    assert send(client, "confirm_destruction", case.id, order.id).status_code == 302
    assert due.due(timezone.now()) == [case.id]


def test_an_order_is_only_found_by_its_own_case(client, make_case, rosa, sana, sam):
    case, other = no_action(make_case(), rosa), no_action(make_case(), rosa)
    _, order = ordered(client, case, sana)
    client.force_login(sam)
    assert send(client, "confirm_destruction", other.id, order.id).status_code == 404
    assert send(client, "withdraw_destruction", case.id, order.id).status_code == 302
    assert DestroyOrder.objects.get().state == "withdrawn"
    assert due.due(timezone.now()) == []


def test_nobody_destroys_what_a_law_keeps_or_what_is_worked_on(client, make_case, rosa, omar, sana):
    kept = closed(make_case(content_detected="yes"), rosa, omar)
    clocks_begin()
    for case, words in ((kept, "NCA, content"), (make_case(), "is not closed")):
        answer, order = ordered(client, case, sana)
        assert (answer.status_code, order) == (422, None)
        assert words in answer.content.decode()


def test_what_comes_to_be_kept_meanwhile_beats_an_order_that_was_confirmed(
    client, make_case, rosa, sana, sam
):
    case = no_action(make_case(), rosa)
    clocks_begin()
    _, order = ordered(client, case, sana)
    client.force_login(sam)
    send(client, "confirm_destruction", case.id, order.id)
    send(client, "keep_case", case.id, authority="Norfolk Police")
    watch.drift.forget()
    Watch.objects.update_or_create(id=1, defaults={"seen_at": timezone.now()})
    due.erase_due(now=timezone.now())
    assert Case.objects.filter(id=case.id).exists()


def test_a_team_of_one_destroys_alone_and_it_is_recorded(client, case, solo, one_person):
    no_action(case, solo)
    clocks_begin()
    _, order = ordered(client, case, solo)
    assert (order.state, order.one_person_mode) == ("confirmed", True)
    told = Entry.objects.get(event="destruction.asked")
    assert told.content["one_person_mode"] is True


def test_an_erased_case_is_gone_and_says_so_with_its_certificate(client, make_case, rosa, sana, sam):
    case = no_action(make_case(), rosa)
    clocks_begin()
    _, order = ordered(client, case, sana)
    client.force_login(sam)
    send(client, "confirm_destruction", case.id, order.id)
    due.erase_due(now=timezone.now())
    gone = page(client, "case", case.id)
    assert gone.status_code == 410
    assert f"{case.label} was erased" in gone.content.decode()
    shown = page(client, "certificate", Erasure.objects.get().id)
    assert "An authority asked for it" in shown.content.decode()
    told = loads(page(client, "certificate_json", Erasure.objects.get().id).content)
    assert (told["case"], told["rule"], told["keys"]) == (case.label, "ordered", 2)
    assert not DataKey.objects.filter(subject=case.id).exclude(wrapped=None).exists()


def jumped(by):
    now = timezone.now()
    watch.drift.forget()
    assert watch.may_erase(now=now)
    watch.drift.forget()
    assert not watch.may_erase(now=now + by)
    return now


@pytest.mark.parametrize("by", [timedelta(days=2), timedelta(days=-2), timedelta(days=400)])
def test_a_clock_that_jumps_stops_erasure_until_somebody_confirms_the_date(client, make_case, rosa, by):
    no_action(make_case(), rosa)
    clocks_begin()
    now = jumped(by)
    due.erase_due(now=now + 400 * DAY)
    assert not Erasure.objects.exists()
    client.force_login(rosa)
    assert "The clock jumped" in page(client, "retention").content.decode()
    assert "The clock" in page(client, "tasks").content.decode()
    wrong = timezone.localdate() + 3 * DAY
    assert send(client, "confirm_day", day=wrong.isoformat()).status_code == 422
    assert Watch.objects.get().stopped_at
    assert send(client, "confirm_day", day=timezone.localdate().isoformat()).status_code == 302
    assert Watch.objects.get().stopped_at is None
    assert watch.may_erase(now=timezone.now())
    assert {"retention.clock_jumped", "retention.date_confirmed"} <= set(
        Entry.objects.values_list("event", flat=True)
    )


def test_less_than_a_day_asks_nobody_and_many_small_jumps_do(rosa):
    now = timezone.now()
    watch.drift.forget()
    for hours in range(0, 24, 4):
        assert watch.may_erase(now=now + timedelta(hours=hours))
    assert not watch.may_erase(now=now + timedelta(hours=28))


def test_a_desk_that_begins_on_a_wrong_day_is_held_against_its_own_log(case):
    watch.drift.forget()
    assert not watch.may_erase(now=timezone.now() + 30 * DAY)


def test_auditors_and_administrators_see_none_of_it(client, ada, alex, case):
    for who in (ada, alex):
        client.force_login(who)
        for name, *parts in (("retention",), ("kept", case.id)):
            assert page(client, name, *parts).status_code == 403
