"""What a file is known by: as stored and as displayed, turned and mirrored, frame by frame, whole or cut."""

import hashlib
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image, ImageOps

from belisha.screening import pdq
from belisha.screening.fingerprint import asked_of, digests, fingerprint
from belisha.screening.look import look
from belisha.screening.pool import Pool
from belisha.screening.seen import NotScreened
from tests.screening.draw import picture, saved

pytestmark = pytest.mark.pure

NEAR = 31
TURNS = [
    lambda image: image,
    lambda image: image.transpose(Image.Transpose.ROTATE_90),
    lambda image: image.transpose(Image.Transpose.ROTATE_180),
    lambda image: image.transpose(Image.Transpose.ROTATE_270),
]
DISPLAYED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
RECORDED = ("b29a052eaad145aefa530ca4f15a2fb5814a7d9501eb7c168be9681e8be5785e", 100)


@pytest.fixture(scope="module")
def pool():
    one = Pool(1)
    yield one
    one.close()


def hash_of(image):
    return pdq.hash_rgb(np.asarray(image.convert("RGB"))).pdq_hex


def distance(one, other):
    return (int(one, 16) ^ int(other, 16)).bit_count()


def turned_by_exif(image, kind, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    return saved(image, kind, exif=exif.tobytes(), **({"lossless": True} if kind == "WEBP" else {}))


def test_the_fingerprint_of_a_drawn_picture_is_the_recorded_one():
    seen = look(saved(Image.linear_gradient("L").rotate(30), "PNG"))
    assert (seen.pdq, seen.quality) == RECORDED
    assert (seen.width, seen.height, seen.format, seen.frames, seen.partial) == (256, 256, "PNG", 1, False)


def test_the_digests_are_those_of_the_file(pool):
    data = saved(picture(), "JPEG")
    seen = fingerprint(data, pool=pool)
    assert dict(asked_of(seen).digests) == digests(data)
    for kind in ("md5", "sha1", "sha256"):
        assert getattr(seen, kind) == hashlib.new(kind, data).hexdigest()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "AVIF", "HEIF"])
def test_a_worker_sees_what_this_process_sees(kind, pool):
    data = (
        turned_by_exif(picture(160, 120), kind, 6) if kind not in ("GIF", "BMP") else saved(picture(), kind)
    )
    there, here = fingerprint(data, pool=pool), look(data)
    assert (there.turned, there.pdq_displayed) == (here.turned, here.pdq_displayed)


@pytest.mark.parametrize("size", [(90, 70), (150, 200), (320, 240), (801, 600), (1300, 900)])
def test_each_variant_is_the_fingerprint_of_the_picture_turned_and_mirrored_in_truth(size):
    drawn = picture(*size)
    turned = [turn(drawn) for turn in TURNS]
    wanted = [hash_of(image) for image in (*turned, *map(ImageOps.mirror, turned))]
    found = look(saved(drawn, "BMP")).dihedral
    assert max(distance(one, other) for one, other in zip(found, wanted, strict=True)) <= 2


@pytest.mark.parametrize("turn", range(8))
def test_a_changed_copy_is_found_however_it_is_turned(turn):
    original = picture(240, 180)
    copy = TURNS[turn % 4](original)
    copy = ImageOps.mirror(copy) if turn > 3 else copy
    files = {
        "smaller": saved(copy.resize((copy.width // 2, copy.height // 2)), "JPEG"),
        "recompressed": saved(copy, "JPEG", quality=20),
        "palette": saved(copy.quantize(64), "PNG"),
        "inks": saved(copy.convert("CMYK"), "JPEG"),
    }
    for made, file in files.items():
        nearest = min(distance(view.pdq, hash_of(original)) for view in asked_of(look(file, "fast")).views)
        assert nearest <= NEAR, made


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_hashed_as_stored_and_as_displayed(kind, orientation):
    stored = picture(160, 120)
    shown = stored.transpose(DISPLAYED[orientation]) if orientation > 1 else stored
    seen = look(turned_by_exif(stored, kind, orientation))
    tolerated = 8 if kind in ("JPEG", "AVIF") else 0
    assert distance(seen.pdq, hash_of(stored)) <= tolerated
    assert distance(seen.pdq_displayed, hash_of(shown)) <= tolerated


@pytest.mark.parametrize("orientation", [3, 6])
def test_a_fast_look_turns_a_picture_too(orientation):
    stored = picture(1200, 1030)
    shown = stored.transpose(DISPLAYED[orientation])
    seen = look(turned_by_exif(stored, "JPEG", orientation), "fast")
    assert seen.mode == "fast"
    assert distance(seen.pdq, hash_of(stored)) <= 8
    assert distance(seen.pdq_displayed, hash_of(shown)) <= 8


@pytest.mark.parametrize("orientation", range(1, 9))
def test_heic_turns_the_picture_itself_and_is_not_turned_twice(orientation):
    stored = picture(160, 120)
    shown = stored.transpose(DISPLAYED[orientation]) if orientation > 1 else stored
    seen = look(turned_by_exif(stored, "HEIF", orientation))
    assert distance(seen.pdq_displayed, hash_of(shown)) <= 8
    assert min(distance(variant, hash_of(stored)) for variant in seen.dihedral) <= 8


def test_an_orientation_that_is_none_leaves_the_picture_as_it_is():
    seen = look(turned_by_exif(picture(), "JPEG", 9))
    assert seen.pdq == seen.pdq_displayed


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "AVIF", "TIFF", "HEIF", "MPO"])
def test_every_distinct_frame_is_a_view_of_its_own(kind):
    frames = [picture(160, 120, seed) for seed in (1, 2, 3)]
    seen = look(saved(frames[0], kind, save_all=True, append_images=[*frames[1:], frames[1]], quality=90))
    assert (seen.frames, seen.partial) == (4, False)
    for frame in frames:
        assert min(distance(view.pdq, hash_of(frame)) for view in seen.views) <= 10
    assert [view.what for view in seen.views][:2] == ["stored", "frame 2"]


def test_a_frame_that_stays_is_seen_among_many_that_do_not():
    flicker = [Image.new("RGB", (64, 48), (shade % 256, 0, 0)) for shade in range(600)]
    flicker[301] = picture(64, 48)
    durations = [20] * 600
    durations[301] = 1500
    seen = look(
        saved(flicker[0], "WEBP", save_all=True, append_images=flicker[1:], duration=durations, lossless=True)
    )
    assert seen.frames == 600
    assert "frame 302" in [view.what for view in seen.views]


def test_a_frame_that_flits_by_in_a_long_animation_is_seen_and_one_scene_is_not_held():
    scene = picture(240, 160, 1).convert("L")
    moving = [scene.crop((at % 80, at % 40, at % 80 + 120, at % 40 + 90)) for at in range(300)]
    moving[202] = picture(120, 90, 2).convert("L")
    seen = look(saved(moving[0], "GIF", save_all=True, append_images=moving[1:], duration=20))
    assert (seen.frames, seen.partial) == (300, False)
    assert "frame 203" in [view.what for view in seen.views]
    assert min(distance(view.pdq, hash_of(moving[202])) for view in seen.views) <= 10


def test_with_more_scenes_than_are_looked_at_an_animation_was_seen_in_part():
    noise = np.random.default_rng(1).integers(0, 256, (400, 8, 8), dtype=np.uint8)
    scenes = [Image.fromarray(one).resize((32, 32), Image.Resampling.NEAREST) for one in noise]
    for number, partial in ((300, False), (400, True)):
        data = saved(scenes[0], "GIF", save_all=True, append_images=scenes[1:number], duration=20)
        assert (look(data).frames, look(data).partial) == (number, partial)


def test_each_page_of_a_document_is_seen_wherever_it_stands():
    pages = [Image.new("L", (24, 24), shade) for shade in range(140)]
    pages[101] = picture(64, 48)
    seen = look(saved(pages[0], "TIFF", save_all=True, append_images=pages[1:]))
    assert (seen.frames, seen.partial) == (140, False)
    assert "frame 102" in [view.what for view in seen.views]


def test_with_more_frames_that_stay_than_are_looked_at_it_was_seen_in_part():
    slides = [Image.new("RGB", (16, 16), (shade, 0, 0)) for shade in range(256)]
    for number, partial in ((256, False), (300, True)):
        some = [*slides, *(Image.new("RGB", (16, 16), (0, shade, 9)) for shade in range(1, number - 255))]
        data = saved(some[0], "WEBP", save_all=True, append_images=some[1:], duration=1000, lossless=True)
        assert (look(data).frames, look(data).partial) == (number, partial)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "BMP", "TIFF"])
def test_what_is_left_of_a_cut_picture_is_seen_and_said_to_be_a_part(kind):
    whole = saved(picture(), kind)
    seen = look(whole[: len(whole) * 95 // 100])
    assert seen.partial
    assert distance(seen.pdq, hash_of(picture())) <= NEAR


def test_a_cut_animation_shows_the_frames_that_are_left():
    frames = [picture(160, 120, seed) for seed in range(8)]
    whole = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    seen = look(whole[: len(whole) // 2])
    assert seen.partial
    assert distance(seen.pdq, hash_of(frames[0])) <= 10


@pytest.mark.parametrize("kind", ["WEBP", "AVIF", "HEIF"])
def test_a_cut_picture_that_shows_nothing_is_damaged(kind):
    whole = saved(picture(), kind)
    with pytest.raises(NotScreened) as refused:
        look(whole[: len(whole) // 2])
    assert refused.value.reason == "damaged"


@pytest.mark.parametrize(
    ("reason", "data"),
    [
        ("empty", b""),
        ("format", b"plain words, and no picture at all"),
        ("format", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("damaged", b"\xff\xd8\xff\xe0" + bytes(60)),
        ("damaged", b"\x89PNG\r\n\x1a\n" + bytes(60)),
        ("damaged", b"GIF89a" + bytes(4)),
        ("too_small", saved(Image.new("RGB", (4, 400)), "PNG")),
        ("too_large", bytes((64 << 20) + 1)),
    ],
)
def test_what_can_not_be_screened_is_refused_with_its_reason(reason, data, pool):
    with pytest.raises(NotScreened) as refused:
        fingerprint(data, pool=pool)
    assert refused.value.reason == reason


def test_a_picture_without_contrast_has_no_quality():
    assert look(saved(Image.new("RGB", (200, 200), "teal"), "PNG")).quality == 0


def test_a_picture_of_five_pixels_a_side_is_seen():
    assert look(saved(picture(5, 5), "PNG")).width == 5


def test_a_mode_that_is_none_is_a_mistake():
    with pytest.raises(ValueError, match="exact"):
        fingerprint(b"x", mode="quick")


def test_a_worker_that_answers_something_else_is_not_believed():
    class Liar:
        def run(self, function, data, mode):
            seen = look(data, mode)
            return seen.__class__(
                **{**vars(seen), "turned": (seen.turned[0].__class__("zz" * 32, 100, "stored"),)}
            )

    with pytest.raises(NotScreened) as refused:
        fingerprint(saved(picture(), "PNG"), pool=Liar())
    assert refused.value.reason == "worker_died"


def test_fingerprints_need_no_django_and_no_settings():
    code = "import sys, belisha.screening.fingerprint; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_where_a_fast_look_can_not_be_sure_it_looks_exactly():
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 256, (1100, 1100, 3), np.uint8))
    data = saved(noise, "JPEG", quality=95)
    seen = look(data, "fast")
    assert (seen.mode, seen.pdq) == ("exact", look(data).pdq)
