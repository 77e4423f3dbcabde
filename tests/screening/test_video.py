"""Videos: looked at by time and at each cut, and known by their distinct frames."""

import sys

import numpy as np
import pytest
from PIL import ImageOps

from belisha.screening import pdq, video_frames
from belisha.screening.fingerprint import asked_of, fingerprint
from belisha.screening.look import look
from belisha.screening.pool import Pool
from belisha.screening.seen import NotScreened
from belisha.screening.video import container_of
from tests.screening.draw import picture, saved
from tests.screening.film import film

pytestmark = pytest.mark.pure

SCENES = [picture(160, 120, seed) for seed in (1, 2, 3)]
NEAR = 20  # Bits that the encoders take, at the low rates that they choose by themselves.
KINDS = {
    "MP4": ("mp4", "libx264"),
    "MOV": ("mov", "mpeg4"),
    "WebM": ("webm", "libvpx"),
    "Matroska": ("matroska", "libx264"),
    "AVI": ("avi", "mpeg4"),
    "MPEG-TS": ("mpegts", "libx264"),
    "MPEG": ("mpeg", "mpeg2video"),
    "FLV": ("flv", "flv"),
}


def hash_of(image):
    return pdq.hash_rgb(np.asarray(image)).pdq_hex


def distance(one, other):
    return (int(one, 16) ^ int(other, 16)).bit_count()


def scenes_in(seen):
    """Which scene each view shows; None where it is none of them."""
    near = [
        [n for n, scene in enumerate(SCENES) if distance(view.pdq, hash_of(scene)) <= NEAR]
        for view in seen.views
    ]
    return [scenes[0] if scenes else None for scenes in near]


@pytest.mark.parametrize("kind", KINDS)
def test_a_video_is_known_by_its_distinct_frames(kind):
    seen = look(film(SCENES, *KINDS[kind]))
    assert (seen.format, seen.frames, seen.partial, seen.video) == (kind, 75, False, True)
    assert scenes_in(seen) == [0, 1, 2]
    assert (seen.width, seen.height, round(seen.seconds)) == (160, 120, 3)


def test_a_worker_sees_what_this_process_sees():
    data = film(SCENES)
    pool = Pool(1)
    try:
        assert fingerprint(data, pool=pool).turned == look(data).turned
    finally:
        pool.close()


def test_a_scene_of_a_tenth_of_a_second_is_seen():
    seen = look(film([SCENES[0]] * 10 + [SCENES[1]] + [SCENES[2]] * 10, each=3))
    assert scenes_in(seen) == [0, 1, 2]


def test_a_still_video_has_one_frame_to_match():
    assert len(look(film([SCENES[0]] * 5)).views) == 1


def test_all_variants_of_a_frame_count_as_that_frame():
    asked = asked_of(look(film([ImageOps.mirror(scene) for scene in SCENES])))
    assert asked.share
    found = {
        view.what for view in asked.views for scene in SCENES if distance(view.pdq, hash_of(scene)) <= 12
    }
    assert found == {view.what for view in asked.views} == {"frame 1", "frame 26", "frame 51"}


def test_large_frames_are_hashed_shrunk_and_stay_near():
    scene = picture(1280, 720)
    assert distance(look(film([scene], each=3)).pdq, hash_of(scene)) <= 8


@pytest.mark.parametrize("kind", ["fragments", "matroska"])
def test_what_is_left_of_a_cut_video_is_seen_and_said_to_be_a_part(kind):
    whole = film([picture(160, 120, seed) for seed in range(8)], kind)
    seen = look(whole[: len(whole) // 2])
    assert (seen.partial, len(seen.views) > 1) == (True, True)


def test_when_the_time_runs_out_the_rest_is_said_to_be_missing(monkeypatch):
    monkeypatch.setattr(video_frames, "SECONDS", 0.0)
    data = film(SCENES)
    with pytest.raises(NotScreened) as refused:
        look(data)
    assert refused.value.reason == "too_slow"


def test_in_a_hurry_only_frames_that_stand_alone_are_decoded(monkeypatch):
    monkeypatch.setattr(video_frames, "THOROUGH", 0.0)
    seen = look(film([picture(160, 120, seed) for seed in range(6)], g="50", sc_threshold="0"))
    assert (seen.partial, len(seen.views)) == (False, 3)


def test_a_gap_that_could_not_be_filled_makes_it_a_part(monkeypatch):
    monkeypatch.setattr(video_frames, "THOROUGH", 0.0)
    seen = look(film([SCENES[0]] * 15, g="1000", sc_threshold="0"))
    assert seen.partial


def test_without_pyav_a_video_is_refused_by_name(monkeypatch):
    data = film(SCENES[:1], each=2)
    monkeypatch.setitem(sys.modules, "av", None)
    with pytest.raises(NotScreened) as refused:
        look(data)
    assert refused.value.reason == "no_video"


def test_sound_alone_is_no_format_that_is_read():
    with pytest.raises(NotScreened) as refused:
        look(silence())
    assert refused.value.reason == "format"


@pytest.mark.parametrize("data", [b"\0\0\0\x18ftypisom" + bytes(400), b"\x1aE\xdf\xa3" + bytes(400)])
def test_a_video_without_a_frame_is_damaged(data):
    with pytest.raises(NotScreened) as refused:
        look(data)
    assert refused.value.reason == "damaged"


@pytest.mark.parametrize("kind", ["AVIF", "HEIF", "WEBP", "GIF"])
def test_a_picture_in_the_boxes_of_a_video_is_no_video(kind):
    assert container_of(saved(SCENES[0], kind)) is None


def test_a_gif_whose_comments_are_packets_of_a_video_is_a_picture():
    gif = bytearray(saved(SCENES[0], "GIF"))
    gif[188] = gif[376] = ord("G")
    assert container_of(bytes(gif)) is None


def test_a_video_that_says_it_is_a_picture_too_was_seen_in_part():
    made = film(SCENES)
    assert not look(made).partial
    both = made.replace(b"iso2", b"avif", 1)
    assert look(both).partial


@pytest.mark.parametrize("kind", ["AVIF", "HEIF"])
def test_a_picture_that_holds_a_film_too_was_seen_in_part(kind):
    picture, made = saved(SCENES[0], kind), film(SCENES)
    assert not look(picture).partial
    seen = look(picture + made[int.from_bytes(made[:4], "big") :])
    assert (seen.video, seen.partial) == (False, True)


def test_an_animated_picture_is_whole_though_its_frames_are_tracks():
    assert not look(saved(SCENES[0], "AVIF", save_all=True, append_images=SCENES[1:])).partial


def test_of_several_pictures_side_by_side_one_is_a_part():
    import io

    import av

    file = io.BytesIO()
    with av.open(file, "w", format="matroska") as made:
        for scene in SCENES[:2]:
            stream = made.add_stream("libx264", rate=25)
            stream.width, stream.height = scene.size
            stream.pix_fmt = "yuv420p"
        for stream, scene in zip(made.streams.video, SCENES, strict=False):
            for _ in range(25):
                made.mux(stream.encode(av.VideoFrame.from_image(scene)))
            made.mux(stream.encode())
    seen = look(file.getvalue())
    assert (scenes_in(seen), seen.partial) == ([0], True)


def silence():
    import io

    import av

    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as made:
        stream = made.add_stream("aac", rate=44100)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
        frame.sample_rate = 44100
        made.mux(stream.encode(frame))
        made.mux(stream.encode())
    return file.getvalue()
