"""Sealed fields on real rows: at rest, moved, erased, searched."""

import base64
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from belisha.intake.models import Report
from belisha.vault import keys
from belisha.vault.keys import KeyName, check_master_key
from belisha.vault.lookup import digest
from belisha.vault.masters import NoMasterKey, WrongMasterKey
from belisha.vault.models import DataKey
from belisha.vault.seal import CannotOpen, Erased

TEXT = "message 1 of the reported conversation"


def a_report(**fields):
    fields = {"source": "public", "sent_by": "public", "what_happened": TEXT, **fields}
    return Report.objects.create(
        received_at=timezone.now(), receipt_lookup=digest("receipt", str(uuid4())), **fields
    )


def raw(report, column="what_happened"):
    with connection.cursor() as cursor:
        row = report.id.hex if connection.vendor == "sqlite" else report.id
        cursor.execute(f"SELECT {column} FROM intake_report WHERE id = %s", [row])
        return bytes(cursor.fetchone()[0])


def test_a_text_is_unreadable_in_the_database_and_whole_to_the_reader():
    report = a_report(conversation=[{"text": TEXT}])
    assert TEXT.encode() not in raw(report) + raw(report, "conversation")
    read = Report.objects.get(id=report.id)
    assert (read.what_happened, read.conversation) == (TEXT, [{"text": TEXT}])


def test_a_sealed_text_moved_to_another_row_does_not_open():
    one, other = a_report(), a_report()
    with connection.cursor() as cursor:
        ids = [row.id.hex if connection.vendor == "sqlite" else row.id for row in (one, other)]
        cursor.execute("UPDATE intake_report SET what_happened = %s WHERE id = %s", [raw(one), ids[1]])
    with pytest.raises(CannotOpen):
        Report.objects.get(id=other.id).what_happened  # noqa: B018


def test_a_report_whose_key_was_destroyed_can_never_be_read_again():
    report = a_report()
    DataKey.objects.filter(subject=report.id).update(wrapped=None, destroyed_at=timezone.now())
    keys.forget()
    with pytest.raises(Erased):
        Report.objects.get(id=report.id).what_happened  # noqa: B018


def test_a_sealed_field_can_neither_be_updated_past_its_seal_nor_searched():
    report = a_report()
    with pytest.raises(TypeError, match="sealed"):
        Report.objects.filter(id=report.id).update(what_happened="in clear")
    with pytest.raises(TypeError, match="sealed"):
        Report.objects.filter(what_happened=TEXT).exists()


def test_saving_a_row_that_was_not_opened_leaves_its_seal_alone():
    report = a_report()
    before = raw(report)
    Report.objects.get(id=report.id).save()
    assert raw(report) == before


def test_a_deferred_sealed_field_opens_when_it_is_asked_for():
    report = a_report()
    assert Report.objects.defer("what_happened").get(id=report.id).what_happened == TEXT


def test_two_reports_have_two_keys_and_one_report_one():
    one, other = a_report(), a_report()
    assert DataKey.objects.filter(subject__in=[one.id, other.id]).count() == 2


def test_a_key_is_wrapped_in_the_store_and_lives_in_a_database_of_its_own(settings):
    report = a_report()
    row = DataKey.objects.get(subject=report.id)
    _, key = keys.key_to_seal(KeyName("report", report.id))
    assert key not in bytes(row.wrapped)
    assert row._state.db == "keys"
    assert settings.DATABASES["keys"]["NAME"] != settings.DATABASES["default"]["NAME"]


def test_a_picture_in_a_text_is_cut_before_it_is_sealed():
    picture = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8).decode()
    report = a_report(what_happened=f"See data:image/png;base64,{picture} here")
    assert picture[:40] not in Report.objects.get(id=report.id).what_happened
    assert "SHA-256" in Report.objects.get(id=report.id).what_happened


def test_without_a_master_key_nothing_is_sealed(settings):
    settings.BELISHA_MASTER_KEYS = []
    keys.forget()
    with pytest.raises(NoMasterKey, match="belisha setup"):
        a_report()


def test_a_wrong_master_key_is_refused_and_overwrites_nothing(settings):
    report = a_report()
    settings.BELISHA_MASTER_KEYS = [bytes(32)]
    keys.forget()
    with pytest.raises(WrongMasterKey):
        check_master_key()
    with pytest.raises(WrongMasterKey):
        Report.objects.get(id=report.id).what_happened  # noqa: B018


def test_an_older_master_key_still_opens_beside_a_newer_one(settings):
    report = a_report()
    settings.BELISHA_MASTER_KEYS = [bytes(32), *settings.BELISHA_MASTER_KEYS]
    keys.forget()
    check_master_key()
    assert Report.objects.get(id=report.id).what_happened == TEXT


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("email", "Rosa@Forum.example", " rosa@forum.example"),
        ("phone", "+44 1632 960 001", "0044 1632960001"),
        ("ip", "2001:db8::1", "2001:0DB8:0:0:0:0:0:1"),
        ("sha256", "AB" * 32, "ab" * 32),
        ("receipt", "4821 0937 5516 2043", "4821093755162043"),
    ],
)
def test_two_spellings_of_one_identifier_are_found_as_one(kind, one, other):
    assert digest(kind, one) == digest(kind, other)


def test_a_look_up_tells_kinds_apart_and_is_useless_without_its_key():
    assert digest("account", "42") != digest("item", "42")
    before = digest("account", "42")
    DataKey.objects.filter(kind="lookup").delete()
    keys.forget()
    assert digest("account", "42") != before
