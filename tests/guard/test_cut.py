# ruff: noqa: E501  # Tables of cases: one case a line.
import base64
import hashlib
import json
import random
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from belisha.guard import cut, cut_all
from tests.guard.build import FORMATS, TEXT, encoded, picture
from tests.guard.innocent import KINDS, innocents
from tests.guard.ways import WAYS

pytestmark = pytest.mark.pure


@pytest.mark.parametrize("way", WAYS)
def test_a_picture_written_as_text_is_cut_and_the_words_around_it_stay(way):
    result = cut(f"Please look at this, thank you:\n{WAYS[way](picture())}\nThat was all of it.")
    assert result.removed
    assert result.text.startswith("Please look at this, thank you:\n")
    assert result.text.endswith("\nThat was all of it.")
    assert len(result.text) < 400


@pytest.mark.parametrize("kind", FORMATS)
def test_a_picture_of_every_format_is_cut(kind):
    assert cut(f"Look: {encoded(kind)}.").removed


def test_the_sentence_names_type_size_and_digest_of_the_very_bytes():
    digest = hashlib.sha256(picture("PNG")).hexdigest()
    result = cut(f"Look: data:image/png;base64,{encoded('PNG')} - see?")
    size = len(picture("PNG"))
    assert result.text == f"Look: [removed: image/png, {size:,} bytes, SHA-256 {digest}] - see?"
    assert result.removed[0].as_json() == {
        "kind": "data URI", "media_type": "image/png", "size": size, "sha256": digest,
    }  # fmt: skip


def test_a_type_that_lies_gives_way_to_what_the_bytes_show():
    assert cut(f"data:text/plain;base64,{encoded('GIF')}").removed[0].media_type == "image/gif"


@pytest.mark.parametrize(
    "way", ["base64 of gzip", "base64 of zlib", "base64 in base64", "base64 backwards", "base85"]
)
def test_a_picture_is_recognised_through_what_is_around_it(way):
    assert [removed.media_type for removed in cut(WAYS[way](picture())).removed] == ["image/jpeg"]


def test_bytes_taken_for_letters_are_cut():
    result = cut(f"see {picture().decode('latin-1')} and more words")
    assert (result.text[:4], result.removed[0].media_type) == ("see ", "image/jpeg")
    assert result.text.endswith(" and more words")


def test_long_encoded_bytes_are_cut_even_when_nobody_knows_what_they_are():
    noise = base64.b64encode(random.Random(7).randbytes(600)).decode()
    assert [removed.media_type for removed in cut(f"key {noise} end").removed] == ["application/octet-stream"]


def test_each_of_two_pictures_is_cut_by_itself():
    result = cut(f"one {encoded('PNG')} and, after some words, two {encoded('GIF')}.")
    assert [removed.media_type for removed in result.removed] == ["image/png", "image/gif"]


def test_a_drawing_in_a_data_uri_is_cut_to_its_end():
    drawing = "<svg xmlns='http://www.w3.org/2000/svg'><path d='M 0 0 L 9 9'/></svg>"
    assert cut(f"see data:image/svg+xml;utf8,{drawing} here").text.count("svg") == 1


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_innocent_text_is_left_as_it_is(kind):
    stopped = [text for _, text in innocents(20, kinds=[kind]) if cut(text).text != text]
    assert stopped == []


@pytest.mark.parametrize(
    "text",
    [
        "data: the numbers, as promised",
        "Content data: application/json, and more",
        "iVBORw0KGgo is how a PNG begins",
        "GIF89a and JFIF are old formats",
        "a" * 20_000,
        "Waaaaa" + "A" * 5_000 + "aah",
        "begin 644 is how it starts",
        "thisIsAVeryLongNameOfAClassInAProgramThatGoesOnAndOn" * 20,
    ],
)
def test_everyday_text_that_looks_odd_is_left_as_it_is(text):
    assert cut(text).text == text


@pytest.mark.parametrize("way", WAYS)
def test_cutting_what_was_cut_removes_nothing(way):
    once = cut(f"Hello, {WAYS[way](picture('GIF'))} {WAYS[way](picture('BMP'))}\nand so on.")
    assert cut(once.text).removed == ()


_PIECES = st.sampled_from([
    "data:", "image/png;base64,", "iVBORw0KGgo", "/9j/4AAQSkZJRg", "R0lGODlhAQABAIA", "eyJhbGciOi", "=", ".", " ",
    "\n", "%FF%D8", "\\xff", "ffd8ffe000104a464946", "begin 644 a\n", "<~", "-----BEGIN PGP SIGNATURE-----", "\u200b",
    "255, 216, 255, ", "01101", "&#255;", "=FF=D8", "สวัสดี", "[removed: ", "\ud800", "=ybegin size=1\n",
])  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        _PIECES | st.text(max_size=30) | st.binary(max_size=200).map(lambda b: base64.b64encode(b).decode()),
        max_size=30,
    )
)
@example(["data:a/b,%ud800"])
def test_nothing_makes_the_cut_fail_or_cut_twice(pieces):
    once = cut("".join(pieces))
    assert cut(once.text).removed == ()


HOSTILE = {
    "letters": "a", "data:": "data:", "half a drawing": "data:a/b,<", "half a token": "eyJaaaaaaaa.", "escapes": "%FF",
    "armour": "-----BEGIN PGP SIGNATURE-----\n", "numbers": "12, ", "bits": "0" * 140 + "x", "short hex": "ab" * 17 + "xyz",
    "short runs": "Ab3dEf6hIj9lMn2pQr5tUv8x. ", "uu": "begin 644 a\n", "headers": "DKIM-Signature: a=b;\n", "blanks": " ",
    "lines": "\n", "no width": "\u200b", "ascii85": "<~aaaaaaaaaaaaaaaaaaaaaaaa", "entities": "&#65;", "dots": ". ",
    "bitmaps": "Qk1CTUJN", "invisible groups": "aB3d\u200b ", "quoted": "=41", "backslash": "\\x41", "slashes": "/",
}  # fmt: skip


@pytest.mark.slow  # By the clock, for what happens inside one search; tests/guard/test_growth.py counts steps.
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_costs_time_in_proportion_to_its_length(name):
    def seconds(size):
        text = (HOSTILE[name] * size)[:size]
        start = time.process_time()
        cut(text)
        return time.process_time() - start

    seconds(1_000)
    # Sixteen times the text: an algorithm that goes back over it would take some 250 times as long.
    assert seconds(320_000) < 60 * max(seconds(20_000), 0.005)


def test_every_string_and_key_of_a_json_value_is_cut():
    value = {"a": [TEXT, {encoded("PNG"): [encoded("GIF")]}], "n": 1, "none": None, "yes": True}
    kept, removed = cut_all(value)
    assert sorted(thing.media_type for thing in removed) == ["image/gif", "image/png"]
    assert "iVBOR" not in json.dumps(kept)
    assert kept["a"][0] == TEXT
    assert (kept["n"], kept["none"], kept["yes"]) == (1, None, True)


def test_cutting_a_json_value_leaves_the_value_given_as_it_was():
    value = {"a": [encoded("PNG")]}
    cut_all(value)
    assert value == {"a": [encoded("PNG")]}


def test_a_json_value_of_any_depth_is_cut():
    value = encoded("PNG")
    for _ in range(20_000):
        value = [value]
    assert len(cut_all(value)[1]) == 1
