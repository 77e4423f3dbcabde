import os
import random
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belisha.guard import Inspection, inspect
from belisha.guard.limits import MAX_BYTES, MAX_FINDINGS
from tests.guard.build import TEXT, docx, encoded, mail, odt, picture, typeset, zipped

pytestmark = pytest.mark.pure

WHOLE = {
    "a.pdf": typeset(),
    "a.docx": docx(),
    "a.odt": odt(),
    "a.zip": zipped({"a.txt": TEXT.encode(), "b.docx": docx()}),
    "a.eml": bytes(mail()),
    "a.html": f"<html><body><p>{TEXT}</p></body></html>".encode(),
    "a.xml": f"<?xml version='1.0'?><a><b>{TEXT}</b></a>".encode(),
    "a.json": f'{{"a": ["{TEXT}", 1]}}'.encode(),
    "a.csv": b"a,b\n1,2\n",
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_of_text_is_clean_by_any_name(name):
    assert inspect(WHOLE[name], name=name).findings == ()
    assert inspect(WHOLE[name]).findings == ()


@pytest.mark.parametrize("name", WHOLE)
def test_a_picture_behind_a_file_is_media(name):
    assert inspect(WHOLE[name] + picture(), name=name).verdict == "media"


@pytest.mark.parametrize("name", WHOLE)
def test_no_changed_byte_makes_the_guard_fail(name):
    dice = random.Random(name)
    for _ in range(60):
        data = bytearray(WHOLE[name])
        for _ in range(dice.choice((1, 4, 40))):
            at = dice.randrange(len(data) + 1)
            data[at : at + dice.choice((0, 1, 1, 9))] = dice.randbytes(dice.choice((0, 1, 1, 4)))
        assert inspect(bytes(data), name=name).verdict in ("clean", "media", "refused")


STARTS = st.sampled_from([
    b"", b"%PDF-1.7\n", b"PK\x03\x04", b"PK\x05\x06", b"<?xml version='1.0'?>", b"<html>", b"{", b"\xff\xfe",
    b"From: a\nTo: b\nDate: c\n", b"\xef\xbb\xbf", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xd8\xff",
    b"%!PS-", b"II*\0", b"\0\0\0 ftyp",
])  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(STARTS, st.binary(max_size=400), st.sampled_from(["", *WHOLE, "a", "\udc80", "."]))
def test_no_bytes_make_the_guard_fail(start, data, name):
    found = inspect(start + data, name=name)
    assert isinstance(found, Inspection)
    assert found.as_json()["verdict"] in ("clean", "media", "refused")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=600))
def test_no_text_makes_the_guard_fail(text):
    assert inspect(text.encode("utf-8", "surrogatepass")).verdict in ("clean", "media", "refused")


def test_a_file_that_is_too_large_is_refused():
    found = inspect(b"a" * (MAX_BYTES + 1))
    assert (found.verdict, found.findings[0].kind) == ("refused", "too_much")


def test_bytes_of_no_known_kind_are_refused():
    assert inspect(random.Random(1).randbytes(5_000)).verdict == "refused"


def test_media_stands_before_what_could_not_be_checked():
    found = inspect(zipped({"a.bin": b"\0\1\2\3", "b.jpg": picture()}))
    assert found.verdict == "media"
    assert found.findings[0].kind == "picture"


def test_a_file_with_thousands_of_faults_gives_a_short_answer():
    assert len(inspect(zipped({f"{n}.jpg": picture() for n in range(1_500)})).findings) <= MAX_FINDINGS


def test_the_answer_has_the_public_shape():
    found = inspect(encoded().encode(), name="a.txt").as_json()
    assert list(found) == ["file", "verdict", "findings"]
    assert list(found["findings"][0]) == ["kind", "where", "detail"]


@pytest.mark.parametrize("other", ["a.pdf", "a.docx", "a.zip", "a.json", "a.xml"])
def test_a_file_that_is_not_what_its_name_says_is_refused(other):
    assert inspect(TEXT.encode(), name=other).verdict == "refused"


def test_the_guard_loads_without_django_and_without_settings():
    code = (
        "import sys, belisha.guard as g; assert 'django' not in sys.modules; print(g.inspect(b'a').verdict)"
    )
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "BELISHA"))
    }
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, timeout=60
    )
    assert done.stdout == "clean\n", done.stderr
