"""A backup of a desk at work, and a desk made of it elsewhere: whole, and without what was erased since."""

import json
import shutil
import threading
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pyrage
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connections
from django.utils import timezone

from belisha.intake.incoming import IncomingReport
from belisha.intake.models import Report
from belisha.intake.receive import receive
from belisha.jobs import doctor, start
from belisha.jobs.backups import age, place, stamp
from belisha.jobs.backups.enclosed import DATA, Manifest, Reading, ended
from belisha.jobs.backups.parts import Tally
from belisha.jobs.backups.refusals import (
    AnotherDatabase,
    AnotherIdentity,
    DamagedBackup,
    FileIsThere,
    ForeignBackup,
    HalfRestored,
    NewerBackup,
    NoHeads,
    NotEmpty,
    OlderKeys,
    WrongErasure,
    WrongRecipient,
)
from belisha.jobs.backups.restore import Backup, restore
from belisha.jobs.backups.take import backup as take
from belisha.ledger import note, signer
from belisha.ledger import read as ledger
from belisha.ledger.checkpoints import make_checkpoint
from belisha.ledger.models import Document
from belisha.ledger.outside import publish_signed
from belisha.ledger.record import CONSOLE, PUBLIC
from belisha.ledger.verify import verify
from belisha.people.models import DeskSession, Staff
from belisha.screening.list_folders import opened
from belisha.screening.models import HashList
from belisha.triage.models import Case, Counter
from belisha.triage.triage import triage
from belisha.vault import masters
from belisha.vault.erase import destroy
from belisha.vault.keys import KeyName
from belisha.vault.masters import WrongMasterKey
from belisha.vault.seal import Erased
from belisha.work.assign import open_task
from belisha.work.models import Alert, Task
from tests.jobs.elsewhere import Place
from tests.listed import NAME, take_in

CANARY = "canary of the backup, message 1 of the reported conversation"
ME = pyrage.x25519.Identity.generate()


@pytest.fixture(autouse=True)
def a_folder_of_its_own(committed, settings, tmp_path):
    (tmp_path / "desk").mkdir()
    settings.BELISHA = settings.BELISHA.model_copy(
        update={"data_dir": tmp_path / "desk", "figures_book": None}
    )


@pytest.fixture
def elsewhere(tmp_path):
    made = Place(tmp_path / "elsewhere")
    yield made
    made.remove()


@pytest.fixture
def outside(tmp_path):
    (tmp_path / "outside").mkdir()
    return tmp_path / "outside"


def silent(what, total):
    return lambda count: None


def backed_up(folder, name="monday.age", progress=silent):
    file, keys_file = folder / name, folder / f"{name}.keys"
    take(file=file, keys_file=keys_file, to=[ME.to_public()], progress=progress)
    return Backup(file=file, keys_file=keys_file, identities=[ME])


def reported(text=CANARY):
    answers = {"source": "public", "concerns": ["grooming"], "danger_now": "unknown", "what_happened": text}
    return receive(report=IncomingReport.model_validate(answers), by=PUBLIC).report_id


class Writers:
    """People who go on reporting while a backup is taken; `acknowledged` is what was answered to them."""

    def __init__(self):
        self.acknowledged, self._stop = [], threading.Event()
        self._threads = [threading.Thread(target=self._go_on) for _ in range(2)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *problem):
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _go_on(self):
        while not self._stop.is_set():
            self.acknowledged.append(reported())
        connections.close_all()


def test_a_backup_under_load_comes_back_whole_with_its_lists_and_nothing_of_it_lay_in_clear(
    tmp_path, elsewhere
):
    take_in()
    before = [reported() for _ in range(5)]
    seen = []

    def look(what, total):
        # While it is written: whatever lies beside it on the disk.
        def count(rows):
            if not seen or rows:
                seen.extend(path.read_bytes() for path in tmp_path.glob(".monday*"))

        return count

    with Writers() as people:
        while len(people.acknowledged) < 5:
            pass
        before += people.acknowledged
        made = backed_up(tmp_path, progress=look)
    entries = ledger.size()
    assert sorted(path.name for path in tmp_path.glob("*monday*")) == ["monday.age", "monday.age.keys"]
    assert made.file.stat().st_mode & 0o077 == 0
    written = b"".join([made.file.read_bytes(), made.keys_file.read_bytes(), *seen])
    assert not [word for word in (NAME.encode(), b"intake_report", b"manifest") if word in written]
    with elsewhere.here():
        done = restore(made, checkpoints=None)
        assert (done.ledger.ok, done.outside, done.lost) == (True, None, 0)
        assert 0 < done.entries <= entries
        assert verify().ok
        assert {one.what_happened for one in Report.objects.filter(id__in=before)} == {CANARY}
        assert Report.objects.filter(id__in=before).count() == len(before)
        assert all(one.what_happened == CANARY for one in Report.objects.all())
        known = HashList.objects.get(name=NAME)
        assert opened(known.id, known.in_force_id).entries == 30
        start.check_start()
        reported()


def test_of_an_older_backup_all_comes_back_but_what_was_erased_since_or_must_not_happen_twice(
    tmp_path, elsewhere, outside, person
):
    gone, stays = triage(report_id=reported()), triage(report_id=reported())
    was_of = {case: case.memberships.get().report_id for case in (gone, stays)}
    somebody_is_signed_in_and_an_alert_is_on_its_way(person("Rosa", "moderator"))
    notes = [make_checkpoint(now=timezone.now())]
    made, entries = backed_up(tmp_path), ledger.size()
    number = Counter.objects.get(id=1).next_number
    reported()
    notes.append(make_checkpoint(now=timezone.now()))
    for size, head in enumerate(notes):
        (outside / f"checkpoint-{size}.txt").write_text(head)
    says_erased(outside, gone, was_of[gone])
    lost = ledger.size() - entries
    with elsewhere.here():
        done = restore(made, checkpoints=outside)
        assert (done.ledger.ok, done.ledger.checkpoints) == (True, 1)
        assert (done.entries, done.lost) == (entries, lost)
        nothing_happens_twice_and_people_are_asked(number)
        assert (done.erased_cases, done.erased_keys) == (1, 2)
        assert not Case.objects.filter(id=gone.id).exists()
        assert not Report.objects.filter(id=was_of[gone]).exists()
        assert Report.objects.get(id=was_of[stays]).what_happened == CANARY
        assert (verify().ok, verify().erased > 0) == (True, True)


def somebody_is_signed_in_and_an_alert_is_on_its_way(rosa):
    now = timezone.now()
    task = open_task(kind="x", about=rosa, reason="To be seen.", label="x", wake=True)
    Alert.objects.create(task=task, person=rosa, channel="mail", lease_until=now)
    DeskSession.objects.create(id=uuid4(), person=rosa, since=now, last_seen_at=now, ends_at=now, data=b"")


def says_erased(outside, case, report):
    keys = [["case", str(case.id)], ["report", str(report)]]
    said = {"id": str(uuid4()), "at": timezone.now().isoformat(), "case": case.label, "keys": keys}
    publish_signed(name="erasure-1.json", line=json.dumps(said))
    (outside / "erasure-1.json").write_text(Document.objects.get(name="erasure-1.json").body)


def nothing_happens_twice_and_people_are_asked(number):
    assert DeskSession.objects.count() == 0
    assert list(Alert.objects.values_list("lease_until", "state")) == [(None, "waiting")]
    assert Counter.objects.get(id=1).next_number == number + 1000
    kinds = set(Task.objects.filter(done_at=None).values_list("kind", flat=True))
    assert {"restore.look_at_cases", "restore.look_at_people"} <= kinds
    assert ledger.has_event("backup.begun")
    assert ledger.has_event("backup.restored")


@pytest.mark.slow
def test_keys_of_a_later_backup_open_an_older_one_but_nothing_that_was_erased_in_between(tmp_path, elsewhere):
    gone, stays = reported(), reported()
    made = backed_up(tmp_path)
    destroy([KeyName("report", gone)], at=timezone.now())
    later = backed_up(tmp_path, "tuesday.age")
    with elsewhere.here():
        restore(replace(made, keys_file=later.keys_file), checkpoints=None)
        assert Report.objects.get(id=stays).what_happened == CANARY
        with pytest.raises(Erased):
            str(Report.objects.get(id=gone).what_happened)


def test_older_keys_are_refused_and_nothing_is_made(tmp_path, elsewhere):
    made = backed_up(tmp_path)
    later = backed_up(tmp_path, "tuesday.age")
    with elsewhere.here():
        with pytest.raises(OlderKeys):
            restore(replace(later, keys_file=made.keys_file), checkpoints=None)
        place.refuse_unless_empty()


def test_an_erasure_that_can_not_be_read_stops_the_restore_before_anything_is_made(
    tmp_path, elsewhere, outside
):
    made = backed_up(tmp_path)
    (outside / "erasure-1.json").write_text('{"id": "1"')
    with elsewhere.here():
        with pytest.raises(WrongErasure, match="could come back"):
            restore(made, checkpoints=outside)
        place.refuse_unless_empty()


def has_a_head(outside, name="checkpoint-1.txt"):
    (outside / name).write_text(make_checkpoint(now=timezone.now()))


def of_another_desk(text):
    own = Ed25519PrivateKey.generate().private_bytes_raw()
    return note.sign(f"{text}\n", "another/ledger/1", own)


@pytest.mark.parametrize("there", ["nothing", "only heads of another desk"])
def test_a_folder_without_one_head_of_this_desk_stops_the_restore(tmp_path, elsewhere, outside, there):
    made = backed_up(tmp_path)
    if there != "nothing":
        head = note.write("another/ledger/1", 5, bytes(32)).rstrip("\n")
        (outside / "checkpoint-1.txt").write_text(of_another_desk(head))
    with elsewhere.here(), pytest.raises(NoHeads, match="say --no-checkpoints"):
        restore(made, checkpoints=outside)


def test_a_note_of_an_erasure_that_this_desk_did_not_sign_or_no_erasure_makes_stops_it(
    tmp_path, elsewhere, outside
):
    reported()
    has_a_head(outside)
    made, keys = backed_up(tmp_path), [["case", str(uuid4())]]
    said = {"id": str(uuid4()), "at": timezone.now().isoformat(), "case": "C-1", "keys": keys}
    desk = said | {"keys": [["desk", str(UUID(int=0))]]}
    key = signer.signer()
    signed = note.sign(json.dumps(desk) + "\n", key.origin, bytes(key.private))
    path = outside / "erasure-1.json"
    with elsewhere.here():
        path.write_text(signed)
        with pytest.raises(WrongErasure, match='names a key "desk"'):
            restore(made, checkpoints=outside)
        place.refuse_unless_empty()
        path.write_text(of_another_desk(json.dumps(said)))
        with pytest.raises(WrongErasure, match="isn't signed by the key"):
            restore(made, checkpoints=outside)
        with pytest.raises(HalfRestored):
            start.check_start()


def test_a_key_of_the_ledger_that_was_replaced_after_the_backup_raises_no_false_alarm(
    tmp_path, elsewhere, outside
):
    reported()
    has_a_head(outside)
    made = backed_up(tmp_path)
    signer.rotate_signer(by=CONSOLE)
    has_a_head(outside, "checkpoint-2.txt")
    reported()
    has_a_head(outside, "checkpoint-3.txt")
    newest = signer.vkeys()[0]
    with elsewhere.here():
        done = restore(made, checkpoints=outside, given=[newest])
        assert (done.ledger.ok, done.ledger.checkpoints) == (True, 1), done.ledger.reason
        assert done.lost > 0


def test_a_place_with_anything_in_it_is_left_as_it_is(tmp_path):
    made = backed_up(tmp_path)
    with pytest.raises(NotEmpty):
        restore(made, checkpoints=None)
    place.refuse_half_restored()


def test_a_backup_that_is_not_ours_is_refused_though_anybody_can_encrypt_to_a_public_key(tmp_path, elsewhere):
    made = backed_up(tmp_path)
    with age.opened(made.file, [ME]) as parts:
        reading = Reading(parts, made.file)
        manifest, kept = reading.manifest, list(reading)
    other = replace(manifest, belisha="9.9")
    forged = tmp_path / "forged.age"
    end = {"parts": len(kept) + 1, "rows": reading.end.rows, "desk_key": 1, "mac": "0" * 64}
    tally = Tally()
    for part in (other.part(), *kept):
        tally.add(part)
    end["sha256"] = tally.digest
    age.write(forged, iter([other.part(), *kept, ("end.json", json.dumps(end).encode())]), [ME.to_public()])
    with elsewhere.here():
        with pytest.raises(ForeignBackup):
            restore(replace(made, file=forged), checkpoints=None)
        with pytest.raises(HalfRestored):
            start.check_start()
        with pytest.raises(HalfRestored):
            restore(made, checkpoints=None)
        assert Report.objects.count() == Staff.objects.count() == 0


def test_a_backup_of_another_database_version_or_key_is_refused_before_anything_is_made(
    tmp_path, elsewhere, monkeypatch
):
    made = backed_up(tmp_path)
    changes = {AnotherDatabase: {"vendor": "oracle"}, NewerBackup: {"migrations": [("intake", "9999_next")]}}
    for refused, changed in changes.items():
        path = tmp_path / f"{refused.__name__}.age"
        age.write(path, ended([changed_manifest(made, **changed).part()], {}), [ME.to_public()])
    with elsewhere.here():
        for refused in changes:
            with pytest.raises(refused):
                restore(replace(made, file=tmp_path / f"{refused.__name__}.age"), checkpoints=None)
        with pytest.raises(AnotherIdentity):
            restore(replace(made, identities=[pyrage.x25519.Identity.generate()]), checkpoints=None)
        monkeypatch.setattr(masters, "known", lambda: {"another": b""})
        with pytest.raises(WrongMasterKey):
            restore(made, checkpoints=None)
        place.refuse_unless_empty()


def changed_manifest(made, **changed) -> Manifest:
    with age.opened(made.file, [ME]) as parts:
        return replace(Reading(parts, made.file).manifest, **changed)


def test_a_cut_or_changed_file_is_named_wherever_it_was_cut(tmp_path):
    made = backed_up(tmp_path)
    whole = made.file.read_bytes()
    for at in range(0, len(whole), max(1, len(whole) // 25)):
        broken = tmp_path / "broken.age"
        for content in (whole[:at], whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]):
            broken.write_bytes(content)
            with pytest.raises((DamagedBackup, AnotherIdentity)), age.opened(broken, [ME]) as parts:
                Reading(parts, broken).whole()


def test_an_end_that_does_not_fit_is_found_even_where_the_encryption_is_whole(tmp_path):
    parts = list(
        ended([changed_manifest(backed_up(tmp_path)).part(), (f"{DATA}/x/000000", b"id\n")], {"x": 0})
    )
    for wrong in (parts[:-1], [parts[0], parts[2]], [*parts, parts[1]]):
        path = tmp_path / f"{uuid4()}.age"
        age.write(path, iter(wrong), [ME.to_public()])
        with pytest.raises(DamagedBackup), age.opened(path, [ME]) as read:
            Reading(read, path).whole()


def test_no_backup_writes_over_another_or_leaves_half_of_one(tmp_path, monkeypatch):
    made = backed_up(tmp_path)
    content = made.file.read_bytes()
    with pytest.raises(FileIsThere):
        backed_up(tmp_path)
    assert made.file.read_bytes() == content
    monkeypatch.setattr("belisha.jobs.backups.lists.taken", lambda view: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        backed_up(tmp_path, "tuesday.age")
    assert not list(tmp_path.glob("*tuesday*"))


def test_a_recipient_that_is_none_is_named():
    with pytest.raises(WrongRecipient, match="AGE-SECRET"):
        age.recipients(["AGE-SECRET-KEY-1"])


def test_doctor_says_how_old_the_newest_backup_is_and_that_its_keys_lie_beside_it(tmp_path):
    def check():
        return next(one for one in doctor.examine() if one.name == "backup")

    assert (check().ok, check().detail) == (False, "none was taken yet")
    made = backed_up(tmp_path)
    assert (check().ok, "beside" in check().detail) == (False, True)
    shutil.move(made.keys_file, tmp_path / "desk")
    assert (check().ok, check().detail) == (True, "the newest is 0 hours old")
    stamp.leave(taken_at=timezone.now() - timedelta(days=3), file=made.file, keys=made.keys_file)
    assert (check().ok, check().detail) == (False, "the newest is 72 hours old")


def test_a_backup_that_is_not_there_is_said_at_once(tmp_path):
    with (
        pytest.raises(DamagedBackup),
        age.opened(tmp_path / "gone.age", [pyrage.x25519.Identity.generate()]) as parts,
    ):
        next(parts)
