import random

import pytest

from belisha.guard import inspect
from belisha.guard.magic import find_media
from tests.guard.build import FORMATS, picture

pytestmark = pytest.mark.pure

# The first bytes of formats that Pillow does not write, up to what the check of each looks at.
HEADS = {
    "video/mp4": b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41",
    "image/heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
    "video/quicktime": b"\0\0\0\x14ftypqt  \0\0\2\0qt  ",
    "audio/mp4": b"\0\0\0\x1cftypM4A \0\0\0\0M4A mp42isom",
    "video/x-matroska": b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\1\x42\xf7\x81\1\x42\x82\x84webm",
    "video/x-msvideo": b"RIFF\x24\0\1\0AVI LIST",
    "audio/wav": b"RIFF\x24\0\1\0WAVEfmt ",
    "video/mpeg": b"\0\0\1\xba\x44\0\4\0\4\1\0\1\x89\xc3\xf8\0",
    "video/x-ms-asf": b"\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\0\xaa\0\x62\xce\x6c",
    "audio/ogg": b"OggS\0\2\0\0\0\0\0\0\0\0",
    "audio/flac": b"fLaC\0\0\0\x22\x10\0\x10\0",
    "audio/mpeg": b"ID3\4\0\0\0\0\0\x23TSSE",
    "image/jxl": b"\0\0\0\x0cJXL \r\n\x87\n\0\0\0\x14ftypjxl ",
    "image/vnd.adobe.photoshop": b"8BPS\0\1\0\0\0\0\0\0\0\3\0\0\0\1\0\0\0\1\0\x08\0\3",
}


@pytest.mark.parametrize("kind", [kind for kind in FORMATS if kind not in ("PCX", "PPM")])
@pytest.mark.parametrize("before", [0, 1, 5_000])
def test_a_picture_is_found_at_any_place_in_noise(kind, before):
    noise = random.Random(before).randbytes(before)
    found = find_media(noise + picture(kind) + noise)
    assert found is not None
    assert (found.family, found.offset) == ("picture", before)


@pytest.mark.parametrize("media_type", HEADS)
@pytest.mark.parametrize("before", [0, 777])
def test_a_recording_is_found_by_its_first_bytes(media_type, before):
    found = find_media(b"\x55" * before + HEADS[media_type] + b"\x55" * 64)
    assert found is not None
    assert (found.media_type, found.offset) == (media_type, before)


@pytest.mark.parametrize("kind", [kind for kind in FORMATS if kind != "PCX"])
def test_a_picture_file_is_media(kind):
    assert inspect(picture(kind)).verdict == "media"


@pytest.mark.parametrize("media_type", HEADS)
def test_a_recording_is_media(media_type):
    assert inspect(HEADS[media_type] + bytes(100), name="a.txt").verdict == "media"


def test_a_picture_in_a_format_nobody_knows_is_refused():
    assert inspect(picture("PCX")).verdict == "refused"


def test_noise_gives_no_false_alarm():
    noise = random.Random(11)
    assert [find_media(noise.randbytes(1_000_000)) for _ in range(16)] == [None] * 16


def test_short_noise_gives_no_false_alarm():
    noise = random.Random(12)
    assert not any(find_media(noise.randbytes(48)) for _ in range(100_000))


@pytest.mark.parametrize("literal", [b"BM", b"\xff\xd8\xff", b"\0\0\1\0", b"ftyp", b"GIF89a", b"RIFF"])
def test_the_first_letters_alone_are_no_picture(literal):
    assert find_media(b"x" + literal + b" is how it starts, they say, and then comes the rest") is None


def test_bytes_that_repeat_a_beginning_without_end_are_refused():
    assert inspect(b"\x01" + b"\xff\xd8\xff" * 3_000_000).verdict != "clean"


CUT_OFF = b"\xff\xd8\xff\xe0\xff\xf0" + bytes(range(1, 60))
"""The start of a JPEG whose first segment goes on beyond the end."""


def test_a_jpeg_that_is_cut_off_counts_where_a_run_begins_with_it():
    assert find_media(CUT_OFF).media_type == "image/jpeg"
    assert find_media(b"abc" + CUT_OFF).media_type == "image/jpeg"


def test_four_chance_bytes_inside_a_font_are_no_picture():
    assert find_media(bytes(200) + CUT_OFF) is None
    lucky = b"\xff\xd8\xff\xe0\x00\x10" + b"\x01" * 14
    assert find_media(bytes(200) + lucky + b"\xff\x01" + bytes(40)) is None
    assert find_media(bytes(200) + lucky + b"\xff\xdb" + bytes(40)).media_type == "image/jpeg"
