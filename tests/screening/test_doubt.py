"""When a fast look is not enough: wherever its error could decide, the file is looked at exactly."""

import pytest

from belisha.ledger.record import CONSOLE
from belisha.screening import lists, own, screen
from belisha.screening.doubt import in_doubt
from belisha.screening.found import View
from belisha.screening.models import Match
from belisha.screening.seen import Fingerprint
from tests.screening.listed import digits, flipped, hits, picture, taken


@pytest.fixture
def pdq(tmp_path):
    """A hash on the list of a partner."""
    listed = digits()
    taken(tmp_path, f"pdq:{listed}")
    return listed


@pytest.mark.parametrize(
    ("bits", "quality", "doubtful"),
    [(10, 100, False), (23, 100, False), (24, 100, True), (39, 100, True), (40, 100, False)],
)
def test_a_distance_near_the_limit_is_in_doubt(pdq, bits, quality, doubtful):
    assert in_doubt(picture(flipped(pdq, bits), quality)) is doubtful


@pytest.mark.parametrize(
    ("quality", "doubtful"), [(39, False), (40, True), (49, True), (60, True), (61, False)]
)
def test_a_quality_near_the_floor_is_in_doubt_however_near_the_entry_lies(pdq, quality, doubtful):
    assert in_doubt(picture(flipped(pdq, 12), quality)) is doubtful


def test_a_poor_picture_that_may_be_the_very_same_is_in_doubt(pdq):
    assert in_doubt(picture(flipped(pdq, 3), quality=20))
    assert not in_doubt(picture(flipped(pdq, 9), quality=20))


def test_what_may_be_the_very_same_as_an_entry_that_was_refuted_as_near_is_in_doubt(pdq):
    assert not in_doubt(picture(flipped(pdq, 3)))
    [hit] = hits(picture(flipped(pdq, 3)))
    match = Match(
        hash_list_id=hit.list_id,
        version_id=hit.version_id,
        entry=hit.entry,
        kind="pdq",
        distance=hit.distance,
    )
    own.set_aside(match=match, reason="It is a beach.", by=CONSOLE)
    assert in_doubt(picture(flipped(pdq, 3)))


def test_beyond_what_can_be_searched_everything_is_in_doubt(pdq):
    assert not in_doubt(picture(digits()))
    lists.change_settings(name="partner", by=CONSOLE, max_distance=33)
    assert in_doubt(picture(digits()))


def test_what_a_harmless_picture_hides_of_a_fast_look_is_looked_at_exactly(pdq, tmp_path, monkeypatch):
    taken(tmp_path, f"pdq:{flipped(pdq, 12)}", name="holiday", kind="harmless")
    looks = {"fast": flipped(pdq, 8), "exact": flipped(pdq, 4)}
    monkeypatch.setattr(screen, "fingerprint", lambda data, *, mode, pool: _seen(looks[mode], mode))
    assert screen.screen_file(b"x").verdict == "match"


def _seen(pdq, mode):
    view = View(pdq, 100, "stored")
    return Fingerprint(
        md5="", sha1="", sha256="", width=9, height=9, format="JPEG", frames=1, partial=False, pdq=pdq,
        pdq_displayed=pdq, quality=100, dihedral=(), views=(view,), turned=(view,), mode=mode,
    )  # fmt: skip
