"""A new master key: killed at any point it goes on, and so do servers; nothing is ever unreadable."""

import base64
import os
import secrets
import signal
import stat
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connections

from belisha.jobs import master_file, rotation
from belisha.jobs.first_start import ensure_master_key
from belisha.jobs.rotation import GoesBack, OneKeyGiven, Outcome, StillNeeded, rotate_master
from belisha.ledger.models import Entry
from belisha.ledger.record import CONSOLE, record
from belisha.ledger.verify import verify
from belisha.organisation.models import Note
from belisha.vault import masters, rotate
from belisha.vault.keys import DESK_KEY, KeyName, forget, key_to_open, key_to_seal
from belisha.vault.masters import WrongMasterKey
from belisha.vault.models import DataKey, Master

KEYS = 7


@pytest.fixture
def file(committed, settings, tmp_path):
    """A desk whose master key lies in a file, with some data keys."""
    path = tmp_path / "keys" / "master.key"
    path.parent.mkdir()
    master_file.create(path, [secrets.token_bytes(32)])
    settings.BELISHA = settings.BELISHA.model_copy(update={"master_key": None, "master_key_file": path})
    masters.read_again()
    record("desk.begun", by=CONSOLE, about=Note.objects.create(about="desk", text="Begun."))
    return path


@pytest.fixture
def sealed(file, monkeypatch):
    monkeypatch.setattr(rotate, "BATCH", 2)
    monkeypatch.setattr(rotation, "BREATH_SECONDS", 0)
    names = [KeyName("report", uuid4()) for _ in range(KEYS - 1)] + [DESK_KEY]
    return {name: key_to_seal(name)[1] for name in names}


def start_anew():
    """What a process knows that starts now."""
    masters.read_again()
    forget()


def opened(sealed):
    start_anew()
    return {name: key_to_open(name, 1) for name in sealed} == sealed


def outcome():
    return next(step for step in rotate_master() if isinstance(step, Outcome))


def lines(file):
    return file.read_bytes().split()


def test_a_rotation_wraps_every_key_anew_and_leaves_one_line_for_its_owner_alone(file, sealed):
    before = lines(file)
    done = outcome()
    assert (done.wrapped, done.remove) == (KEYS, "")
    assert len(lines(file)) == 1
    assert lines(file) != before
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert opened(sealed)
    assert {row.master_id for row in DataKey.objects.all()} == {done.master}
    assert [master.name for master in Master.objects.all()] == [done.master]
    assert [path.name for path in file.parent.iterdir()] == ["master.key"]
    assert verify().ok


@pytest.mark.slow
def test_killed_before_any_statement_or_any_write_it_goes_on_where_it_was(file, sealed):
    killed = 0
    while _killed_at(killed):
        assert opened(sealed), f"after the kill at step {killed}"
        start_anew()
        outcome()
        assert opened(sealed), f"at the end of what was killed at step {killed}"
        assert len(lines(file)) == Master.objects.count() == 1
        killed += 1
    assert killed > 30
    assert opened(sealed)
    assert {row.master_id for row in DataKey.objects.all()} == {masters.names()[0]}
    assert killed + 1 <= Entry.objects.filter(event=rotation.ROTATED).count() <= 2 * killed + 1
    assert verify().ok


def _killed_at(step: int) -> bool:
    """Rotate in a process that dies before its own step of this number; False where it came to its end."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            _die_at(step)
            outcome()
            connections.close_all()
        except BaseException:
            os._exit(9)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def _die_at(step: int) -> None:
    left = iter(range(step))

    def one(act, *arguments, **more):
        if next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)
        return act(*arguments, **more)

    for alias in ("default", "keys"):
        connections[alias].execute_wrappers.append(one)
        commit = connections[alias].commit
        connections[alias].commit = lambda commit=commit: one(commit)
    fsync, replace = os.fsync, Path.replace
    os.fsync = lambda descriptor: one(fsync, descriptor)
    Path.replace = lambda path, target: one(replace, path, target)


def test_a_running_server_that_knows_only_the_old_key_goes_on(file, sealed, settings):
    old = list(settings.BELISHA_MASTER_KEYS)
    steps = rotate_master()
    next(steps)
    settings.BELISHA_MASTER_KEYS = old
    forget()
    assert {name: key_to_open(name, 1) for name in sealed} == sealed
    settings.BELISHA_MASTER_KEYS = old
    name = KeyName("report", uuid4())
    sealed[name] = key_to_seal(name)[1]
    list(steps)
    settings.BELISHA_MASTER_KEYS = old
    forget()
    assert {name: key_to_open(name, 1) for name in sealed} == sealed
    settings.BELISHA_MASTER_KEYS = old
    key_to_seal(KeyName("report", uuid4()))
    assert {row.master_id for row in DataKey.objects.all()} == {Master.objects.get().name}


def test_a_key_made_under_the_old_one_after_the_last_batch_is_wrapped_too(
    file, sealed, settings, monkeypatch
):
    only, late = rotate.only, KeyName("report", uuid4())

    def while_a_server_makes_one(to):
        if not DataKey.objects.filter(subject=late.subject).exists():
            given, settings.BELISHA_MASTER_KEYS = (
                settings.BELISHA_MASTER_KEYS,
                settings.BELISHA_MASTER_KEYS[1:],
            )
            sealed[late] = key_to_seal(late)[1]
            settings.BELISHA_MASTER_KEYS = given
        return only(to)

    monkeypatch.setattr(rotate, "only", while_a_server_makes_one)
    assert outcome().wrapped == KEYS + 1
    assert opened(sealed)


def test_a_second_rotation_at_the_same_time_is_refused(file, sealed):
    steps = rotate_master()
    next(steps)
    with pytest.raises(master_file.RotationRuns):
        outcome()
    list(steps)
    assert opened(sealed)


def test_the_old_line_stays_where_a_key_does_not_open_with_the_new_one(file, sealed, monkeypatch):
    monkeypatch.setattr(rotate, "unopened", lambda to: 1)
    with pytest.raises(StillNeeded):
        outcome()
    assert len(lines(file)) == 2


def test_a_file_that_can_not_be_written_changes_nothing(file, sealed, monkeypatch):
    before = file.read_bytes()

    def refuse(*_):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(master_file.FileUnwritable, match="Read-only"):
        outcome()
    assert (file.read_bytes(), Master.objects.count()) == (before, 1)


def test_a_link_to_the_key_file_stays_a_link(file, sealed, settings, tmp_path):
    link = tmp_path / "link.key"
    link.symlink_to(file)
    settings.BELISHA = settings.BELISHA.model_copy(update={"master_key_file": link})
    outcome()
    assert link.is_symlink()
    assert opened(sealed)


def test_a_key_in_the_environment_is_rotated_by_hand_and_the_command_says_how(committed, settings):
    key_to_seal(DESK_KEY)
    with pytest.raises(OneKeyGiven, match=r"openssl\s+rand -base64 32"):
        outcome()
    settings.BELISHA_MASTER_KEYS = [secrets.token_bytes(32), *settings.BELISHA_MASTER_KEYS]
    forget()
    done = outcome()
    assert done.remove == "BELISHA_MASTER_KEY"
    settings.BELISHA_MASTER_KEYS = settings.BELISHA_MASTER_KEYS[:1]
    forget()
    key_to_open(DESK_KEY, 1)


def test_the_desks_own_rows_are_sealed_under_a_new_version_and_the_old_ones_open(file, sealed):
    old = Note.objects.create(about="desk", text="Before.")
    assert rotation.rekey_desk() == 2
    new = Note.objects.create(about="desk", text="After.")
    start_anew()
    assert [Note.objects.get(id=note.id).text for note in (old, new)] == ["Before.", "After."]
    assert key_to_seal(DESK_KEY)[0] == 2
    assert Entry.objects.order_by("-seq")[0].event == rotation.REKEYED
    assert verify().ok


def test_beside_a_key_store_whose_master_key_is_lost_none_is_made(file, sealed, settings):
    file.unlink()
    settings.BELISHA_MASTER_KEYS = []
    with pytest.raises(WrongMasterKey):
        ensure_master_key()
    assert not file.exists()


def test_going_back_to_a_key_that_was_replaced_is_asked_for_by_name_and_recorded(file, sealed, settings):
    first = list(settings.BELISHA_MASTER_KEYS)
    second = outcome().master
    new = list(settings.BELISHA_MASTER_KEYS)
    master_file.replace(file, [*first, *new])
    start_anew()
    with pytest.raises(GoesBack, match="Put the new key first"):
        outcome()
    assert [master.name for master in Master.objects.all()] == [second]
    back = next(step for step in rotate_master(back=True) if isinstance(step, Outcome)).master
    master_file.replace(file, [*new, *first])
    start_anew()
    list(rotate_master(back=True))
    told = Entry.objects.filter(event=rotation.ROTATED).order_by("seq")
    assert [entry.about_id for entry in told] == [second, back, second]
    assert opened(sealed)


def test_the_same_secret_signs_sessions_whatever_the_master_key(file, sealed, settings):
    from belisha.jobs.start import use_session_key

    use_session_key()
    before = settings.SECRET_KEY
    outcome()
    start_anew()
    use_session_key()
    assert before == settings.SECRET_KEY
    assert base64.b64decode(lines(file)[0]).hex() not in before
