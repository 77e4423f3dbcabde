import base64
import random

import pytest

from belisha.guard import cut, inspect
from tests.guard.build import TEXT, encoded, picture, wrapped
from tests.guard.innocent import innocents
from tests.guard.ways import WAYS

pytestmark = pytest.mark.pure


@pytest.mark.parametrize("way", WAYS)
def test_a_picture_written_into_a_text_file_is_media(way):
    found = inspect(f"{TEXT}\n\n{WAYS[way](picture())}\n".encode(), name="a.txt")
    assert found.verdict == "media"


@pytest.mark.parametrize("way", WAYS)
def test_a_text_passes_once_it_was_cut(way):
    text = cut(f"{TEXT}:\n{WAYS[way](picture('PNG'))}\nEnd.").text
    assert inspect(text.encode()).findings == ()


def test_a_finding_names_the_line():
    found = inspect(f"one\ntwo\n{encoded()}".encode())
    assert found.as_json()["findings"][0]["where"] == "line 3"


def test_a_finding_quotes_nothing_of_the_text():
    secret = base64.b64encode(b"the child is called Sam" + random.Random(3).randbytes(600)).decode()
    assert "Sam" not in str(inspect(f"{TEXT} {secret}".encode()).as_json())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_text_in_any_unicode_encoding_is_read(encoding):
    assert inspect(f"{TEXT}, and so on".encode(encoding)).verdict == "clean"
    assert inspect(f"{TEXT}, see {encoded()}".encode(encoding)).verdict == "media"


def test_long_encoded_bytes_that_nobody_knows_are_refused():
    noise = base64.b64encode(random.Random(3).randbytes(3_000)).decode()
    assert inspect(wrapped(noise, 76).encode()).verdict == "refused"


def test_a_long_hex_run_that_nobody_knows_is_refused():
    assert inspect(random.Random(3).randbytes(400).hex().encode()).verdict == "refused"


def test_a_long_run_of_the_whole_keyboard_is_refused():
    assert inspect(base64.b85encode(random.Random(3).randbytes(3_000))).verdict == "refused"


@pytest.mark.parametrize(
    "text",
    [
        "P3\n2 2\n255\n" + "0 128 255 " * 8,
        "/* XPM */\nstatic char *a[] = {",
        "#define a_width 16\n#define a_height 16\nstatic char a_bits[]",
        "%!PS-Adobe-3.0 EPSF-3.0",
        r"{\rtf1 {\pict\pngblip }}",
    ],
)
def test_a_picture_that_is_itself_text_is_media(text):
    assert inspect(text.encode()).verdict == "media"


def test_a_picture_saved_as_letters_is_media():
    assert inspect(picture("PNG").decode("latin-1").encode()).verdict == "media"


def test_at_most_one_in_two_hundred_innocent_texts_is_stopped():
    # A thousand of them are in the slow test of tests/guard/test_whole.py.
    texts = list(innocents(10))
    stopped = [kind for kind, text in texts if inspect(text.encode()).verdict != "clean"]
    assert len(texts) >= 200
    assert len(stopped) <= len(texts) / 200, stopped


def test_an_empty_file_is_clean():
    assert inspect(b"").as_json() == {"file": "", "verdict": "clean", "findings": []}


@pytest.mark.parametrize(
    "words", [["word", "Words", "hello-there", "2026", "ab12", "A"], ["deadbeef", "Zz9a", "q="]]
)
def test_a_region_of_plain_words_alone_is_passed_over_and_none_with_another_is(words):
    from belisha.guard import base64_runs as runs

    dice = random.Random(7)
    for _ in range(400):
        text = " ".join(dice.choice(words) * dice.randint(1, 12) for _ in range(12))
        odd = runs._ODD.search(text) is not None
        chains = [one for region in runs._REGION.finditer(text) for one in runs._chains(text, *region.span())]
        assert odd or not chains
