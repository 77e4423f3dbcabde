"""A version is a folder that can't be read without its key, nor changed without being refused."""

import shutil

import numpy as np
import pytest

from belisha.screening.parse.entry import Block, Entry
from belisha.screening.store import settle, spool
from belisha.screening.store.build import Builder
from belisha.screening.store.secrets import ListKeys
from belisha.screening.store.version import UnusableVersion, Version

pytestmark = pytest.mark.pure

KEYS = ListKeys(b"k" * 32)
RANDOM = np.random.default_rng(5)


def hashes(count, width=32):
    return RANDOM.integers(0, 256, (count, width), dtype=np.uint8)


def build(folder, *items, version_id="v1", keys=KEYS, **options):
    builder = Builder(folder, keys, list_id="list", version_id=version_id, **options)
    for item in items:
        builder.add_block(item) if isinstance(item, Block) else builder.add(item)
    return builder.finish()


def entry(source_id, *fingerprints, **said):
    return Entry(source_id=source_id, fingerprints=fingerprints, **said)


def test_every_fingerprint_leads_to_its_entry_one_by_one_and_many_at_once(tmp_path, monkeypatch):
    monkeypatch.setattr(spool, "TOGETHER", 1000)
    values = hashes(5000, 16)
    version = build(tmp_path / "v", Block(("md5",), values))
    keyed = [KEYS.digest("md5", bytes(value)) for value in values]
    assert [version.table.entries(one) for one in keyed] == [[number] for number in range(5000)]
    found = version.table.entries_of(KEYS.digests("md5", map(bytes, values)))
    assert sorted(zip(found.queries.tolist(), found.entries.tolist(), strict=True)) == [
        (number, number) for number in range(5000)
    ]
    others = hashes(500, 16)
    assert not any(version.table.entries(KEYS.digest("md5", bytes(one))) for one in others)
    assert not len(version.table.entries_of(KEYS.digests("md5", map(bytes, others))).entries)


def test_a_fingerprint_of_one_kind_is_none_of_another(tmp_path):
    value = bytes(hashes(1)[0])
    version = build(tmp_path / "v", entry("a", ("sha256", value)))
    assert version.table.entries(KEYS.digest("sha256", value)) == [0]
    assert version.table.entries(KEYS.digest("url", value)) == []


def test_pictures_are_found_in_whichever_part_of_the_index_they_lie(tmp_path, monkeypatch):
    monkeypatch.setattr(settle, "SEGMENT", 700)
    values = hashes(3000)
    version = build(tmp_path / "v", Block(("pdq",), values))
    assert len(list(version.hashes())) > 1
    found = version.index.search_arrays(values, 0)
    assert found.queries.tolist() == found.entries.tolist() == list(range(3000))
    assert version.hashes_of(77) == [bytes(values[77])]


def test_what_comes_twice_without_a_source_id_is_kept_once(tmp_path):
    values = hashes(10)
    version = build(tmp_path / "v", Block(("pdq", "sha256"), np.concatenate([values, values])))
    assert version.counts["repeated"] == 20
    assert [match.entry for match in version.index.search(bytes(values[3]))] == [3]


def test_several_entries_may_share_a_fingerprint_where_their_source_names_them(tmp_path):
    value = bytes(16)
    version = build(tmp_path / "v", *(entry(name, ("md5", value)) for name in "abc"))
    assert version.table.entries(KEYS.digest("md5", value)) == [0, 1, 2]


def test_words_and_source_ids_come_back_and_lie_nowhere_in_clear(tmp_path):
    items = [
        entry(f"source-{n}", ("md5", n.to_bytes(16)), category="Category A", grade="3-5") for n in range(600)
    ]
    version = build(tmp_path / "v", *items)
    assert version.words(599) == ("Category A", "3-5", False)
    assert [version.source_id(n) for n in (0, 255, 256, 599)] == [f"source-{n}" for n in (0, 255, 256, 599)]
    everything = b"".join(path.read_bytes() for path in (tmp_path / "v").rglob("*") if path.is_file())
    assert not [word for word in (b"source-", b"Category", (599).to_bytes(16)) if word in everything]


def test_another_key_finds_nothing_and_opens_nothing(tmp_path):
    build(tmp_path / "v", entry("a", ("md5", bytes(16))))
    with pytest.raises(UnusableVersion):
        Version(tmp_path / "v", ListKeys(b"other" * 8), version_id="v1")


def test_changes_replace_and_take_back_by_source_id(tmp_path):
    first, second, third = (bytes([n]) * 16 for n in (1, 2, 3))
    picture = bytes(hashes(1)[0])
    before = build(
        tmp_path / "v1",
        entry("stays", ("md5", first), category="A"),
        entry("changes", ("md5", second), ("pdq", picture)),
        entry("goes", ("md5", third)),
        Entry(fingerprints=(("sha1", b"\7" * 20),)),
    )
    now = build(
        tmp_path / "v2",
        entry("changes", ("sha1", b"\1" * 20), category="B"),
        entry("goes", gone=True),
        entry("new", ("md5", b"\4" * 16)),
        entry("new", ("md5", b"\5" * 16)),
        version_id="v2",
        before=before,
        replace=True,
    )
    assert now.entries == 4
    assert dict(now.counts) == {"md5": 2, "sha1": 2}
    [stays] = now.table.entries(KEYS.digest("md5", first))
    assert (now.source_id(stays), now.words(stays).category) == ("stays", "A")
    [changes] = now.table.entries(KEYS.digest("sha1", b"\1" * 20))
    assert (now.source_id(changes), now.words(changes).category) == ("changes", "B")
    assert [now.table.entries(KEYS.digest("md5", one)) for one in (second, third, b"\4" * 16)] == [[], [], []]
    assert not now.index.search(picture)
    assert not len(now.index.search_arrays(hashes(20)).entries)


@pytest.mark.parametrize(
    "name", ["high.bin", "low.bin", "entry.bin", "codes.bin", "words.sealed", "sources.bin"]
)
def test_a_changed_file_is_refused(tmp_path, name):
    build(tmp_path / "v", *(entry(f"{n}", ("md5", n.to_bytes(16))) for n in range(50)))
    path = tmp_path / "v" / name
    octets = bytearray(path.read_bytes())
    octets[len(octets) // 2] ^= 1
    path.write_bytes(octets)
    with pytest.raises(UnusableVersion):
        Version(tmp_path / "v", KEYS, version_id="v1")


def test_a_folder_with_a_file_more_or_less_or_of_another_version_is_refused(tmp_path):
    build(tmp_path / "v", Block(("pdq",), hashes(50)))
    for change in (
        lambda folder: (folder / "more").write_bytes(b""),
        lambda folder: (folder / "codes.bin").unlink(),
        lambda folder: shutil.rmtree(folder / "pdq"),
        lambda folder: (folder / "manifest.json").write_bytes(b"{}"),
        lambda folder: (folder / "manifest.json").write_bytes(b"[" * 100_000),
        lambda folder: (folder / "pdq" / "manifest.json").write_bytes(b"{}"),
    ):
        copy = shutil.copytree(tmp_path / "v", tmp_path / "copy")
        change(copy)
        with pytest.raises(UnusableVersion):
            Version(copy, KEYS, version_id="v1")
        shutil.rmtree(copy)
    with pytest.raises(UnusableVersion):
        Version(tmp_path / "v", KEYS, version_id="v2")


def test_a_manifest_that_somebody_else_wrote_is_refused(tmp_path):
    build(tmp_path / "v", Block(("pdq",), hashes(50)))
    path = tmp_path / "v" / "manifest.json"
    path.write_text(path.read_text().replace('"pdq": 50', '"pdq": 51'))
    with pytest.raises(UnusableVersion):
        Version(tmp_path / "v", KEYS, version_id="v1")


def test_a_change_in_a_large_version_is_found_by_reading_all_of_it(tmp_path, monkeypatch):
    monkeypatch.setattr("belisha.screening.store.version.SMALL", 0)
    build(tmp_path / "v", Block(("pdq",), hashes(50)))
    path = next((tmp_path / "v" / "pdq").glob("segment-*/hashes.bin"))
    octets = bytearray(path.read_bytes())
    octets[7] ^= 1
    path.write_bytes(octets)
    version = Version(tmp_path / "v", KEYS, version_id="v1")
    with pytest.raises(UnusableVersion):
        version.verify()
