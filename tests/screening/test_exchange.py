"""What the records of an exchange become, and how pages are kept until all of them are there."""

import os
from types import SimpleNamespace

import pytest

from belisha.screening.exchange import INTIMATE, of_ncmec, of_stopncii
from belisha.screening.parse.entry import Entry
from belisha.screening.store.incoming import Incoming
from belisha.screening.store.secrets import ListKeys

pytestmark = pytest.mark.pure

KEYS = ListKeys(b"k" * 32)
MD5, SHA1, PDQ, PDNA = ("0123456789abcdef" * n for n in (2, 3, 4, 18))
SHA1 = SHA1[:40]


def ncmec(*, kind="image", deleted=False, classification="A1", **fingerprints):
    return SimpleNamespace(
        member_id=42,
        id="one",
        entry_type=SimpleNamespace(value=kind),
        deleted=deleted,
        classification=classification,
        fingerprints=fingerprints,
    )


def stopncii(value=PDQ, *, kind="ImagePDQ", status="Active", cases=()):
    return SimpleNamespace(
        signalType=SimpleNamespace(value=kind),
        hashValue=value,
        hashStatus=SimpleNamespace(value=status),
        caseNumbers={str(n): SimpleNamespace(value=case) for n, case in enumerate(cases)},
    )


def test_every_fingerprint_of_a_picture_is_kept_md5_and_sha1_too():
    mapped = of_ncmec(ncmec(md5=MD5.upper(), sha1=SHA1, pdna=PDNA, pdq=PDQ, netclean="x", tmk_pdqf="y"))
    assert mapped.entry == Entry(
        fingerprints=(
            ("md5", bytes.fromhex(MD5)),
            ("sha1", bytes.fromhex(SHA1)),
            ("photodna", bytes.fromhex(PDNA)),
            ("pdq", bytes.fromhex(PDQ)),
        ),
        grade="A1",
        source_id="42-one",
    )
    assert (mapped.malformed, mapped.unknown) == (0, 2)


def test_a_malformed_fingerprint_costs_itself_alone():
    mapped = of_ncmec(ncmec(md5=MD5, sha1="no hash", pdq=PDQ[:-1], classification=None))
    assert mapped.entry.fingerprints == (("md5", bytes.fromhex(MD5)),)
    assert (mapped.malformed, mapped.entry.grade) == (2, "")


@pytest.mark.parametrize(
    "record",
    [ncmec(deleted=True), ncmec(deleted=True, md5=MD5), ncmec(), ncmec(md5="no hash"), ncmec(netclean="x")],
)
def test_what_is_deleted_or_left_without_a_fingerprint_is_gone(record):
    assert of_ncmec(record).entry == Entry(source_id="42-one", gone=True)


def test_a_video_is_told_from_a_picture():
    assert of_ncmec(ncmec(kind="video", md5=MD5)).entry.video
    assert not of_ncmec(ncmec(md5=MD5)).entry.video


@pytest.mark.parametrize(
    ("kind", "value", "fingerprints"),
    [
        ("ImagePDQ", PDQ.upper(), (("pdq", bytes.fromhex(PDQ)),)),
        ("VideoMD5", MD5, (("md5", bytes.fromhex(MD5)),)),
        ("URL", "https://Example.com/a#b", (("url", b"example.com/a"),)),
    ],
)
def test_a_hash_of_stopncii_is_an_intimate_image_of_an_adult(kind, value, fingerprints):
    entry = of_stopncii(stopncii(value, kind=kind)).entry
    assert (entry.fingerprints, entry.category) == (fingerprints, INTIMATE)
    assert entry.source_id.startswith(f"{kind}-")
    assert len(of_stopncii(stopncii(f"https://e.example/{'a' * 500}", kind="URL")).entry.source_id) < 100


@pytest.mark.parametrize(
    "record",
    [
        stopncii(status="Withdrawn"),
        stopncii(status="Deleted", cases=["Active"]),
        stopncii(cases=["Withdrawn", "Deleted"]),
        stopncii("no hash"),
        stopncii("some words", kind="Text"),
    ],
)
def test_what_its_owner_withdrew_is_gone(record):
    assert of_stopncii(record).entry.gone


@pytest.mark.parametrize("cases", [[], ["Active"], ["Withdrawn", "Active"], ["Unknown"]])
def test_a_hash_with_a_case_that_goes_on_stays(cases):
    assert not of_stopncii(stopncii(cases=cases)).entry.gone


def entry(number, value="aa", **more):
    return Entry(fingerprints=(("md5", bytes.fromhex(value * 16)),), source_id=f"id-{number}", **more)


def test_pages_are_there_again_after_a_crash_with_the_state_after_the_last(tmp_path):
    first = Incoming(tmp_path, KEYS, "list")
    first.append({"after": "b"}, [entry(1, category="c", grade="g"), entry(2, video=True)])
    first.append({"after": "c"}, [Entry(source_id="id-3", gone=True)])
    again = Incoming(tmp_path, KEYS, "list")
    assert (again.pages, again.state) == (2, {"after": "c"})
    assert list(again.entries()) == [
        entry(1, category="c", grade="g"),
        entry(2, video=True),
        Entry(source_id="id-3", gone=True),
    ]
    again.clear()
    assert (again.pages, again.state, list(again.entries()), os.listdir(tmp_path)) == (0, {}, [], [])


def test_a_page_that_was_cut_is_fetched_again_and_written_over(tmp_path):
    kept = Incoming(tmp_path, KEYS, "list")
    kept.append({"page": 1}, [entry(1)])
    whole = (tmp_path / "incoming").read_bytes()
    kept.append({"page": 2}, [entry(2)])
    both = (tmp_path / "incoming").read_bytes()
    for length in range(len(whole), len(both), 7):
        (tmp_path / "incoming").write_bytes(both[:length])
        again = Incoming(tmp_path, KEYS, "list")
        assert (again.pages, again.state) == (1, {"page": 1})
        again.append({"page": 2}, [entry(3)])
        assert list(Incoming(tmp_path, KEYS, "list").entries()) == [entry(1), entry(3)]


@pytest.mark.parametrize("other", [(ListKeys(b"o" * 32), "list"), (KEYS, "another")])
def test_pages_of_another_list_or_key_are_not_taken(tmp_path, other):
    Incoming(tmp_path, KEYS, "list").append({"page": 1}, [entry(1)])
    assert Incoming(tmp_path, *other).pages == 0


def test_pages_can_not_change_places_and_show_nothing_in_clear(tmp_path):
    kept = Incoming(tmp_path, KEYS, "list")
    kept.append({}, [entry(1)])
    first = (tmp_path / "incoming").read_bytes()
    kept.append({}, [entry(2)])
    both = (tmp_path / "incoming").read_bytes()
    assert b"id-1" not in both
    assert b"aaaa" not in both
    (tmp_path / "incoming").write_bytes(both[len(first) :] + first)
    assert Incoming(tmp_path, KEYS, "list").pages == 0
    assert (tmp_path / "incoming").stat().st_mode & 0o077 == 0
