"""Files that are wrong, cut short or somebody else's are refused, with the reason."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from belisha import native
from belisha.matching import Index, NoIndex, NotEmpty, UnusableIndex, log, manifest, segment
from tests.matching import sets

pytestmark = pytest.mark.pure

ARRAYS = ["hashes", "entries", "several_at", "several_offsets", "several_entries", "offsets", "checks", "ids"]


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    hashes = sets.random_hashes(np.random.default_rng(1), 4200)
    hashes[1] = hashes[0]
    path = tmp_path_factory.mktemp("original") / "index"
    Index.build(path, hashes)
    return path


@pytest.fixture
def folder(original, tmp_path):
    return Path(shutil.copytree(original, tmp_path / "index"))


def array(folder, name):
    return next(folder.glob(f"segment-*/{name}.bin"))


def refusal(folder):
    with pytest.raises(UnusableIndex) as refused:
        Index.open(folder)
    return refused.value.sentence


def rewrite(folder, **changes):
    """Change the manifest as somebody would who knows how its digest is made."""
    path = folder / manifest.NAME
    body = {**json.loads(path.read_bytes()), **changes}
    body.pop("sha256")
    path.write_text(json.dumps({**body, "sha256": manifest._digest(body)}))


@pytest.mark.parametrize("name", ARRAYS)
def test_an_array_that_is_cut_short_or_too_long_is_refused(name, folder, searched_with):
    path = array(folder, name)
    octets = path.read_bytes()
    for wrong in (octets[:-1], octets + b"\0"):
        path.write_bytes(wrong)
        assert f"{name}.bin has {len(wrong)} bytes, not {len(octets)}" in refusal(folder)
    path.unlink()
    assert f"{name}.bin is missing" in refusal(folder)


@pytest.mark.parametrize("name", ["hashes", "offsets", "checks", "ids"])
def test_an_array_of_the_right_size_from_another_index_is_refused(name, folder, tmp_path, rng):
    hashes = sets.random_hashes(rng, 4200)
    hashes[1] = hashes[0]
    Index.build(tmp_path / "other", hashes)
    shutil.copy(array(tmp_path / "other", name), array(folder, name))
    assert "don't belong together" in refusal(folder)


@pytest.mark.parametrize("name", ARRAYS)
def test_one_changed_bit_is_found_by_verify_and_stops_a_merge(name, folder):
    path = array(folder, name)
    octets = bytearray(path.read_bytes())
    octets[len(octets) // 2] ^= 4
    path.write_bytes(octets)
    try:
        index = Index.open(folder)
    except UnusableIndex:
        return  # Found out even sooner.
    with pytest.raises(UnusableIndex, match=f"{name}.bin was changed"):
        index.verify()
    index.add(["00" * 32], [1])
    with pytest.raises(UnusableIndex, match=f"{name}.bin was changed"):
        index.compact()


def test_offsets_that_lead_out_of_the_arrays_are_refused_before_any_search(folder, searched_with):
    path = array(folder, "offsets")
    octets = bytearray(path.read_bytes())
    octets[4 * 1000 : 4 * 1000 + 4] = b"\xff" * 4
    path.write_bytes(octets)
    if searched_with != "reference":  # It reads no offsets.
        assert "the buckets overlap" in refusal(folder)


@pytest.mark.skipif(native.core() is None, reason="the reference reads no postings")
def test_a_posting_that_names_no_hash_ends_the_search_with_its_reason(folder, rng):
    path = array(folder, "ids")
    octets = bytearray(path.read_bytes())
    count = len(octets) // 64
    looked_at = set(np.linspace(0, count - 1, segment.SAMPLES, dtype=np.int64).tolist())
    for band in range(16):
        for place in set(range(count)) - looked_at:
            octets[(band * count + place) * 4 + 3] = 0xF0
    path.write_bytes(octets)
    index = Index.open(folder)
    hashes = array(folder, "hashes").read_bytes()
    with pytest.raises(UnusableIndex, match="is not there"):
        [index.search(hashes[i * 32 : i * 32 + 32]) for i in range(100, 200)]


def test_a_manifest_that_is_cut_anywhere_is_refused(folder):
    path = folder / manifest.NAME
    octets = path.read_bytes()
    for length in range(0, len(octets) - 1, 97):
        path.write_bytes(octets[:length])
        assert "The index in" in refusal(folder)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"format": "something-else"}, "belongs to another program"),
        ({"version": 2}, "its version is 2, and this program reads 1"),
        ({"endianness": "big"}, "its endianness is 'big'"),
        ({"log": "../../secrets"}, "lacks what a manifest holds"),
        ({"segments": [{"name": "..", "arrays": {}, "removed": None}]}, "lacks what a manifest holds"),
        ({"segments": None}, "lacks what a manifest holds"),
        ({"generation": "many"}, "lacks what a manifest holds"),
    ],
)
def test_a_manifest_of_another_kind_is_refused(changes, reason, folder):
    rewrite(folder, **changes)
    assert reason in refusal(folder)


def test_a_manifest_that_was_edited_is_refused(folder):
    path = folder / manifest.NAME
    path.write_text(path.read_text().replace('"generation": 1', '"generation": 3'))
    assert "the manifest was changed" in refusal(folder)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[" * 100_000, b"[]", b"null", b'{"format": "x"}'])
def test_a_file_that_is_no_manifest_is_refused(content, folder):
    (folder / manifest.NAME).write_bytes(content)
    assert "manifest" in refusal(folder)


def test_a_torn_tail_of_the_log_is_passed_over_and_cut_off(folder, rng):
    index = Index.open(folder)
    hashes = sets.random_hashes(rng, 3)
    index.add(hashes[:1], [10_000])
    path = folder / index._reader.snapshot().manifest.log
    whole = path.read_bytes()
    index.add(hashes[1:2], [10_001])
    torn = path.read_bytes()
    for length in range(len(whole), len(torn)):
        path.write_bytes(torn[:length])
        again = Index.open(folder)
        assert again.search(hashes[0]) == [(10_000, 0)]
        assert again.search(hashes[1]) == []
    again.add(hashes[2:], [10_002])
    assert [Index.open(folder).search(one) for one in hashes] == [[(10_000, 0)], [], [(10_002, 0)]]


def test_a_log_that_is_damaged_before_its_end_is_refused(folder, rng):
    index = Index.open(folder)
    for entry in range(3):
        index.add(sets.random_hashes(rng, 1), [10_000 + entry])
    path = folder / index._reader.snapshot().manifest.log
    octets = bytearray(path.read_bytes())
    octets[len(log.HEADER) + 30] ^= 1
    path.write_bytes(octets)
    assert "its log is damaged in the middle" in refusal(folder)


def test_a_log_of_another_program_or_none_is_refused(folder):
    path = next(folder.glob("log-*"))
    path.write_bytes(b"something else entirely")
    assert "is not the log of an index" in refusal(folder)
    path.unlink()
    assert "is missing" in refusal(folder)


def test_a_folder_without_an_index_says_so(tmp_path):
    for path in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(NoIndex, match="There is no index in"):
            Index.open(path)


def test_nothing_is_built_among_the_files_of_somebody_else(tmp_path):
    (tmp_path / "letters.txt").write_text("dear")
    with pytest.raises(NotEmpty, match=r"letters\.txt"):
        Index.build(tmp_path, ["00" * 32])
    with pytest.raises(NotEmpty, match="it is a file"):
        Index.build(tmp_path / "letters.txt", ["00" * 32])


def test_what_a_dead_writer_left_is_cleared_away(folder):
    (folder / "segment-0123456789abcdef").mkdir()
    (folder / "log-0123456789abcdef").write_bytes(b"")
    index = Index.open(folder)
    index.compact()
    assert len(list(folder.glob("segment-*"))) == 1
    assert len(list(folder.glob("log-*"))) == 1
