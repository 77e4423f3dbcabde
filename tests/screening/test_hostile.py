"""Whatever is sent, it ends screened or refused with a reason that has a name, in its time and its memory."""

import struct

import pytest

from belisha.screening import header
from belisha.screening.limits import MAX_BYTES, MAX_PAGES, MAX_PARTS, MAX_PIXELS, MAX_SCANS
from belisha.screening.seen import NotScreened
from bench.hostile import MOST_MEMORY, MOST_SECONDS, Found, children, read, scratch
from tests.screening import hostile, hostile_bombs
from tests.screening.hostile import picture

pytestmark = pytest.mark.pure


def reason(data: bytes) -> str:
    """What a look at the header refuses a file for; the format where it doesn't."""
    try:
        return header.check(data)
    except NotScreened as refused:
        return refused.reason


def test_one_of_every_kind_of_hostile_file_ends_with_a_name():
    found = read(hostile.quick(), Found())
    assert found.wrong == []
    assert "worker_died" not in found.ends
    assert found.memory[0] <= MOST_MEMORY


@pytest.mark.slow
def test_every_hostile_file_ends_with_a_name_in_its_time_and_memory():
    before = scratch()
    found = read(hostile.files(), Found())
    assert found.wrong == []
    assert found.ends.total() >= 834
    assert found.slowest[0] <= MOST_SECONDS, found.slowest
    assert found.memory[0] <= MOST_MEMORY, found.memory
    assert scratch() - before == set()
    assert children() == []


@pytest.mark.parametrize("form", sorted(set(hostile.FORMS) - set(hostile.VIDEOS)))
def test_a_harmless_picture_passes_with_its_format(form):
    told = {"mpo": "JPEG", "apng": "PNG", "webp": "WebP"}
    name = form.split()[0]
    assert reason(picture(form)) == told.get(name, name.upper())


@pytest.mark.parametrize(
    ("name", "refused_for"),
    [
        ("png of 50,000 x 50,000 without its pixels", "too_many_pixels"),
        ("png of 2 x 2^31", "too_many_pixels"),
        ("jpeg of 400 passes over 4 Mpx", "too_many_scans"),
        ("jpeg of 100,000 passes over 0.1 Mpx", "too_many_scans"),
        ("jpeg that says 65,500 x 65,500", "too_many_pixels"),
        ("gif of 65,535 x 65,535", "too_many_pixels"),
        ("gif whose frame is larger than its screen", "too_many_pixels"),
        ("webp of 16,383 x 16,383", "too_many_pixels"),
        ("tiff that bites its tail", "damaged"),
        ("tiff whose page follows itself", "damaged"),
        ("tiff of 50,000 x 50,000", "too_many_pixels"),
        ("bmp of 60,000 x 60,000", "too_many_pixels"),
        ("avif that says 60,000 x 60,000", "too_many_pixels"),
        ("heic that says 60,000 x 60,000", "too_many_pixels"),
        ("more than is read", "too_large"),
    ],
)
def test_what_would_cost_too_much_is_refused_before_it_is_decoded(name, refused_for):
    assert reason(hostile_bombs.BOMBS[name]()) == refused_for


@pytest.mark.parametrize("over", [0, 1])
@pytest.mark.parametrize(
    ("made", "most"),
    [
        (hostile_bombs.many_chunks, MAX_PARTS - 12),
        (hostile_bombs.segments, MAX_PARTS - 19),
        (hostile_bombs.gif_blocks, MAX_PARTS * 10),
        (lambda count: hostile_bombs.gif(9, 9, count), MAX_PARTS // 2),
        (hostile_bombs.ifds, MAX_PAGES - 10),
        (lambda count: hostile_bombs.many_boxes(b"avif", count), MAX_PARTS - 11),
        (lambda count: hostile_bombs.stuffed(b"\xff", count), 4095),
    ],
    ids=["chunks", "segments", "blocks", "frames", "pages", "boxes", "filling"],
)
def test_a_file_of_too_many_parts_is_damaged(made, most, over):
    assert (reason(made(most + 20 * over)) == "damaged") == bool(over)


def test_nothing_and_other_formats_are_refused():
    assert reason(b"") == "empty"
    others = {reason(data) for name, data in hostile.named_otherwise() if not name.startswith("jpeg with")}
    assert others == {"format"}


def test_the_passes_of_honest_programs_pass_and_the_limit_is_exact():
    data = hostile_bombs.scans(64, 0)
    honest = data.count(b"\xff\xda")
    assert honest == 10
    assert reason(hostile_bombs.scans(64, MAX_SCANS - honest)) == "JPEG"
    assert reason(hostile_bombs.scans(64, MAX_SCANS - honest + 1)) == "too_many_scans"


def test_fewer_passes_are_allowed_over_more_pixels():
    data = hostile_bombs.scans(64, 30)
    assert reason(hostile_bombs.sized(data, 7000, 7000)) == "JPEG"
    assert reason(hostile_bombs.sized(data, 9000, 9000)) == "too_many_scans"


def test_passes_that_an_embedded_thumbnail_has_are_not_counted():
    thumbnail = hostile_bombs.scans(64, 400)
    data = picture("jpeg")
    segment = b"\xff\xe1" + struct.pack(">H", len(thumbnail[:65_000]) + 2) + thumbnail[:65_000]
    assert reason(data[:2] + segment + data[2:]) == "JPEG"


@pytest.mark.parametrize("over", [0, 1])
@pytest.mark.parametrize("kind", ["png", "tiff", "bmp"])
def test_the_limit_of_pixels_is_exact(kind, over):
    width = MAX_PIXELS // 5 + over
    made = {
        "png": lambda: hostile_bombs.png(width, 5, ends=False),
        "tiff": lambda: hostile_bombs.tiff({256: (4, 1, width), 257: (4, 1, 5)}),
        "bmp": lambda: hostile_bombs.bmp(width, 5, 24, 0),
    }[kind]()
    assert reason(made) == ("too_many_pixels" if over else kind.upper())


def test_the_largest_file_is_looked_at():
    data = picture("jpeg")
    assert reason(data + bytes(MAX_BYTES - len(data))) == "JPEG"
    assert reason(data + bytes(MAX_BYTES - len(data) + 1)) == "too_large"
