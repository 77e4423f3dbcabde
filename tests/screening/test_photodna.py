"""PhotoDNA hashes are compared as given; by a distance only where the operator names what computes it."""

import sys
from random import Random
from types import ModuleType

import numpy as np
import pytest

from belisha.api.handlers import STATUS
from belisha.ledger.record import CONSOLE
from belisha.screening import library, own
from belisha.screening.found import Asked
from belisha.screening.lists import import_entries, import_list
from belisha.screening.models import HashList, Match
from belisha.screening.parse.entry import Entry
from belisha.screening.photodna import ComparerFailed
from belisha.screening.store.plain_photodna import BLOCK
from belisha.screening.store.version import UnusableVersion
from tests.work.channels import configured

__all__ = ["configured"]


def digits(number):
    return Random(number).randbytes(144).hex()


def near(number, steps):
    octets = bytearray(bytes.fromhex(digits(number)))
    octets[0] = octets[0] + steps if octets[0] < 128 else octets[0] - steps
    return octets.hex()


def compare(asked, known):
    """A comparer as an operator may write one: the sum of the differences, 40 at most."""
    differences = np.abs(known.astype(np.int32) - np.frombuffer(asked, dtype=np.uint8)).sum(axis=1)
    for row in np.flatnonzero(differences <= 40):
        yield row, differences[row]


def broken(asked, known):
    raise RuntimeError("secret words")


@pytest.fixture(autouse=True)
def _own(configured, tmp_path, monkeypatch):
    own = ModuleType("own_comparer")
    own.compare, own.broken = compare, broken
    monkeypatch.setitem(sys.modules, "own_comparer", own)
    configured(data_dir=tmp_path)


@pytest.fixture
def listed(tmp_path):
    """A list of 30 PhotoDNA hashes."""
    path = tmp_path / "hashes.csv"
    path.write_text("\n".join(["algorithm,hash,id", *(f"photodna,{digits(n)},id-{n}" for n in range(30))]))
    import_list(name="partner", path=path, by=CONSOLE)


def hits(value):
    [found] = library.look_up([Asked(digests=(("photodna", value),))])
    return [(hit.source_id, hit.distance, hit.exact, hit.look) for hit in found.hits]


def settings_anew(configured, **values):
    configured(**values)
    library.forget()


@pytest.mark.usefixtures("listed")
def test_without_a_comparer_a_hash_is_compared_as_it_is_given():
    HashList.objects.update(sample_percent=0)
    assert hits(digits(7)) == [("id-7", 0, True, False)]
    assert hits(near(7, 1)) == []


@pytest.mark.usefixtures("listed")
def test_with_a_comparer_a_near_hash_is_found_and_a_person_looks(configured):
    HashList.objects.update(sample_percent=0)
    settings_anew(configured, photodna_comparer="own_comparer:compare")
    assert hits(near(7, 30)) == [("id-7", 30, False, True)]
    assert hits(near(7, 41)) == []
    assert hits(digits(7)) == [("id-7", 0, True, False)]


def test_a_harmless_hash_that_is_only_near_hides_no_file_that_is_known(configured):
    def entry(kind, octets):
        return Entry(fingerprints=((kind, octets),))

    settings_anew(configured, photodna_comparer="own_comparer:compare")
    sha256, harmless = bytes(range(32)), bytes.fromhex(near(7, 20))
    listed = [entry("sha256", sha256), entry("photodna", bytes.fromhex(digits(7)))]
    import_entries(name="partner", entries=listed, by=CONSOLE, whole=True)
    import_entries(
        name="holiday", entries=[entry("photodna", harmless)], by=CONSOLE, whole=True, kind="harmless"
    )
    assert hits(near(7, 5))
    assert not hits(near(7, 15))
    both = Asked(digests=(("sha256", sha256.hex()), ("photodna", near(7, 15))))
    assert [hit.kind for hit in library.look_up([both])[0].hits] == ["sha256"]


@pytest.mark.usefixtures("listed")
def test_what_is_set_aside_is_not_found_near_either(configured):
    from belisha.screening.lists_change import add_change

    settings_anew(configured, photodna_comparer="own_comparer:compare")
    add_change(
        row=HashList.objects.get(), action="quarantine", fingerprints={"photodna": digits(7)}, by=CONSOLE
    )
    assert hits(near(7, 30)) == []


@pytest.mark.usefixtures("listed")
def test_what_is_refuted_where_it_was_only_near_still_matches_as_it_is_given(configured):
    settings_anew(configured, photodna_comparer="own_comparer:compare")
    asked = Asked(digests=(("photodna", near(7, 30)),))
    [hit] = library.look_up([asked])[0].hits
    match = Match(
        hash_list_id=hit.list_id,
        version_id=hit.version_id,
        entry=hit.entry,
        kind=hit.kind,
        distance=hit.distance,
    )
    change = own.set_aside(match=match, reason="It is a beach.", by=CONSOLE)
    assert hits(near(7, 30)) == []
    assert [one[0] for one in hits(digits(7))] == ["id-7"]
    own.put_back(change_id=change.id, reason="It is not.", by=CONSOLE)
    assert [one[0] for one in hits(near(7, 30))] == ["id-7"]


@pytest.mark.parametrize("named", ["own_comparer:broken", "own_comparer:missing", "no_such_module:compare"])
@pytest.mark.usefixtures("listed")
def test_a_comparer_that_fails_is_no_no_match_and_its_words_stay_here(configured, named):
    settings_anew(configured, photodna_comparer=named)
    with pytest.raises(ComparerFailed) as refused:
        hits(digits(7))
    assert "secret" not in refused.value.sentence


def test_whatever_keeps_a_list_from_being_asked_is_to_be_sent_again():
    assert {STATUS.get(kind) for kind in UnusableVersion.__subclasses__()} == {503}


def test_changes_from_an_exchange_carry_the_hashes_along(configured):
    def entry(name, number, **more):
        octets = bytes.fromhex(digits(number))
        return Entry(fingerprints=(("photodna", octets),), source_id=name, **more)

    settings_anew(configured, photodna_comparer="own_comparer:compare")
    some = [entry(f"id-{n}", n) for n in range(BLOCK + 50)]
    import_entries(name="partner", entries=some, by=CONSOLE, whole=True)
    changes = [entry("id-7", 70_007), Entry(source_id="id-8", gone=True), entry("new", 70_008)]
    import_entries(name="partner", entries=changes, by=CONSOLE, whole=False)
    found = [[one[:2] for one in hits(near(n, 5))] for n in (7, 8, 70_007, 70_008, BLOCK + 49)]
    assert found == [[], [], [("id-7", 5)], [("new", 5)], [(f"id-{BLOCK + 49}", 5)]]


@pytest.mark.usefixtures("listed")
def test_nothing_of_a_hash_lies_in_clear_on_the_disk(tmp_path):
    written = b"".join(path.read_bytes() for path in (tmp_path / "lists").rglob("*") if path.is_file())
    for number in range(30):
        assert bytes.fromhex(digits(number))[:16] not in written
