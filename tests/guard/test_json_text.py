import base64
import json
import random

import pytest

from belisha.guard import inspect, inspect_json
from tests.guard.build import FORMATS, TEXT, encoded, picture, wrapped
from tests.guard.ways import WAYS

pytestmark = pytest.mark.pure

NOISE = random.Random(2)
FINGERPRINTS = {
    "md5": NOISE.randbytes(16).hex(),
    "sha1": NOISE.randbytes(20).hex(),
    "sha256": NOISE.randbytes(32).hex(),
    "pdq": NOISE.randbytes(32).hex(),
    "photodna": base64.b64encode(NOISE.randbytes(144)).decode(),
}


def _inspected(value):
    return inspect(json.dumps(value).encode(), name="a.json")


@pytest.mark.parametrize("way", WAYS)
def test_a_picture_in_a_string_is_media(way):
    assert _inspected({"items": [{"note": WAYS[way](picture())}]}).verdict == "media"


@pytest.mark.parametrize("kind", FORMATS)
def test_a_picture_of_any_format_in_a_string_is_stopped(kind):
    assert _inspected({"note": encoded(kind)}).verdict != "clean"


def test_a_picture_in_a_key_is_media():
    assert _inspected({encoded("PNG"): 1}).verdict == "media"


def test_a_picture_cut_into_strings_is_media():
    assert _inspected({"parts": wrapped(encoded(), 60).split()}).verdict == "media"


@pytest.mark.parametrize("width", [4, 11, 20, 39])
def test_a_picture_cut_into_short_strings_is_media(width):
    assert _inspected({"parts": wrapped(encoded(), width).split()}).verdict == "media"


def test_a_picture_as_letters_is_media():
    text = json.dumps({"note": picture().decode("latin-1")}, ensure_ascii=False)
    assert inspect(text.encode(), name="a.json").verdict == "media"


def test_bytes_nobody_knows_cut_into_strings_are_refused():
    pieces = wrapped(base64.b64encode(NOISE.randbytes(3_000)).decode(), 60).split()
    assert _inspected({"parts": [{"part": piece} for piece in pieces]}).verdict == "refused"


def test_bytes_nobody_knows_cut_into_cells_are_refused():
    pieces = wrapped(base64.b64encode(NOISE.randbytes(3_000)).decode(), 60).split()
    rows = "\n".join(f"{number},{piece},x" for number, piece in enumerate(pieces))
    assert inspect(rows.encode(), name="a.csv").verdict == "refused"


def test_a_picture_as_numbers_is_media():
    assert _inspected({"parts": list(picture())}).verdict == "media"


def test_a_number_that_is_too_long_is_refused():
    text = f'{{"a": {int.from_bytes(NOISE.randbytes(300))}}}'
    assert inspect(text.encode()).verdict == "refused"


def test_both_of_two_members_with_one_name_are_read():
    assert inspect(f'{{"a": "{encoded()}", "a": "b"}}'.encode()).verdict == "media"


def test_a_finding_names_the_field():
    found = _inspected({"items": [{"locator": "a"}, {"locator": encoded()}]})
    assert found.findings[0].where == "$.items[1].locator, line 1"


def test_a_field_named_by_a_person_is_not_quoted():
    assert "Sam" not in str(_inspected({"Sam at the school": encoded()}).as_json())


@pytest.mark.parametrize("text", ['{"a": ', "[" * 100_000 + "]" * 100_000, "{'a': 1}"])
def test_a_file_named_json_that_does_not_parse_is_refused(text):
    assert inspect(text.encode(), name="a.json").verdict == "refused"


def test_a_report_with_fingerprints_is_clean():
    assert (
        _inspected({"what_happened": TEXT, "items": [FINGERPRINTS] * 50, "n": 1.5, "x": None}).findings == ()
    )


def test_a_known_field_may_hold_its_fingerprint_and_nothing_else():
    right = json.dumps({"items": [FINGERPRINTS]}).encode()
    wrong = [json.dumps({"items": [{**FINGERPRINTS, name: "a" * 41}]}).encode() for name in FINGERPRINTS]
    assert inspect_json(right).verdict == "clean"
    assert {inspect_json(data).verdict for data in wrong} == {"refused"}


def test_a_picture_small_enough_for_a_fingerprint_is_still_media():
    tiny = picture("PNG")[:144].ljust(144, b"\0")
    assert inspect_json(json.dumps({"photodna": base64.b64encode(tiny).decode()}).encode()).verdict == "media"


def test_a_caller_may_name_fields_of_its_own():
    long = base64.b64encode(NOISE.randbytes(600)).decode()
    data = json.dumps({"signature": long}).encode()
    assert inspect_json(data, typed={"signature": "[A-Za-z0-9+/=]{800}"}).verdict == "clean"
    assert inspect_json(data).verdict == "refused"


@pytest.mark.parametrize("name", ["a.csv", "a.tsv"])
def test_a_picture_cut_into_the_cells_of_a_table_is_media(name):
    mark = "," if name == "a.csv" else "\t"
    rows = [f"{number}{mark}{piece}{mark}x" for number, piece in enumerate(wrapped(encoded(), 60).split())]
    assert inspect("\n".join(rows).encode(), name=name).verdict == "media"


def test_a_table_of_figures_is_clean():
    assert inspect(b"force,year,offences\nA,2026,12\n" * 500, name="a.csv").findings == ()
