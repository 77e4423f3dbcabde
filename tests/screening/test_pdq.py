import io
import threading

import numpy as np
import pytest
from PIL import Image

from belisha import native
from belisha.screening import pdq
from tests.screening import pdq_pictures
from tests.screening.record_pdq import RECORDED, answer

pytestmark = pytest.mark.pure


@pytest.fixture(params=native.choices())
def hashed_with(request, monkeypatch):
    """Every instruction set of this machine, and numpy."""
    monkeypatch.setenv(native.VARIABLE, request.param)
    return request.param


def apart(one: bytes, other: bytes) -> int:
    return (int.from_bytes(one) ^ int.from_bytes(other)).bit_count()


def with_numpy(function, *arguments):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(native.VARIABLE, native.REFERENCE)
        return function(*arguments)


def test_every_bit_and_the_quality_are_those_of_pdqhash():
    wrong = []
    for line in RECORDED.read_text().splitlines():
        kind, size, *recorded = line.split()
        picture = pdq_pictures.draw(f"{kind} {size}")
        for choice in native.choices():
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv(native.VARIABLE, choice)
                hashed = pdq.hash_rgb(picture)
            same = [str(hashed.quality), hashed.pdq_hex] == recorded and hashed.pdq == hashed.dihedral[0]
            if not same:
                wrong.append((kind, size, choice))
    assert not wrong


def test_the_compiled_core_answers_as_numpy_does_for_any_size_and_sort_of_pixels():
    rng = np.random.default_rng(20261122)
    for turn in range(60):
        height, width = (int(2 ** rng.uniform(0, 9)) for _ in range(2))
        picture = list(pdq_pictures.KINDS.values())[turn % 6](height, width)
        for function, pixels in ((pdq.hash_rgb, picture), (pdq.hash_grey, picture[..., 1])):
            assert function(pixels) == with_numpy(function, pixels), (height, width, function.__name__)


def test_a_picture_with_a_side_of_less_than_five_pixels_has_no_fingerprint(hashed_with):
    for height, width in ((1, 1), (1, 4000), (4, 5), (300, 4)):
        picture = pdq_pictures.noise(height, width)
        assert pdq.hash_rgb(picture) == pdq.hash_grey(picture[..., 0].copy()) == pdq.NOTHING
        assert pdq.hash_shrunk(picture[..., 0].copy(), width, height) == pdq.NOTHING


def test_a_picture_forty_thousand_pixels_wide_is_hashed(hashed_with):
    picture = pdq_pictures.waves(9, 40_000)
    assert pdq.hash_rgb(picture) == with_numpy(pdq.hash_rgb, picture)


def test_grey_has_the_hash_of_the_same_grey_in_colour(hashed_with):
    grey = pdq_pictures.waves(201, 333)[..., 0].copy()
    assert pdq.hash_grey(grey) == pdq.hash_rgb(np.repeat(grey[..., None], 3, axis=2))


def turned(picture: np.ndarray) -> list[np.ndarray]:
    """In the order of the variants."""
    turns = [np.rot90(picture, number) for number in range(4)]
    return [np.ascontiguousarray(one) for one in (*turns, *map(np.fliplr, turns))]


def test_the_variants_of_a_picture_are_not_each_others(hashed_with):
    """PDQ samples a side of 576 pixels in the middle of each share, one of 640 beside it."""
    sizes = [(576, 576), (640, 512)]
    for height, width in sizes[: 1 if hashed_with == native.REFERENCE else 2]:
        picture = pdq_pictures.waves(height, width)
        known = pdq.hash_rgb(picture).dihedral
        matrix = [[apart(pdq.hash_rgb(one).pdq, variant) for variant in known] for one in turned(picture)]
        assert max(matrix[i][i] for i in range(8)) <= 2
        assert min(matrix[i][j] for i in range(8) for j in range(8) if i != j) > 60


def test_each_variant_is_the_hash_of_the_picture_turned_and_mirrored_in_truth():
    """Of sides around every change of the window, and of any others."""
    rng = np.random.default_rng(7)
    sizes = [(64, 64), (65, 63), (128, 256), (129, 127), (384, 640), (257, 513), (32, 1025), (1400, 1100)]
    sizes += [tuple(int(2 ** rng.uniform(5, 10)) for _ in range(2)) for _ in range(40)]
    for number, size in enumerate(sizes):
        picture = (pdq_pictures.waves, pdq_pictures.noise, pdq_pictures.boxes)[number % 3](*size)
        for function, pixels in ((pdq.hash_rgb, picture), (pdq.hash_grey, picture[..., 1])):
            wanted = [function(one).pdq for one in turned(pixels)]
            assert max(map(apart, function(pixels).dihedral, wanted)) <= 2, size


def test_a_view_is_hashed_by_what_it_shows_and_not_by_what_lies_in_memory(hashed_with):
    whole = pdq_pictures.waves(300, 400)
    whole.flags.writeable = False
    views = [
        whole[::-1, ::-1],
        whole[7:200, 11:350],
        whole[::2, ::3],
        whole[..., ::-1],
        np.asfortranarray(whole),
    ]
    assert [pdq.hash_rgb(view) for view in views] == [
        with_numpy(pdq.hash_rgb, np.ascontiguousarray(view)) for view in views
    ]


@pytest.mark.parametrize(
    "pixels",
    [
        np.zeros((9, 9)),
        np.zeros((9, 9), np.uint8),
        np.zeros((0, 9, 3), np.uint8),
        np.zeros((9, 9, 4), np.uint8),
    ],
)
def test_what_are_no_rgb_pixels_is_refused(hashed_with, pixels):
    with pytest.raises(ValueError, match=r"pixels are uint8 in 3|RGB has three"):
        pdq.hash_rgb(pixels)


def test_a_full_size_below_the_shrunk_one_is_refused(hashed_with):
    with pytest.raises(ValueError, match="the full size is at least that of the picture"):
        pdq.hash_shrunk(np.zeros((600, 600), np.uint8), 599, 1200)


def test_threads_hash_at_the_same_time_and_do_not_meddle(hashed_with):
    pictures = [draw(150 + 37 * i, 400 - 31 * i) for i, draw in enumerate(pdq_pictures.KINDS.values())]
    expected = [pdq.hash_rgb(picture) for picture in pictures]
    wrong = []

    def work():
        wrong.extend(
            i for _ in range(5) for i, one in enumerate(pictures) if pdq.hash_rgb(one) != expected[i]
        )

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def as_jpeg(picture: np.ndarray, quality: int) -> bytes:
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "JPEG", quality=quality)
    return file.getvalue()


def both_ways(file: bytes) -> tuple[pdq.Hashed, pdq.Hashed]:
    """Of all pixels, and of what libjpeg decodes at a smaller size."""
    whole, shrunk = Image.open(io.BytesIO(file)), Image.open(io.BytesIO(file))
    shrunk.draft("L", (512, 512))
    return pdq.hash_rgb(np.asarray(whole)), pdq.hash_shrunk(np.asarray(shrunk), *whole.size)


def furthest(exact: pdq.Hashed, shrunk: pdq.Hashed) -> int:
    return max(map(apart, exact.dihedral, shrunk.dihedral))


def test_a_jpeg_decoded_at_a_smaller_size_has_the_fingerprint_within_eight_bits():
    for height, width in ((1100, 1537), (2050, 2048), (1030, 4100)):
        picture = pdq_pictures.waves(height, width)
        for quality in (40, 90):
            exact, shrunk = both_ways(as_jpeg(picture, quality))
            assert shrunk.sure
            assert furthest(exact, shrunk) <= 8
            assert abs(exact.quality - shrunk.quality) <= 5


def test_a_shrunk_picture_says_when_it_does_not_tell_the_fingerprint():
    for draw in (pdq_pictures.noise, pdq_pictures.gradient, pdq_pictures.flat):
        _, shrunk = both_ways(as_jpeg(draw(1100, 1024), 60))
        assert not shrunk.sure


def test_a_shrunk_picture_has_the_same_answer_on_every_machine(hashed_with):
    for full, size in (((2049, 1500), (1025, 750)), ((4097, 2056), (513, 257)), ((777, 555), (259, 185))):
        grey = pdq_pictures.waves(*size)[..., 0].copy()
        asked = (grey, full[1], full[0])
        assert pdq.hash_shrunk(*asked) == with_numpy(pdq.hash_shrunk, *asked)


@pytest.mark.slow
def test_hundreds_of_pictures_of_any_size_have_every_bit_of_pdqhash(hashed_with):
    pytest.importorskip("pdqhash", reason="pdqhash is not installed: make bench-tools")
    rng = np.random.default_rng(5)
    for turn in range(600):
        height, width = (int(2 ** rng.uniform(2.4, 11)) for _ in range(2))
        picture = np.roll(list(pdq_pictures.KINDS.values())[turn % 6](height, width), turn * 7, axis=1)
        hashed = pdq.hash_rgb(picture)
        assert (hashed.quality, hashed.pdq) == answer(picture), (height, width)
        if min(height, width) >= 32 and turn % 6 in (1, 2, 4, 5):  # Of others, roundings decide.
            wanted = [answer(one)[1] for one in turned(picture)]
            assert max(map(apart, hashed.dihedral, wanted)) <= 2, (height, width)


@pytest.mark.slow
def test_hundreds_of_jpegs_decoded_smaller_are_within_eight_bits_or_say_so():
    rng = np.random.default_rng(6)
    distances = []
    for turn in range(150):
        height, width = (int(rng.uniform(1024, 3000)) for _ in range(2))
        picture = np.roll(list(pdq_pictures.KINDS.values())[turn % 6](height, width), turn * 7, axis=0)
        exact, shrunk = both_ways(as_jpeg(picture, int(rng.uniform(30, 96))))
        if shrunk.sure:
            distances.append(furthest(exact, shrunk))
    assert len(distances) >= 50
    assert max(distances) <= 8
