"""Documents on their way outside: each place gets each once, whether a worker dies or a place is away."""

from datetime import timedelta

import pytest
from django.utils import timezone

from belisha.jobs import checkpoints as jobs
from belisha.ledger import deliver, places
from belisha.ledger.checkpoints import latest, make_checkpoint
from belisha.ledger.models import Delivery, Place
from belisha.ledger.outside import notice_places, publish
from belisha.work.models import Task

ERASURE = '{"id": "x", "case": "C-000001"}'


def bring(**later):
    now = timezone.now() + timedelta(**later)
    return notice_places(now=now), deliver.deliver_due(now=now)


def make():
    return make_checkpoint(now=timezone.now())


def files(folder, start="checkpoint"):
    return sorted(path.name for path in folder.iterdir() if path.name.startswith(start))


def test_a_folder_gets_a_file_for_each_head_with_the_leaf_hashes_since_the_last(happen, outside):
    happen(3)
    for _ in range(2):
        make()
        bring()
        happen(2, "referral.released")
    assert [name[:23] for name in files(outside)] == ["checkpoint-000000000004", "checkpoint-000000000006"]
    leaves = [path.read_text().split() for path in sorted(outside.glob("leaves-*"))]
    assert [len(part) for part in leaves] == [4, 2]
    assert latest() == (outside / files(outside)[-1]).read_text()


def test_a_head_lies_outside_without_anybody_asking(happen, outside):
    happen()
    assert jobs.make_due() == 1
    jobs.bring()
    assert len(files(outside)) == 1
    happen(1, "referral.released")
    assert jobs.make_due() == 1
    assert jobs.make_due() == 0


def test_somebody_gets_it_by_http_and_by_mail(happen, taker, mailbox, configured):
    configured(checkpoint_mail="notary@example.org")
    happen()
    make()
    assert bring() == (2, 2)
    assert taker.texts == [latest()]
    assert taker.names[0].startswith("checkpoint-000000000002-")
    assert latest().replace("\n", "\r\n").encode() in _decoded(mailbox.letters[0].text)
    assert mailbox.letters[0].to == ["notary@example.org"]


def _decoded(text):
    from email import message_from_string

    return message_from_string(text).get_payload(decode=True).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def test_a_place_that_is_away_gets_it_later_and_holds_no_other_up(happen, taker, outside, configured):
    bring()
    taker.status = 503
    happen()
    make()
    assert bring(seconds=1)[1] == 1
    assert len(files(outside)) == 1
    assert bring(seconds=2)[1] == 0
    taker.status = 200
    assert bring(seconds=10)[1] == 1
    assert Place.objects.get(kind="http").failing_since is None


def test_a_folder_that_is_not_there_is_named(happen, outside):
    outside.rmdir()
    happen()
    make()
    bring()
    assert Place.objects.get().problem == "no_folder"


def test_a_killed_worker_leaves_what_the_next_one_finishes(happen, outside):
    happen()
    make()
    notice_places(now=timezone.now())
    (row,) = Delivery.objects.all()
    # It was leased, the file half written, then the process was gone.
    name = row.document.name
    (outside / f".{name}.1").write_text(row.document.body[:40])
    Delivery.objects.update(lease_until=timezone.now() + deliver.LEASE)
    assert bring()[1] == 0
    assert bring(minutes=6)[1] == 1
    assert (outside / name).read_text() == row.document.body


def test_one_that_arrived_before_it_was_noted_is_left_as_it_is(happen, outside):
    happen()
    make()
    bring()
    (before,) = [path.stat() for path in outside.glob("checkpoint-*")]
    Delivery.objects.update(done_at=None)
    assert bring(minutes=1)[1] == 1
    (after,) = [path.stat() for path in outside.glob("checkpoint-*")]
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_mount_without_second_names_is_as_good(happen, outside, monkeypatch):
    def link(*names):
        raise PermissionError

    monkeypatch.setattr("os.link", link)
    happen()
    make()
    assert bring()[1] == 1
    assert files(outside, ".") == []


def test_a_file_with_other_words_is_never_written_over(happen, outside):
    happen()
    make()
    notice_places(now=timezone.now())
    name = Delivery.objects.get().document.name
    (outside / name).write_text("somebody else's")
    assert bring()[1] == 0
    assert (outside / name).read_text() == "somebody else's"
    assert Place.objects.get().problem == "other_words_there"


def test_the_same_document_twice_is_one(outside):
    notice_places(now=timezone.now())
    publish(name="erasure-1.json", text=ERASURE)
    publish(name="erasure-1.json", text=ERASURE)
    assert bring()[1] == 1
    assert (outside / "erasure-1.json").read_text() == ERASURE


@pytest.mark.parametrize("name", ["", "../x", "a/b", "x" * 120, ".hidden"])
def test_a_name_never_leads_out_of_the_folder(name):
    with pytest.raises(ValueError, match="not a name"):
        publish(name=name, text="")


def test_a_later_place_gets_every_erasure_and_the_newest_head(happen, outside, configured):
    publish(name="erasure-1.json", text=ERASURE)
    for _ in range(2):
        happen()
        make()
        bring()
    other = outside.parent / "other"
    other.mkdir()
    configured(checkpoint_dir=other)
    bring()
    assert files(other, "erasure") == ["erasure-1.json"]
    assert files(other) == files(outside)[-1:]
    assert len((next(other.glob("leaves-*"))).read_text().split()) == 3


def test_without_a_place_nothing_waits_and_an_erasure_is_kept_for_one(configured):
    publish(name="erasure-1.json", text=ERASURE)
    assert bring() == (0, 0)
    assert not Delivery.objects.exists()


def test_the_demo_sends_nothing_but_into_a_folder(outside, taker, configured):
    configured(demo=True)
    assert [place.kind for place in places.configured()] == ["folder"]


def test_a_place_that_fails_for_a_day_is_a_task_for_administrators_until_it_is_back(happen, outside, person):
    outside.rmdir()
    happen()
    make()
    jobs.bring()
    Place.objects.update(failing_since=timezone.now() - timedelta(hours=25))
    jobs.bring()
    task = Task.objects.get()
    assert (task.label, task.permission) == ("Checkpoint folder", "organisation.change_organisation")
    assert "no_folder" in task.reason
    outside.mkdir()
    Delivery.objects.update(next_at=timezone.now())
    jobs.bring()
    assert not Task.objects.filter(done_at=None).exists()


def test_a_log_that_was_changed_opens_a_task_and_is_not_read_again_at_once(happen, tampered, monkeypatch):
    monkeypatch.setattr(jobs, "_pause", jobs._Pause())
    happen()
    assert jobs.make_due() == 1
    happen(1, "referral.released")
    tampered("UPDATE ledger_entry SET actor = 'nobody' WHERE seq = 2")
    assert jobs.make_due() == 0
    assert Task.objects.get().kind == jobs.CHANGED
    monkeypatch.setattr(jobs.checkpoints, "is_due", lambda now: pytest.fail("read again at once"))
    assert jobs.make_due() == 0
