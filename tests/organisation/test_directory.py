"""An address abroad counts when two people have read it; a changed one only after it has cooled off."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from belisha.ledger.models import Entry
from belisha.ledger.record import CONSOLE
from belisha.ledger.verify import verify
from belisha.organisation import directory as module
from belisha.organisation import refusals
from belisha.organisation.addresses import (
    Address,
    confirm,
    propose_as_shipped,
    propose_change,
    propose_new,
    say_wrong,
    withdraw,
)
from belisha.organisation.arrange import save_profile, switch_one_person_mode
from belisha.organisation.directory import directory, looked_at
from belisha.organisation.directory_read import authority_page
from belisha.organisation.models import AddressClaim
from belisha.organisation.read_again import look_again
from belisha.people.models import Staff
from belisha.people.roles import Role
from belisha.refusal import NotFound
from belisha.routing import SHIPPED, route
from belisha.routing.review import to_review
from belisha.vault.plain import CarriesPicture
from tests.organisation.said import NEW, read
from tests.sweeps.test_no_picture_lies_in_a_plain_column import DATA, GIF

AUSTRIA = "AT:stopline"
DAY = timedelta(days=1)


def today():
    return timezone.localdate()


def row(authority=AUSTRIA):
    return next((one for one in directory().mechanisms if one.id == authority), None)


def confirmed(first, second, authority=AUSTRIA):
    claim = propose_as_shipped(authority=authority, reading=read(), by=first)
    return confirm(claim_id=claim.id, read_on=today(), by=second)


def changed(first, second, address=NEW, authority=AUSTRIA):
    claim = propose_change(authority=authority, address=address, reading=read(), reason="It moved.", by=first)
    return confirm(claim_id=claim.id, read_on=today(), by=second)


def events():
    return list(Entry.objects.filter(event__startswith="directory.").values_list("event", flat=True))


def hours(number):
    return time_machine.travel(timezone.now() + timedelta(hours=number), tick=False)


def test_an_address_as_shipped_counts_at_once_when_two_people_have_read_it(rosa, omar):
    claim = propose_as_shipped(authority=AUSTRIA, reading=read(3), by=rosa)
    assert not row().confirmed
    confirm(claim_id=claim.id, read_on=today(), by=omar)
    shipped = SHIPPED.row(AUSTRIA)
    assert row() == replace(shipped, confirmed=True, source=row().source)
    assert (row().source.title, row().source.checked_on) == ("Stopline, contact", today().isoformat())
    assert events() == ["directory.proposed", "directory.confirmed"]
    assert verify().ok


def test_the_router_then_calls_the_step_confirmed(rosa, omar):
    facts = {"reporter": "adult", "child": {"country": "AT"}}
    before = next(step for step in route(facts, directory()).steps if step.authority.id == AUSTRIA)
    confirmed(rosa, omar)
    after = next(step for step in route(facts, directory()).steps if step.authority.id == AUSTRIA)
    assert (before.confirmed, after.confirmed) == (False, True)
    assert "Confirm first" not in after.why


def test_one_person_alone_confirms_nothing(rosa, sana):
    for person in (rosa, sana):
        claim = propose_as_shipped(authority=AUSTRIA, reading=read(), by=person)
        for same in (person, Staff.objects.get(id=person.id)):
            with pytest.raises(refusals.ConfirmedAlone):
                confirm(claim_id=claim.id, read_on=today(), by=same)
        withdraw(claim_id=claim.id, reason="Again.", by=person)
    with pytest.raises(refusals.ConfirmedAlone):
        changed(sana, sana)
    assert not row().confirmed


def test_nor_does_the_database_keep_it(rosa, omar):
    claim = propose_as_shipped(authority=AUSTRIA, reading=read(), by=rosa)
    now = timezone.now()
    whole = {"confirmed_at": now, "holds_from": now, "confirmed_read_on": today()}
    for wrong in (
        whole | {"confirmed_by": rosa},
        whole | {"confirmed_by": None},
        {"holds_from": now},
        {"confirmed_by": omar},
        whole | {"confirmed_by": omar, "kind": "changed"},
        {"source_url": "http://www.stopline.at/"},
        {"source_title": ""},
        {"read_on": None},
        {"read_on": today() + timedelta(days=2)},
        {"kind": "changed", "country": "GB"},
        {"kind": "changed", "authority": "emergency"},
        {"kind": "added", "authority": "police:X-JE"},
        {"one_person_mode": True},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            AddressClaim.objects.filter(id=claim.id).update(**wrong)
    AddressClaim.objects.filter(id=claim.id).update(**whole, confirmed_by=omar)


def test_in_one_person_mode_one_person_does_both_and_it_is_recorded(one_person, solo):
    confirmed(solo, solo)
    assert row().confirmed
    assert AddressClaim.objects.get().one_person_mode
    assert Entry.objects.get(event="directory.confirmed").content["one_person_mode"] is True


def test_two_people_in_one_person_mode_are_two_people(one_person, solo, omar):
    assert not confirmed(solo, omar).one_person_mode


def test_a_change_alone_in_one_person_mode_waits_three_days(one_person, solo):
    changed(solo, solo)
    with hours(71.9):
        assert row().url == SHIPPED.row(AUSTRIA).url
    with hours(72.1):
        assert (row().url, row().phone, row().confirmed) == (NEW.url, NEW.phone, True)


def test_a_changed_address_counts_after_a_day_and_until_then_the_old_one_holds(rosa, omar, sana, tomas):
    confirmed(rosa, omar)
    old = row()
    claim = changed(sana, tomas)
    assert row() == old
    with hours(23.9):
        assert row() == old
    with hours(24):
        assert (row().url, row().phone, row().email, row().confirmed) == (NEW.url, NEW.phone, None, True)
    assert claim.holds_from - claim.confirmed_at == timedelta(hours=24)


def test_an_unconfirmed_row_stays_unconfirmed_while_its_change_waits(sana, tomas):
    changed(sana, tomas)
    assert row() == SHIPPED.row(AUSTRIA)


def test_the_time_counts_from_the_second_person_not_from_the_first(sana, tomas):
    claim = propose_change(authority=AUSTRIA, address=NEW, reading=read(), reason="It moved.", by=sana)
    with hours(48):
        assert row() == SHIPPED.row(AUSTRIA)
        confirm(claim_id=claim.id, read_on=today(), by=tomas)
        assert row() == SHIPPED.row(AUSTRIA)
    with hours(71):
        assert row() == SHIPPED.row(AUSTRIA)


def test_how_long_it_waits_is_a_setting(settings, sana, tomas):
    settings.BELISHA = settings.BELISHA.model_copy(update={"directory_cooling_off_hours": 2})
    claim = changed(sana, tomas)
    assert claim.holds_from - claim.confirmed_at == timedelta(hours=2)


def test_a_change_that_waits_is_withdrawn_by_anybody_with_the_right(rosa, omar, sana, tomas):
    confirmed(rosa, omar)
    old = row()
    claim = changed(sana, tomas)
    with pytest.raises(refusals.ReasonWanted):
        withdraw(claim_id=claim.id, reason=" ", by=rosa)
    withdraw(claim_id=claim.id, reason="It isn't theirs.", by=rosa)
    with hours(30):
        assert row() == old
    for act in (confirm, withdraw):
        facts = {"read_on": today()} if act is confirm else {"reason": "Again."}
        with pytest.raises(refusals.SettledMeanwhile):
            act(claim_id=claim.id, by=omar, **facts)
    assert events()[-1] == "directory.withdrawn"


def test_what_holds_is_not_withdrawn_but_said_to_be_wrong(rosa, sana, tomas):
    claim = changed(sana, tomas)
    with hours(25):
        with pytest.raises(refusals.HoldsAlready):
            withdraw(claim_id=claim.id, reason="No.", by=rosa)
        say_wrong(authority=AUSTRIA, reason="It leads elsewhere.", by=rosa)
        assert row() == SHIPPED.row(AUSTRIA)


def test_while_one_waits_nothing_else_is_proposed(rosa, sana, tomas):
    claim = propose_as_shipped(authority=AUSTRIA, reading=read(), by=rosa)
    tries = (
        lambda: propose_as_shipped(authority=AUSTRIA, reading=read(), by=sana),
        lambda: propose_change(authority=AUSTRIA, address=NEW, reading=read(), reason="It moved.", by=sana),
    )
    for again in tries:
        with pytest.raises(refusals.ProposalWaits, match="Rosa has proposed"):
            again()
    withdraw(claim_id=claim.id, reason="No.", by=sana)
    changed(sana, tomas)
    for again in tries:
        with pytest.raises(refusals.ChangeWaits):
            again()


def test_a_change_is_for_seniors_and_administrators_on_both_sides(rosa, sana, alex):
    with pytest.raises(refusals.MayNotChange):
        changed(rosa, sana)
    with pytest.raises(refusals.MayNotChange):
        changed(sana, rosa)
    confirm(claim_id=AddressClaim.objects.get().id, read_on=today(), by=alex)


def test_a_colleague_who_was_shut_out_or_lost_the_right_is_no_first_person(rosa, omar, sana, tomas):
    claim = propose_as_shipped(authority=AUSTRIA, reading=read(), by=rosa)
    Staff.objects.filter(id=rosa.id).update(is_active=False)
    with pytest.raises(refusals.ProposerLeft):
        confirm(claim_id=claim.id, read_on=today(), by=omar)
    Staff.objects.filter(id=omar.id).update(is_active=False)
    with pytest.raises(refusals.MayNotChange):
        confirm(claim_id=claim.id, read_on=today(), by=Staff.objects.get(id=omar.id))
    change = propose_change(
        authority="BE:child-focus", address=NEW, reading=read(), reason="It moved.", by=sana
    )
    Staff.objects.filter(id=sana.id).update(roles=[Role.MODERATOR])
    with pytest.raises(refusals.ProposerLeft):
        confirm(claim_id=change.id, read_on=today(), by=tomas)


def test_a_day_in_the_future_or_half_a_year_ago_is_refused_for_both(rosa, omar):
    for days in (-1, 181):
        with pytest.raises(refusals.WrongAddress):
            propose_as_shipped(authority=AUSTRIA, reading=read(days), by=rosa)
    claim = propose_as_shipped(authority=AUSTRIA, reading=read(180), by=rosa)
    for days in (-1, 181):
        with pytest.raises(refusals.WrongAddress):
            confirm(claim_id=claim.id, read_on=today() - timedelta(days=days), by=omar)
    with hours(48), pytest.raises(refusals.WrongAddress, match="180 days ago"):
        confirm(claim_id=claim.id, read_on=today(), by=omar)


def test_the_day_is_that_of_the_desk_not_of_greenwich(rosa):
    save_profile(by=CONSOLE, legal_name="Example", time_zone="Pacific/Kiritimati")
    with time_machine.travel("2026-11-22T20:00:00Z", tick=False):
        propose_as_shipped(authority=AUSTRIA, reading=read(-1), by=rosa)


def test_a_source_needs_its_title_and_a_plain_https_address(rosa):
    for wrong in ({"title": " "}, {"url": ""}, {"url": "http://a.at/"}, {"url": "https://192.0.2.1/"}):
        with pytest.raises(refusals.WrongAddress):
            propose_as_shipped(authority=AUSTRIA, reading=read(**wrong), by=rosa)


def test_an_odd_address_is_refused_and_so_is_none_and_the_same(sana):
    for address in (
        Address(),
        Address(email="desk@stopline.at"),
        Address(url="http://www.stopline.at/en/report"),
        Address(url="https://xn--stpline-q4a.at/"),
        Address(phone="ring"),
        Address(url=NEW.url, email="desk@localhost"),
        Address(url="https://www.stopline.at/en/"),
    ):
        with pytest.raises(refusals.WrongAddress):
            propose_change(authority=AUSTRIA, address=address, reading=read(), reason="It moved.", by=sana)
    with pytest.raises(refusals.ReasonWanted):
        propose_change(authority=AUSTRIA, address=NEW, reading=read(), reason=" ", by=sana)


@pytest.mark.parametrize(
    "authority", ["nca", "iwf", "ceop", "GB:ofcom", "police:local", "police:X-JE", "EU:member-state"]
)
def test_the_address_of_what_comes_with_belisha_is_not_changed_here(sana, authority):
    with pytest.raises(refusals.FixedHere, match="comes with Belisha"):
        propose_change(authority=authority, address=NEW, reading=read(), reason="So.", by=sana)


@pytest.mark.parametrize("authority", ["iwf", "ceop", "GB:ofcom", "police:local", "EU:member-state"])
def test_nor_is_it_doubted_or_confirmed_where_it_was_shipped_as_confirmed(sana, authority):
    with pytest.raises(refusals.FixedHere, match="comes with Belisha"):
        say_wrong(authority=authority, reason="So.", by=sana)
    with pytest.raises((refusals.AlreadyConfirmed, refusals.NoAddressToConfirm)):
        propose_as_shipped(authority=authority, reading=read(), by=sana)


def test_the_police_of_a_crown_dependency_are_confirmed_as_shipped_and_can_be_doubted(rosa, omar):
    assert not row("police:X-JE").confirmed
    confirmed(rosa, omar, "police:X-JE")
    assert row("police:X-JE").confirmed
    say_wrong(authority="police:X-JE", reason="The page is gone.", by=rosa)
    assert not row("police:X-JE").confirmed


def test_an_authority_that_is_not_there_and_the_emergency_number_are_not_found(sana):
    for authority in ("emergency", "AT:nobody", "social-care", "help:childline"):
        with pytest.raises(NotFound):
            propose_as_shipped(authority=authority, reading=read(), by=sana)


def test_a_row_without_an_address_is_changed_not_confirmed(sana):
    with pytest.raises(refusals.NoAddressToConfirm):
        propose_as_shipped(authority="PH:eprotectkids", reading=read(), by=sana)


def test_one_person_says_that_an_address_is_wrong_and_it_counts_at_once(rosa, omar, sana):
    confirmed(rosa, omar)
    say_wrong(authority=AUSTRIA, reason="The page is gone.", by=rosa)
    assert not row().confirmed
    with pytest.raises(refusals.AlreadyDoubted):
        say_wrong(authority=AUSTRIA, reason="So.", by=sana)
    with pytest.raises(refusals.ConfirmFirst):
        look_again(row_id=AUSTRIA, reading=read(), by=sana)
    confirmed(omar, sana)
    assert row().confirmed


def test_who_read_it_before_the_doubt_is_none_of_the_two_who_confirm_it_after(rosa, omar, sana, tomas):
    before = propose_as_shipped(authority=AUSTRIA, reading=read(), by=rosa)
    elsewhere = propose_change(authority="DE:bka", address=NEW, reading=read(), reason="It moved.", by=sana)
    for authority in (AUSTRIA, "DE:bka"):
        say_wrong(authority=authority, reason="The page is gone.", by=omar)
    with pytest.raises(refusals.SettledMeanwhile):
        confirm(claim_id=before.id, read_on=today(), by=sana)
    before.refresh_from_db()
    assert (row().confirmed, before.ending, before.ended_by) == (False, "wrong", omar)
    confirmed(rosa, sana)
    assert row().confirmed
    # A change is about another address, so it stays; it cools off as always.
    change = confirm(claim_id=elsewhere.id, read_on=today(), by=tomas)
    assert change.holds_from == change.confirmed_at + DAY
    assert not row("DE:bka").confirmed


def test_the_national_crime_agency_is_told_whatever_anybody_says_of_its_row(rosa, omar):
    with pytest.raises(refusals.FixedHere):
        propose_as_shipped(authority="nca", reading=read(), by=rosa)
    with pytest.raises(refusals.FixedHere):
        say_wrong(authority="nca", reason="So.", by=omar)
    page = authority_page("nca", rosa.id)
    assert (page.line.state, page.may_confirm, page.may_doubt) == ("by_law", False, False)
    assert page.may_look_again


def test_a_row_as_shipped_keeps_the_shipped_address_whatever_its_claim_says(rosa, omar):
    claim = confirmed(rosa, omar)
    AddressClaim.objects.filter(id=claim.id).update(url="https://other.example.org/", phone="110")
    assert (row().url, row().phone) == (SHIPPED.row(AUSTRIA).url, SHIPPED.row(AUSTRIA).phone)


def test_the_ledger_says_why_a_change_is_proposed(sana):
    propose_change(authority=AUSTRIA, address=NEW, reading=read(), reason="It moved.", by=sana)
    assert Entry.objects.get(event="directory.proposed").content["reason"] == "It moved."


def test_a_row_that_was_shipped_as_confirmed_can_be_doubted_too(rosa, omar, sana):
    assert row("DE:bka").confirmed
    with pytest.raises(refusals.AlreadyConfirmed):
        propose_as_shipped(authority="DE:bka", reading=read(), by=rosa)
    say_wrong(authority="DE:bka", reason="The page is gone.", by=rosa)
    assert not row("DE:bka").confirmed
    confirmed(omar, sana, "DE:bka")
    assert row("DE:bka").confirmed


def test_a_doubt_ends_when_the_change_that_waited_holds_and_comes_back_if_it_is_withdrawn(rosa, sana, tomas):
    claim = changed(sana, tomas, authority="DE:bka")
    say_wrong(authority="DE:bka", reason="The old page is gone.", by=rosa)
    assert not row("DE:bka").confirmed
    with hours(25):
        assert (row("DE:bka").url, row("DE:bka").confirmed) == (NEW.url, True)
    withdraw(claim_id=claim.id, reason="Not theirs.", by=rosa)
    with hours(25):
        assert (row("DE:bka").url, row("DE:bka").confirmed) == (SHIPPED.row("DE:bka").url, False)


def test_a_confirmed_row_that_a_later_release_changes_is_unconfirmed_again(monkeypatch, rosa, omar, sana):
    confirmed(rosa, omar)
    later = SHIPPED.with_rows(
        [replace(SHIPPED.row(AUSTRIA), url="https://www.stopline.at/new/", confirmed=True)]
    )
    monkeypatch.setattr(module, "SHIPPED", later)
    assert (row().url, row().confirmed) == ("https://www.stopline.at/new/", False)
    confirmed(omar, sana)
    assert row().confirmed


def test_a_proposal_about_what_a_release_has_changed_since_is_refused(monkeypatch, rosa, omar):
    claim = propose_as_shipped(authority=AUSTRIA, reading=read(), by=rosa)
    later = SHIPPED.with_rows([replace(SHIPPED.row(AUSTRIA), phone="110")])
    monkeypatch.setattr(module, "SHIPPED", later)
    with pytest.raises(refusals.ShippedChanged):
        confirm(claim_id=claim.id, read_on=today(), by=omar)


def test_an_authority_is_added_where_a_country_has_none(sana, tomas, rosa):
    facts = {"reporter": "adult", "child": {"country": "VA"}}
    new = {"country": "VA", "name": "Invented Hotline", "address": NEW, "reading": read(), "reason": "Asked."}
    with pytest.raises(refusals.MayNotChange):
        propose_new(by=rosa, **new)
    claim = propose_new(by=sana, **new)
    with pytest.raises(refusals.ProposalWaits):
        propose_new(by=tomas, **new | {"name": "Another"})
    confirm(claim_id=claim.id, read_on=today(), by=tomas)
    assert row("VA:invented-hotline") is None
    with hours(24):
        steps = {step.authority.id: step for step in route(facts, directory()).steps}
        assert steps["VA:invented-hotline"].confirmed
        with pytest.raises(refusals.CountryHasOne, match=r"^Holy See|^The Holy See|^Vatican"):
            propose_new(by=tomas, **new | {"name": "Another"})
        say_wrong(authority="VA:invented-hotline", reason="It closed.", by=rosa)
        assert row("VA:invented-hotline") is None


def test_an_added_authority_can_change_its_address(sana, tomas):
    new = {"country": "VA", "name": "Invented Hotline", "address": NEW, "reading": read(), "reason": "Asked."}
    confirm(claim_id=propose_new(by=sana, **new).id, read_on=today(), by=tomas)
    with hours(24):
        changed(sana, tomas, Address(phone="110"), "VA:invented-hotline")
        assert row("VA:invented-hotline").url == NEW.url
    with hours(48):
        assert (row("VA:invented-hotline").url, row("VA:invented-hotline").phone) == (None, "110")


@pytest.mark.parametrize(
    ("country", "refusal"),
    [("AT", refusals.CountryHasOne), ("GB", refusals.FixedHere), ("ZZ", refusals.WrongAddress)],
)
def test_no_authority_is_added_where_there_is_one(sana, country, refusal):
    with pytest.raises(refusal):
        propose_new(country=country, name="New", address=NEW, reading=read(), reason="So.", by=sana)


def test_no_picture_gets_in(sana, rosa):
    new = {"country": "VA", "name": "Hotline", "address": NEW, "reading": read(), "reason": "Asked."}
    for wrong in (
        {"name": GIF},
        {"address": replace(NEW, url=f"https://a.at/{GIF}")},
        {"reading": read(title=DATA)},
        {"reading": read(url=f"https://a.at/{GIF}")},
    ):
        with pytest.raises(CarriesPicture):
            propose_new(by=sana, **new | wrong)
    claim = say_wrong(authority=AUSTRIA, reason=DATA, by=rosa)
    claim.refresh_from_db()
    assert GIF not in claim.reason


def test_a_row_is_looked_at_again_by_one_person(rosa):
    for days, row_id in ((200, "DE:bka"), (200, "nca"), (200, "help:childline"), (200, "emergency:AT")):
        with hours(days * 24):
            look_again(row_id=row_id, reading=read(), by=rosa)
            look_again(row_id=row_id, reading=read(), by=rosa)
    with hours(200 * 24):
        old = {one.id for one in to_review(directory(), today(), looked_at(today()))}
        assert old.isdisjoint({"DE:bka", "nca", "help:childline", "emergency:AT"})
        assert "help:nspcc" in old
    with pytest.raises(refusals.ConfirmFirst):
        look_again(row_id=AUSTRIA, reading=read(), by=rosa)
    with pytest.raises(NotFound):
        look_again(row_id="help:nobody", reading=read(), by=rosa)


def test_a_second_look_does_not_count_for_another_address(rosa, sana, tomas):
    with hours(200 * 24):
        new = {"authority": "DE:bka", "address": NEW, "reading": read(5), "reason": "It moved."}
        claim = propose_change(by=sana, **new)
        confirm(claim_id=claim.id, read_on=today() - timedelta(days=4), by=tomas)
        look_again(row_id="DE:bka", reading=read(), by=rosa)
        assert row("DE:bka").source.checked_on == today().isoformat()
        last = (today() - timedelta(days=4)).isoformat()
    with hours(225 * 24):
        assert (row("DE:bka").url, row("DE:bka").source.checked_on) == (NEW.url, last)


def test_the_directory_is_one_query(django_assert_num_queries, rosa, omar):
    confirmed(rosa, omar)
    with django_assert_num_queries(1):
        assert len(directory().mechanisms) == len(SHIPPED.mechanisms)
    AddressClaim.objects.all().delete()
    with django_assert_num_queries(1):
        assert directory() is SHIPPED


def test_the_database_keeps_one_address_and_one_proposal_of_an_authority(rosa, omar):
    for first in (
        confirmed(rosa, omar),
        propose_as_shipped(authority="BE:child-focus", reading=read(), by=rosa),
    ):
        again = AddressClaim.objects.get(id=first.id)
        again.pk = uuid4()
        with pytest.raises(IntegrityError), transaction.atomic():
            again.save(force_insert=True)


def test_one_person_mode_must_be_on_when_it_is_confirmed(one_person, solo):
    claim = propose_as_shipped(authority=AUSTRIA, reading=read(), by=solo)
    switch_one_person_mode(on=False, reason="A second person joined.", by=CONSOLE)
    with pytest.raises(refusals.ConfirmedAlone):
        confirm(claim_id=claim.id, read_on=today(), by=solo)
