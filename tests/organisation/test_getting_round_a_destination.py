"""Thirty and more attempts to have referrals go elsewhere: none of them changes where anything goes."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from pysequoia import Cert, Tsk

from belisha.jobs.backups.settle import settle
from belisha.ledger.record import CONSOLE
from belisha.organisation import destinations, refusals
from belisha.organisation.arrange import switch_one_person_mode
from belisha.organisation.destinations import close, confirm, propose_mailbox, propose_partner, withdraw
from belisha.organisation.mailboxes import mailbox_of
from belisha.organisation.models import Destination
from belisha.organisation.partners import partner_of, partner_urls
from belisha.people.models import Staff, StaffChange
from belisha.people.roles import Role
from belisha.refusal import NotFound, Refusal
from belisha.vault.plain import CarriesPicture
from tests.desk_cases import organisation
from tests.organisation.conftest import tomas
from tests.organisation.said import mailbox, partner, propose_mailbox_of, public_key, read

__all__ = ["organisation", "tomas"]

FORCE = "police:E23000001"
PAGE = f"/desk/settings/destinations/{FORCE}/"
HONEST, THEIRS = "referrals@met.police.uk", "referrals@met-police.example"
DAY = timedelta(days=1)


def today():
    return timezone.localdate()


@pytest.fixture
def before(organisation, sana, tomas):
    """Where referrals went before anybody tried anything: a mailbox, and a partner, both in force."""
    with time_machine.travel(timezone.now() - 10 * DAY, tick=False):
        mailbox(sana, tomas, authority=FORCE, email=HONEST, plain_allowed=True)
        partner(sana, tomas)
    return now()


def now():
    return mailbox_of(FORCE), partner_of("partner:other-desk")


def unchanged(before, **later):
    """Nothing goes elsewhere, now or whenever a change would have cooled off."""
    assert now() == before
    with time_machine.travel(timezone.now() + timedelta(days=30), tick=False):
        assert now() == before


def form(**changed):
    known = {"source_title": "Contact", "source_url": "https://www.met.police.uk/", "read_on": str(today())}
    return known | {"email": THEIRS, "plain_allowed": "on", "reason": "It moved."} | changed


def yes():
    return {"read_on": str(today()), "read_it": "on"}


def browser(person):
    client = Client()
    client.force_login(person)
    return client


def proposed(by, **given):
    return propose_mailbox_of(FORCE, by, email=THEIRS, **(given or {"plain_allowed": True}))


def test_alone(before, sana):
    row = proposed(sana)
    with pytest.raises(refusals.ConfirmedAlone):
        confirm(destination_id=row.id, read_on=today(), by=sana)
    unchanged(before)


def test_alone_in_two_browsers(before, sana):
    first, second = browser(sana), browser(sana)
    first.post(f"{PAGE}mailbox/", form())
    row = Destination.objects.get(email=THEIRS)
    assert second.post(f"{PAGE}{row.id}/confirm/", yes()).status_code == 409
    unchanged(before)


def test_alone_as_a_copy_of_oneself(before, sana):
    row = proposed(sana)
    with pytest.raises(refusals.ConfirmedAlone):
        confirm(destination_id=row.id, read_on=today(), by=Staff.objects.get(id=sana.id))
    unchanged(before)


@pytest.mark.parametrize(
    "what", [StaffChange.What.PASSWORD, StaffChange.What.SECOND_FACTOR, StaffChange.What.SENIOR]
)
def test_by_a_second_account_that_one_made_or_took_over(before, sana, person, what):
    other = person("Puppet", Role.SENIOR)
    StaffChange.objects.create(person=other, what=what, by=sana, at=timezone.now())
    row = proposed(sana)
    with pytest.raises(refusals.OneHand):
        confirm(destination_id=row.id, read_on=today(), by=other)
    unchanged(before)


def test_by_proposing_from_the_account_that_one_took_over(before, sana, person):
    other = person("Puppet", Role.SENIOR)
    StaffChange.objects.create(person=other, what=StaffChange.What.PASSWORD, by=sana, at=timezone.now())
    row = proposed(other)
    with pytest.raises(refusals.OneHand):
        confirm(destination_id=row.id, read_on=today(), by=sana)
    unchanged(before)


def test_with_an_accomplice_who_may_not(before, sana, rosa, ada):
    row = proposed(sana)
    for person in (rosa, ada):
        with pytest.raises(refusals.MayNotChange):
            confirm(destination_id=row.id, read_on=today(), by=person)
        assert browser(person).post(f"{PAGE}{row.id}/confirm/", yes()).status_code == 403
    unchanged(before)


def test_by_one_who_may_confirm_addresses_and_not_change_them(before, rosa):
    with pytest.raises(refusals.MayNotChange):
        proposed(rosa)
    assert browser(rosa).post(f"{PAGE}mailbox/", form()).status_code == 403
    unchanged(before)


def test_by_one_whose_role_was_taken_after_proposing(before, sana, tomas):
    row = proposed(sana)
    Staff.objects.filter(id=sana.id).update(roles=[Role.MODERATOR])
    with pytest.raises(refusals.ProposerLeft):
        confirm(destination_id=row.id, read_on=today(), by=tomas)
    unchanged(before)


def test_by_one_who_was_shut_out_after_proposing(before, sana, tomas):
    row = proposed(sana)
    Staff.objects.filter(id=sana.id).update(is_active=False)
    with pytest.raises(refusals.ProposerLeft):
        confirm(destination_id=row.id, read_on=today(), by=tomas)
    unchanged(before)


def test_without_signing_in_and_without_a_token(before, sana, tomas):
    row = proposed(sana)
    assert Client().post(f"{PAGE}{row.id}/confirm/", yes()).status_code == 302
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(tomas)
    assert forged.post(f"{PAGE}{row.id}/confirm/", yes()).status_code == 403
    assert forged.post(f"{PAGE}mailbox/", form()).status_code == 403
    unchanged(before)


def test_by_a_link_that_confirms_on_opening(before, sana, tomas):
    row = proposed(sana)
    client = browser(tomas)
    assert client.get(f"{PAGE}{row.id}/confirm/", yes()).status_code == 405
    unchanged(before)


def test_by_confirming_it_under_another_authoritys_page(before, sana, tomas):
    row = proposed(sana)
    answer = browser(tomas).post(f"/desk/settings/destinations/iwf/{row.id}/confirm/", yes())
    assert answer.status_code == 404
    unchanged(before)


def test_by_sending_another_address_with_the_confirmation(before, sana, tomas):
    row = proposed(sana)
    withdraw(destination_id=row.id, reason="No.", by=tomas)
    honest = propose_mailbox_of(FORCE, sana, email=HONEST, plain_allowed=True)
    browser(tomas).post(f"{PAGE}{honest.id}/confirm/", yes() | form())
    with time_machine.travel(timezone.now() + 2 * DAY, tick=False):
        assert mailbox_of(FORCE).email == HONEST


def test_without_having_read_it(before, sana, tomas):
    row = proposed(sana)
    client = browser(tomas)
    assert client.post(f"{PAGE}{row.id}/confirm/", {"read_on": str(today())}).status_code == 422
    assert client.post(f"{PAGE}{row.id}/confirm/", yes() | {"read_on": "2999-01-01"}).status_code == 422
    assert client.post(f"{PAGE}{row.id}/confirm/", yes() | {"read_on": "2020-01-01"}).status_code == 422
    unchanged(before)


def test_during_the_cooling_off_nothing_changes_and_one_word_ends_it(before, sana, tomas, rosa):
    row = confirm(destination_id=proposed(sana).id, read_on=today(), by=tomas)
    with time_machine.travel(timezone.now() + timedelta(hours=23, minutes=59), tick=False):
        assert now() == before
        withdraw(destination_id=row.id, reason="Nobody at the force knows of it.", by=rosa)
    unchanged(before)


def test_by_confirming_twice_to_shorten_it(before, sana, tomas):
    row = confirm(destination_id=proposed(sana).id, read_on=today(), by=tomas)
    with pytest.raises(refusals.DestinationEnded):
        confirm(destination_id=row.id, read_on=today(), by=tomas)
    with pytest.raises(refusals.ChangeWaits):
        proposed(sana)
    assert now() == before
    withdraw(destination_id=row.id, reason="No.", by=sana)
    unchanged(before)


def test_by_a_cooling_off_of_no_hours(before, sana, tomas, settings):
    settings.BELISHA = settings.BELISHA.model_copy(update={"directory_cooling_off_hours": 0})
    row = confirm(destination_id=proposed(sana).id, read_on=today(), by=tomas)
    with time_machine.travel(timezone.now() + timedelta(minutes=59), tick=False):
        assert now() == before
    withdraw(destination_id=row.id, reason="No.", by=sana)
    unchanged(before)


def test_by_a_clock_that_is_turned_back(before, sana, tomas):
    row = proposed(sana)
    back = time_machine.travel(timezone.now() - 5 * DAY, tick=False)
    with back, pytest.raises((IntegrityError, Refusal)), transaction.atomic():
        confirm(destination_id=row.id, read_on=today(), by=tomas)
    withdraw(destination_id=row.id, reason="No.", by=sana)
    unchanged(before)


@pytest.mark.parametrize(
    "changed",
    [
        {"email": THEIRS},
        {"plain_allowed": False, "fingerprint": "ab" * 20},
        {"holds_from": "earlier"},
        {"authority": "iwf"},
    ],
)
def test_by_editing_a_row_after_its_confirmation(before, sana, tomas, changed):
    row = confirm(destination_id=propose_mailbox_of(FORCE, sana, email=HONEST, plain_allowed=True).id,
                  read_on=today(), by=tomas)  # fmt: skip
    if changed.get("holds_from"):
        earlier = timezone.now() - timedelta(seconds=1)
        changed = {"holds_from": earlier, "confirmed_at": earlier - DAY, "proposed_at": earlier - 2 * DAY}
    Destination.objects.filter(id=row.id).update(**changed)
    assert mailbox_of("iwf") is None
    with time_machine.travel(timezone.now() + 2 * DAY, tick=False):
        assert mailbox_of(FORCE) is None
        assert mailbox_of("iwf") is None


def test_by_writing_a_row_into_the_database(before, sana, tomas):
    now_ = timezone.now()
    known = Destination.objects.get(kind="mailbox")
    known.pk, known.email, known.authority = uuid4(), THEIRS, "iwf"
    known.holds_from, known.confirmed_at = now_ - DAY, now_ - 2 * DAY
    known.save(force_insert=True)
    assert mailbox_of("iwf") is None
    unchanged(before)


def test_by_moving_the_seal_of_another_row(before, sana, tomas):
    known = Destination.objects.get(kind="partner")
    Destination.objects.filter(id=known.id).update(url="https://desk.evil.example/hooks")
    assert partner_of("partner:other-desk") is None
    assert partner_urls() == ()
    Destination.objects.filter(id=known.id).update(url=known.url)
    unchanged(before)


def test_by_doubting_the_old_one_so_that_the_new_one_comes_sooner(before, sana, tomas):
    row = confirm(destination_id=proposed(sana).id, read_on=today(), by=tomas)
    close(destination_id=before[0].claim, reason="They moved.", by=sana)
    assert mailbox_of(FORCE) is None
    with time_machine.travel(timezone.now() + timedelta(hours=23), tick=False):
        assert mailbox_of(FORCE) is None
    assert Destination.objects.get(id=row.id).holds_from == row.holds_from


def test_by_withdrawing_what_holds_to_bring_an_older_one_back(before, sana, tomas):
    with pytest.raises(refusals.InForce):
        withdraw(destination_id=before[0].claim, reason="No.", by=sana)
    close(destination_id=before[0].claim, reason="They moved.", by=sana)
    with pytest.raises(refusals.DestinationEnded):
        withdraw(destination_id=before[0].claim, reason="Bring it back.", by=sana)
    assert mailbox_of(FORCE) is None


def test_by_switching_one_person_mode_on_for_it(before, sana, tomas):
    row = proposed(sana)
    switch_one_person_mode(on=True, reason="I am alone today.", by=CONSOLE)
    with pytest.raises(refusals.ModeSwitchedSince):
        confirm(destination_id=row.id, read_on=today(), by=sana)
    withdraw(destination_id=row.id, reason="No.", by=tomas)
    unchanged(before)


def test_in_one_person_mode_it_waits_three_times_as_long(before, sana, tomas):
    switch_one_person_mode(on=True, reason="There is one senior.", by=CONSOLE)
    row = confirm(destination_id=proposed(sana).id, read_on=today(), by=sana)
    assert row.one_person_mode
    with time_machine.travel(timezone.now() + timedelta(hours=71), tick=False):
        assert now() == before
        withdraw(destination_id=row.id, reason="Who is this?", by=tomas)
    unchanged(before)


def test_by_an_expired_key(before, sana):
    key = public_key("Desk <a@b.example>", validity_seconds=1)
    with time_machine.travel(timezone.now() + DAY, tick=False), pytest.raises(refusals.WrongAddress):
        proposed(sana, key=key)
    unchanged(before)


def test_by_a_key_that_expires_before_it_is_confirmed(before, sana, tomas):
    row = proposed(sana, key=public_key("Desk <a@b.example>", validity_seconds=3600))
    with time_machine.travel(timezone.now() + DAY, tick=False), pytest.raises(refusals.WrongAddress):
        confirm(destination_id=row.id, read_on=today(), by=tomas)
    unchanged(before)


@pytest.mark.parametrize("what", ["private", "two", "none", "noise", "revoked", "long"])
def test_by_something_that_is_no_key(before, sana, what):
    tsk = Tsk.generate("Desk <a@b.example>")
    cert = tsk.extract_certificate()
    given = {
        "private": str(tsk),
        "two": public_key() + public_key(),
        "none": "hello",
        "noise": "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAAAA\n-----END PGP PUBLIC KEY BLOCK-----",
        "revoked": revoked(tsk, cert),
        "long": "A" * 60_000,
    }[what]
    with pytest.raises(refusals.WrongAddress) as refusal:
        proposed(sana, key=given)
    assert refusal.value.facts["field"] == "key"
    unchanged(before)


def revoked(tsk, cert):
    return str(Cert.from_bytes(bytes(cert) + bytes(cert.revoke(tsk.certifier()))))


def test_by_swapping_the_key_of_a_mailbox(before, sana, tomas):
    row = propose_mailbox_of("iwf", sana, email="reports@iwf.org.uk")
    confirm(destination_id=row.id, read_on=today(), by=tomas)
    with time_machine.travel(timezone.now() + 2 * DAY, tick=False):
        honest = mailbox_of("iwf")
        fresh = Destination.objects.get(id=row.id)
        fresh.key = public_key("Reports <reports@iwf.org.uk>").encode()
        fresh.save()
        assert honest is not None
        assert mailbox_of("iwf") is None


@pytest.mark.parametrize(
    "email",
    [
        "referrals@met.police.uk\r\nBcc: x@evil.example",
        "referrals@met.police.uk,x@evil.example",
        "referrals@met.police.uk x@evil.example",
        "<referrals@met.police.uk>",
        '"x@evil.example"@met.police.uk',
        "x%evil.example@met.police.uk",
        "referrals@mеt.police.uk",
        "referrals@met.police.uk.",
        "referrals@xn--mt-hlb.police.uk",
        "referrals@127.0.0.1",
        "referrals@[127.0.0.1]",
        "referrals@localhost",
        "referrals@met..police.uk",
        "-oX/tmp/x@met.police.uk",
        "referrals@met.police.uk\x00",
        "",
    ],
)
def test_by_an_address_that_is_read_otherwise_than_it_looks(before, sana, email):
    with pytest.raises(refusals.WrongAddress):
        propose_mailbox(
            authority=FORCE, email=email, plain_allowed=True, reading=read(), reason="Moved.", by=sana
        )
    unchanged(before)


@pytest.mark.parametrize(
    "url",
    [
        "http://desk.other.example/hooks",
        "https://127.0.0.1/hooks",
        "https://2130706433/hooks",
        "https://[::1]/hooks",
        "https://localhost/hooks",
        "https://desk.other.example:8443/hooks",
        "https://desk.other.example@evil.example/hooks",
        "https://desk.other.example\\@evil.example/",
        "https://desk.оther.example/hooks",
        "https://desk.other.example./hooks",
        "https://bit.ly/abc",
        "https://metadata.internal/hooks",
        "https://desk.other.example/#x",
        "https://desk.other.example/ x",
        "file:///etc/passwd",
        "",
    ],
)
def test_by_a_webhook_that_leads_elsewhere(before, sana, url):
    with pytest.raises(refusals.WrongAddress):
        propose_partner(short="other-desk", name="Other", url=url, reading=read(), reason="Moved.", by=sana)
    unchanged(before)


@pytest.mark.parametrize("short", ["../iwf", "Other", "other desk", "partner:x", "", "x" * 80, "nca\n"])
def test_by_a_short_name_that_is_another(before, sana, short):
    with pytest.raises(refusals.WrongAddress):
        propose_partner(
            short=short, name="Other", url="https://a.example/", reading=read(), reason="Moved.", by=sana
        )
    unchanged(before)


@pytest.mark.parametrize(
    "authority", ["nca", "ncmec", "emergency", "police:local", "police:nobody", "x\ny", "partner:other-desk"]
)
def test_by_a_mailbox_for_whom_no_mailbox_is(before, sana, authority):
    with pytest.raises((refusals.NoDestination, NotFound)):
        propose_mailbox(
            authority=authority, email=THEIRS, plain_allowed=True, reading=read(), reason="Moved.", by=sana
        )
    unchanged(before)


def test_without_a_source_a_day_or_a_reason(before, sana):
    for changed in (
        {"reading": read(title="")},
        {"reading": read(url="http://met.police.uk/")},
        {"reading": read(-3)},
        {"reading": read(200)},
        {"reason": " "},
    ):
        given = {"reading": read(), "reason": "Moved."} | changed
        with pytest.raises(Refusal):
            propose_mailbox(authority=FORCE, email=THEIRS, plain_allowed=True, by=sana, **given)
    unchanged(before)


def test_by_a_picture_in_the_name_of_a_partner(before, sana):
    with pytest.raises((CarriesPicture, refusals.WrongAddress)):
        propose_partner(
            short="x1", name="data:image/gif;base64,R0lGODlhAQABAAAAACw=", url="https://a.example/",
            reading=read(), reason="Moved.", by=sana,
        )  # fmt: skip
    unchanged(before)


def test_by_the_api(before, client):
    for path in ("destinations", "directory", f"authorities/{FORCE}", "partners", "mailboxes"):
        for method in (client.get, client.post, client.put, client.patch, client.delete):
            assert method(f"/api/v1/{path}", {"email": THEIRS}).status_code in (401, 403, 404, 405)
    unchanged(before)


def test_by_restoring_an_older_backup(before, sana, tomas):
    row = confirm(destination_id=proposed(sana).id, read_on=today(), by=tomas)
    settle(taken_at=timezone.now(), entries=1, outside=1, erased=0)
    assert now() == (None, None)
    assert partner_urls() == ()
    with time_machine.travel(timezone.now() + 30 * DAY, tick=False):
        assert now() == (None, None)
    assert Destination.objects.get(id=row.id).ending == "restored"


def test_by_a_proposal_beside_one_that_waits(before, sana, tomas):
    proposed(sana)
    with pytest.raises(refusals.DestinationWaits):
        propose_mailbox_of(FORCE, tomas, email=HONEST, plain_allowed=True)
    unchanged(before)


def test_the_database_itself_refuses_one_person_and_no_wait(before, sana, tomas):
    row = proposed(sana)
    at = timezone.now()
    whole = {
        "confirmed_at": at,
        "holds_from": at + DAY,
        "confirmed_read_on": today(),
        "confirmed_as": b"x" * 32,
        "confirmed_by": tomas,
    }
    for wrong in (
        whole | {"confirmed_by": sana},
        whole | {"holds_from": at},
        whole | {"confirmed_as": None},
        whole | {"confirmed_by": None},
        {"holds_from": at},
        {"source_title": ""},
        {"plain_allowed": False},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Destination.objects.filter(id=row.id).update(**wrong)
    unchanged(before)


def test_no_use_case_changes_a_destination_but_those_above():
    changing = [
        name for name in vars(destinations) if name.startswith(("propose_", "confirm", "withdraw", "close"))
    ]
    assert sorted(changing) == [
        "close",
        "close_all",
        "confirm",
        "propose_mailbox",
        "propose_partner",
        "withdraw",
    ]
