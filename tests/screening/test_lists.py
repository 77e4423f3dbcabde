"""A list is taken in, checked, put in force at once, seen everywhere, and can be rolled back."""

import secrets
import subprocess
import sys
import threading
import time

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection

from belisha.jobs.doctor import examine
from belisha.ledger.models import Entry as LedgerEntry
from belisha.ledger.record import CONSOLE
from belisha.screening import library, lists, lists_change, lists_tend, own
from belisha.screening.check import ListRefused
from belisha.screening.list_folders import folder_of
from belisha.screening.lists_settings import WrongListSetting
from belisha.screening.lists_stage import BeingImported, staging
from belisha.screening.lists_versions import OwnList, WrongName
from belisha.screening.models import HashList, ListVersion
from belisha.screening.parse.entry import Entry
from belisha.screening.store.version import UnusableVersion, Version
from belisha.work.models import Task
from tests.screening.listed import digits, file_of, flipped, found, hits, known, picture, taken


def events():
    return list(LedgerEntry.objects.order_by("seq").values_list("event", flat=True))


def test_a_list_is_taken_in_and_looked_up(tmp_path):
    sha256, md5, pdq = digits(), digits(16), digits()
    said = taken(tmp_path, f"pdq:{pdq}", f"sha256:{sha256}", md5, "https://example.com/a")
    assert (said.state, said.version, said.counts["entries"]) == ("in_force", 1, 4)
    for asked in (known(sha256), known(md5, "md5"), picture(pdq), picture(flipped(pdq, 31))):
        assert len(hits(asked)) == 1
    assert not hits(picture(flipped(pdq, 32)))
    assert not hits(known(digits()))
    assert events() == ["list.made", "list.imported"]


def test_what_a_match_says(tmp_path):
    pdq = digits()
    taken(tmp_path, "algorithm,hash,category,age band,source id", f"pdq,{pdq},Category A,3-5,x-17")
    lists.change_settings(name="partner", by=CONSOLE, sample_percent=0)
    [exact], [near] = hits(picture(pdq)), hits(picture(flipped(pdq, 9)))
    assert (exact.exact, exact.look, exact.distance) == (True, False, 0)
    assert (near.exact, near.look, near.distance) == (False, True, 9)
    assert (near.category, near.grade, near.source_id) == ("Category A", "3-5", "x-17")


def test_refused_lines_are_named_beside_the_file_without_their_values(tmp_path):
    lines = [digits(16) for _ in range(20)]
    said = taken(tmp_path, *lines[:10], "nonsense-value", *lines[10:], refused_to=tmp_path / "refused.txt")
    assert (said.refused, said.counts["entries"]) == (1, 20)
    assert (tmp_path / "refused.txt").read_text() == (
        "line 11: it has 14 characters, and no fingerprint has so many\n"
    )


def test_the_same_file_again_changes_nothing_but_the_time(tmp_path):
    lines = [digits(16)]
    taken(tmp_path, *lines)
    before = HashList.objects.get().checked_at
    assert taken(tmp_path, *lines).state == "unchanged"
    assert HashList.objects.get().checked_at > before
    assert ListVersion.objects.count() == 1


def test_a_new_version_takes_the_place_of_the_old_one_and_can_be_rolled_back(tmp_path):
    old, new, both = digits(16), digits(16), digits(16)
    taken(tmp_path, old, both)
    taken(tmp_path, new, both)
    assert [bool(hits(known(one, "md5"))) for one in (old, new, both)] == [False, True, True]
    lists.roll_back(name="partner", by=CONSOLE)
    assert [bool(hits(known(one, "md5"))) for one in (old, new, both)] == [True, False, True]
    assert list(ListVersion.objects.values_list("number", "state")) == [(2, "rolled_back"), (1, "in_force")]
    with pytest.raises(lists.NothingToGoBackTo):
        lists.roll_back(name="partner", by=CONSOLE)


def test_a_damaged_version_is_not_rolled_back_to(tmp_path):
    taken(tmp_path, digits(16))
    first = HashList.objects.get()
    path = folder_of(first.id) / first.in_force_id.hex / "low.bin"
    new = digits(16)
    taken(tmp_path, new)
    path.write_bytes(b"\0" * path.stat().st_size)
    with pytest.raises(Exception, match="can't be used"):
        lists.roll_back(name="partner", by=CONSOLE)
    assert hits(known(new, "md5"))


def test_old_versions_are_kept_for_a_while_and_their_folders_removed_after_it(tmp_path, monkeypatch):
    monkeypatch.setattr("belisha.screening.lists_old._is_young", lambda path: False)
    for _ in range(6):
        taken(tmp_path, digits(16))
    kept = {path.name for path in folder_of(HashList.objects.get().id).iterdir() if path.is_dir()}
    assert kept == {one.id.hex for one in ListVersion.objects.order_by("-number")[:4]}


def test_a_list_is_imported_by_one_at_a_time(tmp_path):
    taken(tmp_path, digits(16))
    with staging(HashList.objects.get()), pytest.raises(BeingImported):
        taken(tmp_path, digits(16))


def test_a_name_is_a_word_and_a_list_stays_of_its_kind(tmp_path):
    with pytest.raises(WrongName):
        taken(tmp_path, digits(16), name="../x")
    taken(tmp_path, digits(16))
    with pytest.raises(ListRefused):
        taken(tmp_path, digits(16), kind="harmless")


def test_settings_hold_at_once_and_wrong_ones_are_refused(tmp_path):
    pdq = digits()
    taken(tmp_path, f"pdq:{pdq}")
    lists.change_settings(name="partner", by=CONSOLE, max_distance=10, on_near="hold", sample_percent=0)
    assert not hits(picture(flipped(pdq, 11)))
    assert not hits(picture(flipped(pdq, 10)))[0].look
    for wrong in ({"max_distance": 41}, {"on_near": "maybe"}, {"least_percent": 101}, {"color": "red"}):
        with pytest.raises(WrongListSetting):
            lists.change_settings(name="partner", by=CONSOLE, **wrong)
    lists.change_settings(name="partner", by=CONSOLE, ends_on="2020-01-01")
    assert not hits(picture(pdq))
    assert events()[-1] == "list.settings_changed"


def test_the_same_share_is_sampled_whoever_asks_again(tmp_path):
    values = [digits(16) for _ in range(300)]
    taken(tmp_path, *values)
    lists.change_settings(name="partner", by=CONSOLE, sample_percent=30)
    first = [hits(known(one, "md5"))[0].sampled for one in values]
    assert first == [hits(known(one, "md5"))[0].sampled for one in values]
    assert 50 < sum(first) < 130


def test_an_exchange_adds_changes_and_takes_back(tmp_path):
    def entry(source_id, octets, **said):
        return Entry(source_id=source_id, fingerprints=(("md5", octets),), **said)

    one, two, three = (secrets.token_bytes(16) for _ in range(3))
    options = {"name": "exchange", "by": CONSOLE}
    lists.import_entries(
        **options, entries=[entry("a", one), entry("b", two)], whole=True, sync_state={"at": 1}
    )
    lists.import_entries(
        **options,
        entries=[Entry(source_id="a", gone=True), entry("b", three)],
        whole=False,
        sync_state={"at": 2},
    )
    assert [bool(hits(known(value.hex(), "md5"))) for value in (one, two, three)] == [False, False, True]
    row = HashList.objects.get()
    assert (row.sync_state, row.in_force.counts["entries"]) == ({"at": 2}, 1)
    assert lists.import_entries(**options, entries=[], whole=False, sync_state={"at": 3}).state == "unchanged"


def test_a_signature_of_the_file_is_asked_for_where_the_list_has_a_key(tmp_path):
    key = Ed25519PrivateKey.generate()
    taken(tmp_path, digits(16))
    lists.change_settings(name="partner", by=CONSOLE, public_key=key.public_key().public_bytes_raw().hex())
    path = file_of(tmp_path, digits(16))
    signature = key.sign(path.read_bytes())
    for wrong in (b"", b"\0" * 64, Ed25519PrivateKey.generate().sign(path.read_bytes())):
        with pytest.raises(ListRefused, match="signature"):
            lists.import_list(name="partner", path=path, by=CONSOLE, signature=wrong)
    lists.import_list(name="partner", path=path, by=CONSOLE, signature=signature.hex().encode())
    assert HashList.objects.get().in_force.state == "in_force"


def test_additions_become_a_version_and_match_as_before(tmp_path):
    about = HashList.objects.create(name="about")
    values = [digits(16) for _ in range(6)]
    for value in values:
        own.add_to_own_list(fingerprints={"md5": value}, category="a", by=CONSOLE, about=about)
    mine = HashList.objects.get(kind="own")
    match = hits(known(values[0], "md5"))[0]
    own.set_aside(match=_row(mine, match, values[0]), reason="wrong", by=CONSOLE)
    assert lists_tend.take_in_additions(many=3) == 1
    mine.refresh_from_db()
    assert mine.in_force.counts["entries"] == 6
    assert [bool(hits(known(value, "md5"))) for value in values] == [False, *[True] * 5]
    assert list(mine.changes.values_list("action", flat=True)) == ["quarantine"]
    again = own.add_to_own_list(fingerprints={"md5": values[0]}, category="a", by=CONSOLE, about=about)
    assert again is not None
    assert hits(known(values[0], "md5"))


def test_a_list_is_read_through_before_it_is_rolled_back_while_others_may_write(tmp_path, monkeypatch):
    taken(tmp_path, digits(16))
    taken(tmp_path, digits(16))
    before, inside = len(connection.savepoint_ids), []
    monkeypatch.setattr(Version, "verify", lambda _: inside.append(len(connection.savepoint_ids) - before))
    assert lists.roll_back(name="partner", by=CONSOLE).number == 1
    assert inside == [0]


def test_the_own_list_comes_from_decisions_alone(tmp_path):
    own.add_to_own_list(fingerprints={"md5": digits(16)}, category="a", by=CONSOLE, about=HashList(name="x"))
    with pytest.raises(OwnList):
        taken(tmp_path, digits(16), name=own.NAME)
    with pytest.raises(OwnList):
        lists.roll_back(name=own.NAME, by=CONSOLE)


def test_a_damaged_list_and_an_old_one_become_one_task_each_that_ends_by_itself(tmp_path, monkeypatch):
    taken(tmp_path, digits(16))
    row = HashList.objects.get()
    path = folder_of(row.id) / row.in_force_id.hex / "low.bin"
    octets = path.read_bytes()
    path.write_bytes(octets[::-1])
    HashList.objects.update(checked_at="2020-01-01T00:00Z")
    monkeypatch.setattr(lists_tend, "_read_at", {})
    lists_tend.tend()
    lists_tend.tend()
    assert sorted(Task.objects.values_list("kind", flat=True)) == ["list.old", "list.unusable"]
    assert set(Task.objects.values_list("permission", flat=True)) == {"screening.manage_lists"}
    path.write_bytes(octets)
    HashList.objects.update(checked_at="2099-01-01T00:00Z")
    lists_tend.tend()
    assert not Task.objects.filter(done_at=None).exists()


def test_a_damaged_list_becomes_a_task_while_additions_of_another_wait(tmp_path, monkeypatch):
    taken(tmp_path, digits(16))
    row = HashList.objects.get()
    (folder_of(row.id) / row.in_force_id.hex / "low.bin").unlink()
    lists_change.add_change(row=row, action="add", fingerprints={"md5": digits(16)}, by=CONSOLE)
    monkeypatch.setattr(lists_tend, "_read_at", {})
    with pytest.raises(UnusableVersion):
        lists_tend.tend(many=0)
    assert [task.kind for task in Task.objects.all()] == ["list.unusable"]


def test_what_was_put_back_stays_so_when_additions_are_taken_in():
    shared, one, other = (digits(16) for _ in range(3))
    for md5 in (shared, one, other):
        own.add_to_own_list(fingerprints={"md5": md5}, category="a", by=CONSOLE, about=HashList(name="x"))
    row = HashList.objects.get()
    for action, second in (("quarantine", one), ("quarantine", other), ("restore", one)):
        lists_change.add_change(row=row, action=action, fingerprints={"md5": [shared, second]}, by=CONSOLE)
    before = [bool(found(known(md5, "md5")).hits) for md5 in (shared, one, other)]
    assert lists_tend.take_in_additions(0) == 1
    assert (
        [bool(found(known(md5, "md5")).hits) for md5 in (shared, one, other)] == before == [True, True, False]
    )


def test_additions_are_taken_in_later_where_a_list_is_being_imported(tmp_path):
    own.add_to_own_list(fingerprints={"md5": digits(16)}, category="a", by=CONSOLE, about=HashList(name="x"))
    row = HashList.objects.get()
    with staging(row):
        assert lists_tend.take_in_additions(0) == 0
    assert lists_tend.take_in_additions(0) == 1


def test_a_list_that_cannot_be_opened_is_never_a_silent_no_match(tmp_path):
    taken(tmp_path, digits(16))
    row = HashList.objects.get()
    (folder_of(row.id) / row.in_force_id.hex / "low.bin").unlink()
    with pytest.raises(library.ListsUnusable):
        found(known(digits()))
    assert not {check.name: check for check in examine()}["lists"].ok


def test_a_new_version_that_cannot_be_opened_is_not_answered_for_by_the_old_one(tmp_path):
    old, new = digits(16), digits(16)
    taken(tmp_path, old)
    assert found(known(old, "md5")).hits
    taken(tmp_path, old, new)
    row = HashList.objects.get()
    path = folder_of(row.id) / row.in_force_id.hex / "low.bin"
    octets = path.read_bytes()
    path.unlink()
    with pytest.raises(library.ListsUnusable):
        found(known(new, "md5"))
    path.write_bytes(octets)
    assert found(known(new, "md5")).hits


LOOK_UP = """
import sys, time, django
django.setup()
from belisha.screening.found import Asked
from belisha.screening.library import look_up
asked = [Asked(digests=(("md5", sys.argv[1]),))]
print(bool(look_up(asked)[0].hits), flush=True)
while not look_up(asked)[0].hits:
    time.sleep(0.01)
print(time.time(), flush=True)
"""


def test_a_change_is_seen_in_other_processes_and_threads_within_a_second(committed, tmp_path):
    taken(tmp_path, digits(16))
    new = digits(16)
    environment = {**committed.environment, "DJANGO_SETTINGS_MODULE": "belisha.settings"}
    other = subprocess.Popen(
        [sys.executable, "-c", LOOK_UP, new], env=environment, stdout=subprocess.PIPE, text=True
    )
    seen = []
    thread = threading.Thread(target=lambda: seen.append(_wait_for(new)))
    try:
        assert other.stdout.readline() == "False\n"
        thread.start()
        own.add_to_own_list(fingerprints={"md5": new}, category="a", by=CONSOLE, about=HashList(name="x"))
        added = time.time()
        thread.join(timeout=10)
        assert float(other.communicate(timeout=120)[0]) >= added - 1
        assert seen == [True]
    finally:
        other.kill()


def _wait_for(value):
    from django.db import connections

    until = time.monotonic() + 5
    while time.monotonic() < until:
        if hits(known(value, "md5")):
            connections.close_all()
            return True
        time.sleep(0.01)
    return False


def _row(row, hit, value):
    from belisha.screening.models import Match

    return Match(
        hash_list=row,
        version_id=hit.version_id,
        entry=hit.entry,
        kind=hit.kind,
        value=value,
        distance=hit.distance,
    )
