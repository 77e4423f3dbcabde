"""Last week's backup, restored, doesn't open a case that was erased since."""

from json import loads

import pytest
from django.db import connections
from django.utils import timezone

from belisha.enforcement import erase
from belisha.enforcement.models import Erasure, KeptReference
from belisha.intake.models import Report, State
from belisha.ledger.models import Document
from belisha.ledger.note import signed_body
from belisha.ledger.signer import vkeys
from belisha.ledger.verify import verify
from belisha.triage import arrange
from belisha.triage.models import Case
from belisha.vault.erase import alive
from belisha.vault.keys import KeyName, forget
from belisha.vault.seal import Erased
from tests import committed as copies
from tests.enforcement.kept import DAY, clocks_begin, closed, no_action, on_day
from tests.enforcement.test_erase import naming, texts_of

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def backup():
    """backup() copies a database as it is; restore(copy) puts such a copy in its place."""
    made = []

    def copy(alias):
        name = connections.settings[alias]["NAME"]
        on_sqlite = connections[alias].vendor == "sqlite"
        connections.close_all()
        source = copies._snapshot(name, f"{name}-backup") if on_sqlite else name
        taken = (copies._copy_file if on_sqlite else copies._copy_database)(alias, source)
        made.append((alias, taken))
        return taken

    yield copy
    connections.close_all()
    for alias, taken in made:
        if connections.settings[alias]["NAME"] != taken:
            (copies._remove_file if "/" in str(taken) else copies._drop_database)(alias, taken)


def restore(**taken):
    connections.close_all()
    for alias, name in taken.items():
        connections.settings[alias]["NAME"] = name
    forget()


def notes():
    return [
        loads(signed_body(row.body, vkeys()[0]))
        for row in Document.objects.filter(name__startswith="erasure-")
    ]


def test_a_copy_of_the_data_opens_nothing_once_the_keys_are_gone(make_case, rosa, backup):
    case, other = no_action(make_case(), rosa), make_case()
    clocks_begin()
    report = case.memberships.get().report_id
    monday = backup("default")
    on_day(100 * DAY)
    restore(default=monday)
    with pytest.raises(Erased):
        _ = Report.objects.get(id=report).what_happened
    assert Report.objects.get(memberships__case=other).what_happened


def test_a_copy_of_data_and_keys_opens_nothing_once_what_was_erased_is_applied(make_case, rosa, omar, backup):
    case, other = closed(make_case(content_detected="yes"), rosa, omar), make_case()
    clocks_begin()
    ids, report = texts_of(case), case.memberships.get().report_id
    taken = {alias: backup(alias) for alias in ("default", "keys")}
    on_day(400 * DAY)
    outside = notes()
    restore(**taken)
    assert Report.objects.get(id=report).what_happened
    now = timezone.now()
    assert [erase.apply(listed=note, now=now) for note in outside] == [True]
    assert [erase.apply(listed=note, now=now) for note in outside] == [False]
    for one in erase.unfinished():
        erase.carry_out(erasure_id=one, now=now)
    assert set(naming(ids)) == set()
    assert alive([KeyName("case", case.id), KeyName("report", report)]) == set()
    assert Report.objects.get(memberships__case=other).what_happened
    assert KeptReference.objects.get().reference.startswith("REF-")
    assert verify().ok
    assert (Erasure.objects.get().label, Erasure.objects.get().rule) == (case.label, "outside")


def test_a_report_that_had_left_the_case_before_lives_on_in_a_case_of_its_own(make_case, rosa, backup):
    case, second = make_case(), make_case()
    arrange.merge(case_id=second.id, into_id=case.id, reason="One person.", by=rosa)
    moved = second.memberships.get(left_at__isnull=False).report_id
    taken = {alias: backup(alias) for alias in ("default", "keys")}
    arrange.split(case_id=case.id, report_ids=[moved], reason="Two people.", by=rosa)
    case.refresh_from_db()
    no_action(case, rosa)
    clocks_begin()
    on_day(100 * DAY)
    outside = notes()
    restore(**taken)
    for note in outside:
        erase.apply(listed=note, now=timezone.now())
    for one in erase.unfinished():
        erase.carry_out(erasure_id=one, now=timezone.now())
    assert not Case.objects.filter(id=case.id).exists()
    left = Report.objects.get()
    assert (left.id, left.state) == (moved, State.RECEIVED)
    assert left.what_happened
