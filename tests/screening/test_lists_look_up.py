"""What all lists together say of one piece of content, or of a hundred thousand."""

import secrets
from contextlib import suppress

import numpy as np
import pytest
from django.db import transaction

from belisha.ledger.record import CONSOLE
from belisha.matching import Index, reference
from belisha.matching.parse import table
from belisha.screening import library, lists, own, shelves
from belisha.screening.found import Asked, View
from belisha.screening.library import look_up, look_up_hashes
from belisha.screening.models import HashList, ListChange, Match
from belisha.screening.own import NothingToRecognise
from belisha.screening.urls import spellings
from belisha.work.models import Task
from tests.screening.listed import digits, flipped, found, hits, known, picture, taken

ABOUT = HashList(name="about")


def test_a_poor_picture_matches_only_the_very_same_hash_and_a_person_looks(tmp_path):
    pdq = digits()
    taken(tmp_path, f"pdq:{pdq}")
    lists.change_settings(name="partner", by=CONSOLE, sample_percent=0)
    assert hits(picture(flipped(pdq, 1), quality=50))
    assert not hits(picture(flipped(pdq, 1), quality=49))
    [same] = hits(picture(pdq, quality=49))
    assert (same.exact, same.look) == (False, True)
    assert not hits(picture(pdq, quality=0))


def test_the_fingerprints_of_nothing_match_nothing():
    with pytest.raises(NothingToRecognise):
        own.add_to_own_list(
            fingerprints={"pdq": "0" * 64, "md5": "d41d8cd98f00b204e9800998ecf8427e", "sha1": ""},
            category="a",
            by=CONSOLE,
            about=ABOUT,
        )
    assert not hits(Asked(views=(View("0" * 64, 100, "sent"),), digests=(("sha256", "0" * 64),)))


def test_a_harmless_picture_hides_what_lies_farther_away_and_nothing_nearer(tmp_path):
    pdq = digits()
    taken(tmp_path, f"pdq:{pdq}")
    taken(tmp_path, f"pdq:{flipped(pdq, 20)}", name="holiday", kind="harmless")
    harmless = found(picture(flipped(pdq, 15)))
    assert (harmless.hits, harmless.suppressed) == ((), True)
    assert hits(picture(flipped(pdq, 5)))
    assert hits(picture(pdq))


def test_the_very_same_harmless_file_hides_everything(tmp_path):
    sha256 = digits()
    taken(tmp_path, f"sha256:{sha256}")
    taken(tmp_path, f"sha256:{sha256}", name="holiday", kind="harmless")
    assert found(known(sha256)).suppressed
    assert not found(known(digits())).suppressed


def test_a_harmless_host_hides_no_path_on_it_that_is_known(tmp_path):
    host, path = "https://pictures.example/*", "https://pictures.example/one/two"
    taken(tmp_path, path)
    taken(tmp_path, host, name="harmless-hosts", kind="harmless")
    assert hits(Asked(urls=spellings(path)))
    taken(tmp_path, host, name="partner-hosts")
    assert found(Asked(urls=spellings("https://pictures.example/three"))).suppressed


def test_what_is_harmless_in_one_view_hides_nothing_of_another(tmp_path):
    shown, hidden = digits(), digits()
    taken(tmp_path, f"pdq:{hidden}")
    taken(tmp_path, f"pdq:{shown}", name="holiday", kind="harmless")
    two = Asked(views=(View(shown, 100, "stored"), View(hidden, 100, "on_black")))
    assert len(hits(two)) == 1


def test_a_video_matches_by_the_share_of_its_frames(tmp_path):
    frames = [digits() for _ in range(10)]
    taken(tmp_path, *(f"pdq:{frame}" for frame in frames[:3]))

    def video(*views):
        return Asked(views=tuple(views), share=True)

    shown = [View(frame, 100, f"frame {n}") for n, frame in enumerate(frames)]
    fades = [View(digits(), 10, f"frame {n}") for n in range(20, 60)]
    assert {hit.kind for hit in hits(video(*shown, *fades))} == {"video"}
    assert not hits(video(*shown[1:]))
    lists.change_settings(name="partner", by=CONSOLE, video_share=20)
    assert hits(video(*shown[1:]))


def test_a_still_of_a_listed_video_is_looked_at(tmp_path):
    frames = [digits() for _ in range(3)]
    taken(tmp_path, "video,category", f"{' '.join(frames)},A")
    lists.change_settings(name="partner", by=CONSOLE, sample_percent=0)
    [hit] = hits(picture(frames[1]))
    assert (hit.look, hit.category, hit.entry) == (True, "A", 0)
    assert (
        len(hits(Asked(views=tuple(View(f, 100, f"frame {n}") for n, f in enumerate(frames)), share=True)))
        == 1
    )


def test_many_hashes_at_once_answer_as_one_by_one_and_as_brute_force(tmp_path):
    listed = [secrets.token_hex(32) for _ in range(400)]
    taken(tmp_path, *listed)
    own.add_to_own_list(
        fingerprints={"pdq": [digits() for _ in range(50)]}, category="a", by=CONSOLE, about=ABOUT
    )
    asked = [flipped(one, n % 40) for n, one in enumerate(listed)] + [digits() for _ in range(100)]
    together = look_up([picture(one) for one in asked])
    assert together == [found(picture(one)) for one in asked]
    octets = bytes.fromhex("".join(asked))
    assert look_up_hashes(octets) == {n: one for n, one in enumerate(together) if one.hits}
    brute = reference.search(
        np.frombuffer(bytes.fromhex("".join(listed)), np.uint8).reshape(-1, 32), np.arange(400), asked[7]
    )
    assert [(hit.entry, hit.distance) for hit in together[7].hits] == [tuple(match) for match in brute]
    assert len(table(asked)) == 500


def test_of_many_hashes_that_match_a_crowd_only_few_are_asked_for_together(tmp_path, monkeypatch):
    monkeypatch.setattr(shelves, "MOST_TOGETHER", 2000)
    pdq, together, search = digits(), [], Index.search_arrays
    taken(tmp_path, *(flipped(pdq, bits) for bits in range(1, 21)))

    def counting(index, octets, limit):
        together.append(len(octets))
        return search(index, octets, limit)

    monkeypatch.setattr(Index, "search_arrays", counting)
    assert len(look_up_hashes(bytes.fromhex(pdq) * 1000)) == 1000
    assert together == [16, *[100] * 9, 84]
    together.clear()
    assert not look_up_hashes(secrets.token_bytes(32 * 5000))
    assert together == [16, 2048, 2936]


def test_many_digests_at_once_answer_as_one_by_one(tmp_path):
    listed = [digits(16) for _ in range(300)]
    taken(tmp_path, *listed)
    asked = [known(one, "md5") for one in (*listed[::3], *(digits(16) for _ in range(100)))]
    assert look_up(asked) == [found(one) for one in asked]


def test_what_a_decision_confirmed_is_recognised_again_and_once(tmp_path):
    pdq, md5 = digits(), digits(16)
    add = {
        "fingerprints": {"pdq": pdq, "md5": md5, "sha1": ""},
        "category": "a",
        "by": CONSOLE,
        "about": ABOUT,
    }
    assert own.add_to_own_list(**add).action == "add"
    assert own.add_to_own_list(**add) is None
    [hit] = hits(picture(flipped(pdq, 12)))
    assert (hit.version_id, hit.category, hit.look) == (None, "a", True)
    assert hits(known(md5, "md5"))


@pytest.fixture
def refuted(tmp_path):
    """An entry of a list, and the match that a reviewer refuted."""
    pdq, md5 = digits(), digits(16)
    taken(tmp_path, "pdq,md5,source id", f"{pdq},{md5},x-1", f"{digits()},{digits(16)},x-2")
    [hit] = hits(picture(pdq))
    return pdq, md5, match_of(hit, pdq)


def match_of(hit, value):
    return Match(
        hash_list_id=hit.list_id,
        version_id=hit.version_id,
        entry=hit.entry,
        kind=hit.kind,
        value=value,
        distance=hit.distance,
        source_id=hit.source_id,
    )


def test_what_is_refuted_where_it_was_only_near_still_matches_exactly(refuted):
    pdq, md5, _ = refuted
    looks_like_it = flipped(pdq, 6)
    [hit] = hits(picture(looks_like_it))
    change = own.set_aside(match=match_of(hit, looks_like_it), reason="It is a beach.", by=CONSOLE)
    assert not hits(picture(looks_like_it))
    assert not look_up_hashes(bytes.fromhex(looks_like_it))
    assert [found.exact for found in hits(picture(pdq)) + hits(known(md5, "md5"))] == [True, True]
    assert Task.objects.filter(kind="entry_set_aside", permission="screening.manage_lists").count() == 1
    own.put_back(change_id=change.id, reason="It is not.", by=CONSOLE)
    assert hits(picture(looks_like_it))


def test_what_is_refuted_as_near_on_the_own_list_still_matches_exactly():
    pdq = digits()
    own.add_to_own_list(fingerprints={"pdq": pdq}, category="a", by=CONSOLE, about=ABOUT)
    [hit] = hits(picture(flipped(pdq, 6)))
    match = match_of(hit, flipped(pdq, 6))
    match.hash_list_id, match.version_id = hit.list_id, None
    own.set_aside(match=match, reason="It is a beach.", by=CONSOLE)
    assert not hits(picture(flipped(pdq, 6)))
    assert hits(picture(pdq))


def test_a_refuted_entry_is_set_aside_with_all_it_is_recognised_by_and_put_back(refuted):
    pdq, md5, match = refuted
    change = own.set_aside(match=match, reason="It is a beach.", by=CONSOLE)
    assert (change.source_id, change.reason) == ("x-1", "It is a beach.")
    assert not hits(picture(pdq))
    assert not hits(known(md5, "md5"))
    own.put_back(change_id=change.id, reason="It is not.", by=CONSOLE)
    assert hits(picture(pdq))
    assert hits(known(md5, "md5"))


def test_what_is_set_aside_stays_so_in_the_next_version(refuted, tmp_path):
    pdq, md5, match = refuted
    own.set_aside(match=match, reason="It is a beach.", by=CONSOLE)
    taken(tmp_path, "pdq,md5,source id", f"{digits()},{digits(16)},x-2", f"{pdq},{md5},x-1")
    assert not hits(picture(pdq))
    assert not hits(known(md5, "md5"))


def test_what_another_entry_shares_with_a_refuted_one_is_set_aside_alone(tmp_path):
    black, shown, own_frame, md5, other = digits(), digits(), digits(), digits(16), digits(16)
    lines = ("video,md5,source id", f"{black} {shown},{md5},x-1", f"{black} {own_frame},{other},x-2")
    taken(tmp_path, *lines)
    match = next(match_of(hit, black) for hit in hits(picture(black)) if hit.source_id == "x-1")
    change = own.set_aside(match=match, reason="It is a black frame.", by=CONSOLE)

    def told():
        asked = picture(black), picture(flipped(black, 2)), picture(shown), picture(own_frame)
        each = (*asked, picture(flipped(own_frame, 3)), known(md5, "md5"), known(other, "md5"))
        many = [look_up_hashes(bytes.fromhex(one.views[0].pdq) * 20).get(19) for one in each[:5]]
        assert [bool(one and one.hits) for one in many] == [bool(hits(one)) for one in each[:5]]
        return [{hit.source_id for hit in hits(one)} for one in each]

    alone = [set(), set(), set(), {"x-2"}, {"x-2"}, set(), {"x-2"}]
    assert told() == alone
    taken(tmp_path, lines[0], lines[2], f"{black} {shown},{md5},x-1")
    assert told() == alone
    own.put_back(change_id=change.id, reason="It is not.", by=CONSOLE)
    both = {"x-1", "x-2"}
    assert told() == [both, both, {"x-1"}, {"x-2"}, {"x-2"}, {"x-1"}, {"x-2"}]


def test_what_another_entry_shares_with_one_refuted_as_near_still_matches_near_by_its_own(tmp_path):
    black, own_frame = digits(), digits()
    taken(tmp_path, "video,source id", f"{black} {digits()},x-1", f"{black} {own_frame},x-2")
    match = next(match_of(hit, flipped(black, 6)) for hit in hits(picture(flipped(black, 6))))
    own.set_aside(match=match, reason="It is a night sky.", by=CONSOLE)
    assert not hits(picture(flipped(black, 6)))
    assert {hit.source_id for hit in hits(picture(black))} == {"x-1", "x-2"}
    assert [hit.source_id for hit in hits(picture(flipped(own_frame, 6)))] == ["x-2"]


def test_a_refuted_entry_stays_set_aside_when_its_source_adds_to_it(tmp_path):
    pdq, added = digits(), digits()
    taken(tmp_path, "video,source id", f"{pdq},x-1")
    [hit] = hits(picture(pdq))
    own.set_aside(match=match_of(hit, pdq), reason="It is a beach.", by=CONSOLE)
    taken(tmp_path, "video,source id", f"{pdq} {added},x-1")
    assert not hits(picture(added))


def test_on_the_own_list_too_only_what_is_shared_is_set_aside_of_another_entry():
    shared, one, other = digits(), digits(16), digits(16)
    add = {"category": "a", "by": CONSOLE, "about": ABOUT}
    change = own.add_to_own_list(fingerprints={"pdq": shared, "md5": one}, **add)
    own.add_to_own_list(fingerprints={"pdq": shared, "md5": other}, **add)
    match = Match(hash_list=change.hash_list, entry=change.seq, kind="md5", value=one, distance=0)
    own.set_aside(match=match, reason="No.", by=CONSOLE)
    assert [bool(hits(asked)) for asked in (picture(shared), known(one, "md5"), known(other, "md5"))] == [
        False,
        False,
        True,
    ]


def test_an_entry_is_set_aside_even_when_the_folder_of_its_version_is_gone(refuted):
    pdq, _, match = refuted
    match.version_id = Match().id
    own.set_aside(match=match, reason="It is a beach.", by=CONSOLE)
    assert not hits(picture(pdq))


def test_what_was_set_aside_on_the_own_list_matches_again_when_it_is_confirmed_again():
    md5 = digits(16)
    add = {"fingerprints": {"md5": md5}, "category": "a", "by": CONSOLE, "about": ABOUT}
    change = own.add_to_own_list(**add)
    match = Match(hash_list=change.hash_list, entry=change.seq, kind="md5", value=md5, distance=0)
    own.set_aside(match=match, reason="No.", by=CONSOLE)
    assert not hits(known(md5, "md5"))
    own.add_to_own_list(**add)
    assert hits(known(md5, "md5"))
    assert list(ListChange.objects.values_list("action", flat=True)) == ["add", "quarantine", "add"]


def test_what_a_transaction_reads_of_its_own_changes_is_kept_for_nobody_else(refuted):
    pdq, _, match = refuted
    others = library._current
    with suppress(ZeroDivisionError), transaction.atomic():
        own.set_aside(match=match, reason="It is a beach.", by=CONSOLE)
        assert not hits(picture(pdq))
        raise ZeroDivisionError
    assert hits(picture(pdq))
    assert library._current is others
