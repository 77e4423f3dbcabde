"""An erased case is gone from every table, file and key; the ledger still verifies."""

import pytest
from django.db import connections
from django.urls import reverse

from belisha.decisions import emergency
from belisha.enforcement import erase
from belisha.enforcement.certificate import certificate_of
from belisha.enforcement.models import Erasure, KeptReference
from belisha.intake.models import Report
from belisha.ledger.models import Entry
from belisha.ledger.verify import verify
from belisha.triage import arrange
from belisha.triage.models import Case
from belisha.vault.models import DataKey
from tests.enforcement.kept import DAY, YEARS, clocks_begin, closed, no_action, on_day
from tests.sweeps.canaries import resting_places
from tests.sweeps.stages import our_models

pytestmark = pytest.mark.usefixtures("committed")

# What may name an erased case: the record of who did what, and what is left of it on purpose.
TELLS_OF_IT = {
    "ledger.entry",
    "ledger.document",
    "vault.datakey",
    "enforcement.erasure",
    "enforcement.tombstone",
    "enforcement.keptreference",
}


def texts_of(case):
    """What lies in the rows of a case: the sealed bytes of each, and the ids by which rows point at it."""
    reports = list(case.memberships.filter(left_at=None).values_list("report_id", flat=True))
    return {str(case.id), *map(str, reports)}


def naming(ids):
    """Every row of ours that names one of these ids in any column, sealed ones aside."""
    bare = {one.replace("-", "") for one in ids}
    for model in our_models():
        if model._meta.label_lower in TELLS_OF_IT:
            continue
        plain = [field for field in model._meta.concrete_fields if field.get_internal_type() != "BinaryField"]
        for row in model.objects.values_list(*(field.attname for field in plain)):
            text = " ".join(map(str, row)).replace("-", "")
            if any(one in text for one in bare):
                yield model._meta.label_lower


def sealed_bytes(ids):
    """The bytes of the case's keys as they are wrapped, and of the texts that lie sealed under them."""
    keys = [bytes(row.wrapped) for row in DataKey.objects.filter(subject__in=ids)]
    texts = [
        bytes(row.__dict__[field])
        for model, field, column in ((Report, "what_happened", "id"),)
        for row in model.objects.filter(**{f"{column}__in": ids})
    ]
    assert keys
    assert texts
    return keys + texts


def test_every_table_that_holds_something_of_a_case_is_cut_from_the_files_after_an_erasure():
    stays = {"enforcement.tombstone"}
    of_a_case = {"case_id", "report_id", "referral_id", "reported_id", "membership_id"}
    tables = {
        model._meta.db_table
        for model in our_models()
        if model._meta.label_lower not in stays
        and of_a_case & {field.attname for field in model._meta.concrete_fields}
    }
    assert tables
    assert sorted(tables - set(erase.TABLES)) == []


def test_a_case_whose_time_is_over_is_gone_from_every_table(make_case, rosa, omar):
    case = closed(make_case(content_detected="yes"), rosa, omar)
    emergency.record_emergency_call(case_id=case.id, by=rosa, reference="999-1")
    arrange.add_note(case_id=case.id, text="A note.", by=rosa)
    other = make_case()
    clocks_begin()
    ids = texts_of(case)
    assert set(naming(ids))
    on_day(2 * YEARS)
    assert set(naming(ids)) == set()
    assert not Case.objects.filter(id=case.id).exists()
    assert Case.objects.filter(id=other.id).exists()
    assert set(DataKey.objects.filter(subject__in=ids).values_list("wrapped", flat=True)) == {None}


def test_what_was_erased_lies_in_no_file_of_either_database(make_case, rosa):
    case = no_action(make_case(), rosa)
    other = make_case()
    clocks_begin()
    gone, there = sealed_bytes(texts_of(case)), sealed_bytes(texts_of(other))
    on_day(100 * DAY)
    assert Erasure.objects.get().files_clean_at
    if connections["default"].vendor == "sqlite":
        files = [path.read_bytes() for path in resting_places()]
        assert [piece for piece in gone if any(piece in file for file in files)] == []
        assert all(any(piece in file for file in files) for piece in there)


def test_the_ledger_verifies_and_counts_what_was_erased(make_case, rosa):
    case = no_action(make_case(), rosa)
    clocks_begin()
    entries = Entry.objects.filter(key_id__in=texts_of(case)).count()
    on_day(100 * DAY)
    found = verify()
    assert (found.ok, found.erased) == (True, entries)
    told = list(Entry.objects.order_by("-seq").values_list("event", flat=True)[:2])
    assert set(told) >= {"case.erased"}


def test_the_certificate_names_no_person_and_says_what_went(make_case, rosa):
    case = no_action(make_case(), rosa)
    clocks_begin()
    on_day(100 * DAY)
    shown = certificate_of(Erasure.objects.get())
    rows = dict(shown.rows)
    assert (shown.label, rows["intake.Report"], rows["intake.Account"], shown.keys) == (case.label, 1, 2, 2)
    assert Entry.objects.get(seq=shown.ledger_entry).event == "case.erased"
    assert Entry.objects.get(seq=shown.ledger_entry).content["certificate"] == shown.sha256
    words = str(shown)
    assert not [word for word in ("Rosa", "rosa", "account-", "Invented", "Text of") if word in words]


def test_nothing_goes_while_a_law_keeps_it_and_a_reference_stays_five_years(client, make_case, rosa, omar):
    case = closed(make_case(content_detected="yes"), rosa, omar)
    clocks_begin()
    on_day(360 * DAY)
    assert Case.objects.filter(id=case.id).exists()
    on_day(367 * DAY)
    assert not Case.objects.filter(id=case.id).exists()
    kept = KeptReference.objects.get()
    assert kept.reference.startswith("REF-")
    assert kept.authority_name == "National Crime Agency (NCA)"
    on_day(1000 * DAY)
    client.force_login(rosa)
    shown = client.post(reverse("show_references", args=[kept.erasure_id])).content.decode()
    assert kept.reference in shown
    assert kept.reference not in client.get(reverse("certificate", args=[kept.erasure_id])).content.decode()
    assert Entry.objects.filter(event="reference.shown").count() == 1
    on_day(6 * YEARS)
    assert not KeptReference.objects.exists()
    assert verify().ok


def test_what_was_merged_into_a_case_goes_with_it_and_what_was_split_off_stays(make_case, rosa):
    merged, case, apart = make_case(), make_case(), make_case()
    for one in (merged, apart):
        arrange.merge(case_id=one.id, into_id=case.id, reason="One person.", by=rosa)
    moved = apart.memberships.get().report_id
    split = arrange.split(case_id=case.id, report_ids=[moved], reason="Somebody else.", by=rosa)
    case.refresh_from_db()
    no_action(case, rosa)
    clocks_begin()
    on_day(100 * DAY)
    assert {row.label for row in Case.objects.all()} == {split.label}
    assert Report.objects.get().id == moved
    assert Report.objects.get().what_happened
    shown = certificate_of(Erasure.objects.get())
    assert (shown.label, set(shown.also)) == (case.label, {merged.label, apart.label})


@pytest.mark.parametrize("at", range(6))
def test_an_erasure_that_is_cut_off_anywhere_is_carried_out(make_case, rosa, monkeypatch, at):
    case = no_action(make_case(), rosa)
    clocks_begin()
    ids = texts_of(case)
    steps = ["_erase_case", "publish_signed", "destroy", "_erase_some", "_finish", "scrub"]

    def cut(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(erase, steps[at], cut)
        with pytest.raises(KeyboardInterrupt):
            on_day(100 * DAY)
    on_day(100 * DAY)
    assert set(naming(ids)) == set()
    assert Erasure.objects.get().files_clean_at
    assert not DataKey.objects.filter(subject__in=ids).exclude(wrapped=None).exists()
    assert verify().ok


def test_two_workers_erase_a_case_once(make_case, rosa):
    from tests.committed import together

    no_action(make_case(), rosa)
    clocks_begin()
    assert [one for one in together(lambda _: on_day(100 * DAY), 4) if isinstance(one, Exception)] == []
    assert Entry.objects.filter(event="case.erased").count() == 1
    assert dict(certificate_of(Erasure.objects.get()).rows)["intake.Report"] == 1


def test_a_note_outside_names_the_keys_and_nothing_else(make_case, rosa):
    from json import loads

    from belisha.ledger.models import Document
    from belisha.ledger.note import signed_body
    from belisha.ledger.signer import vkeys

    case = no_action(make_case(), rosa)
    clocks_begin()
    ids = texts_of(case)
    on_day(100 * DAY)
    row = Document.objects.get(name__startswith="erasure-")
    note = loads(signed_body(row.body, vkeys()[0]))
    assert row.name == f"erasure-{Erasure.objects.get().id}.json"
    assert (note["case"], {subject for _, subject in note["keys"]}) == (case.label, ids)
    assert set(note) == {"id", "at", "case", "keys"}
