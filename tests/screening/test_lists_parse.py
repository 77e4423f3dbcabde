"""Lists are read as their sources write them; one wrong line is refused alone."""

import base64
import json

import pytest

from belisha.screening.parse.detect import NoList
from belisha.screening.parse.entry import Block, Entry, Refused, Withdrawn
from belisha.screening.parse.octets import LONGEST
from tests.screening.listed import digits, parsed

pytestmark = pytest.mark.pure


def kinds(item):
    return item.kinds if isinstance(item, Block) else tuple(kind for kind, _ in item.fingerprints)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (digits(16), ("md5",)),
        (digits(20), ("sha1",)),
        (digits(32), ("sha256", "pdq")),
        (digits(144), ("photodna",)),
        (base64.b64encode(bytes(range(144))).decode(), ("photodna",)),
        (f"md5:{digits(16)}", ("md5",)),
        (f"SHA-256={digits(32)}", ("sha256",)),
        (f"{digits(16)}  some file.jpg", ("md5",)),
        ("https://example.com/a?b=c", ("url",)),
    ],
    ids=["md5", "sha1", "64 digits", "photodna", "base64", "md5:", "SHA-256=", "md5sum", "url"],
)
def test_a_line_is_known_by_its_length_or_by_the_name_in_front(value, expected):
    assert kinds(parsed(f"# a list\n{value}\n")[0]) == expected


def test_upper_case_empty_lines_comments_crlf_and_a_byte_order_mark_are_well():
    value = digits(20)
    text = f"\ufeff# comment\r\n\r\n{value.upper()}\r\n; another\r\n// a third\r\n"
    [entry] = parsed(text)
    assert entry.fingerprints == (("sha1", bytes.fromhex(value)),)


def test_a_list_whose_hashes_all_have_as_many_ones_as_zeros_is_pdq_alone():
    half = ["".join(pair) for pair in zip(["0f" * 8] * 8, ["f0" * 8] * 8, strict=True)]
    made = [f"{int(one * 2, 16):064x}" for one in half]
    assert kinds(parsed("\n".join(made) + "\n")[0]) == ("pdq",)
    assert kinds(parsed(f"{digits()}\n")[0]) == ("sha256", "pdq")


def test_one_even_value_among_other_kinds_does_not_make_a_list_of_pdq():
    values = [digits(20), "f0" * 32, digits(20)]
    items = parsed("".join(f"{value}\n" for value in values))
    assert not [item for item in items if isinstance(item, Refused)]


def test_the_operator_says_what_64_digits_are():
    assert kinds(parsed(f"{digits()}\n", algorithm="SHA-256")[0]) == ("sha256",)


def test_a_wrong_line_is_refused_alone_with_its_number_and_without_its_value():
    good = [digits(16), digits(16)]
    wrong = ["xyz", digits(16)[:-2] + " a", digits(17), "0" * 64]
    items = parsed("\n".join([good[0], *wrong, good[1]]) + "\n")
    refused = [item for item in items if isinstance(item, Refused)]
    assert [item.number for item in refused] == [2, 3, 4, 5]
    assert not any(line in str(refused) for line in wrong)
    assert sum(isinstance(item, Entry) for item in items) == 2


def test_a_line_without_an_end_does_not_fill_the_memory():
    text = f"{digits(16)}\n{'a' * (3 * LONGEST)}\n{digits(16)}\n"
    items = parsed(text)
    assert [type(item) for item in items] == [Entry, Refused, Entry]


def test_many_alike_lines_come_as_one_block():
    [block] = parsed("".join(f"{digits(16)}\n" for _ in range(500)))
    assert block.octets.shape == (500, 16)


def test_the_fingerprint_of_an_empty_file_is_refused_in_the_midst_of_others():
    lines = [digits(16) for _ in range(50)] + ["d41d8cd98f00b204e9800998ecf8427e"]
    items = parsed("\n".join(lines) + "\n")
    assert [item.number for item in items if isinstance(item, Refused)] == [51]


def test_a_table_names_its_columns_as_its_source_likes():
    sha256 = digits()
    text = (
        f'Hash Type;"Hash Value";Classification;AGE_BAND;Content ID;Added\nSHA256;{sha256};A1;3-5;x-1;2026\n'
    )
    [entry] = parsed(text)
    assert entry.fingerprints == (("sha256", bytes.fromhex(sha256)),)
    assert (entry.category, entry.grade, entry.source_id) == ("A1", "3-5", "x-1")


def test_a_row_may_hold_several_fingerprints_of_one_picture():
    md5, pdq = digits(16), digits()
    [entry] = parsed(f"id,md5,sha1,pdq\n7,{md5},,{pdq}\n")
    assert kinds(entry) == ("md5", "pdq")


def test_a_removed_row_is_no_entry():
    text = f"algorithm,hash,removed\nmd5,{digits(16)},2026-01-02\nmd5,{digits(16)},\nmd5,{digits(16)},no\n"
    assert [type(item) for item in parsed(text)] == [Withdrawn, Entry, Entry]


def test_an_algorithm_that_is_not_compared_here_is_told_from_a_broken_line():
    refused = parsed(f"algorithm,hash\ntmk,{digits()}\nmd5,xx\n")
    assert [item.unknown for item in refused] == [True, False]


def test_a_quotation_mark_that_is_never_closed_spoils_its_own_line_alone():
    text = f'algorithm,hash,label\nmd5,{digits(16)},"open\nmd5,{digits(16)},fine\n'
    assert [type(item) for item in parsed(text)] == [Refused, Entry]


def test_json_lines_are_read_one_by_one():
    one = {"algorithm": "PDQ", "hash": digits(), "category": "B", "source_id": 17}
    two = {"hashes": {"md5": digits(16), "sha1": digits(20)}, "grade": "c"}
    video = {"video": [digits(), digits()]}
    lines = [json.dumps(one), "{", "[" * 100_000, "3", json.dumps(two), json.dumps(video)]
    items = parsed("\n".join(lines) + "\n")
    assert [type(item) for item in items] == [Entry, Refused, Refused, Refused, Entry, Entry]
    assert (items[0].category, items[0].source_id, items[4].grade) == ("B", "17", "c")
    assert items[5].video
    assert kinds(items[5]) == ("pdq", "pdq")


def test_addresses_are_told_from_hashes():
    items = parsed("example.com\nexample.org/album/*\nhttps://example.net/a\nnot an address at all\n")
    assert [type(item) for item in items] == [Entry, Entry, Entry, Refused]


@pytest.mark.parametrize(
    ("octets", "reason"),
    [
        (b"", "nothing in it"),
        (b"# only a comment\n", "nothing in it"),
        (b"<!doctype html><html>Sign in</html>", "web page"),
        (b"\n\n  <html>", "web page"),
        (b"\x1f\x8b\x08\x00abc", "compressed"),
        (b"PK\x03\x04", "archive"),
        (b"%PDF-1.7", "PDF"),
        ("md5".encode("utf-16"), "UTF-16"),
        (b"abc\0def\n", "no text"),
        (b'[{"hash": "a"}]', "one JSON value"),
    ],
)
def test_what_is_no_list_is_refused_as_a_whole(octets, reason):
    with pytest.raises(NoList) as refusal:
        parsed(octets)
    assert reason in refusal.value.sentence


def test_a_table_that_names_no_column_for_the_hash_is_refused():
    with pytest.raises(NoList):
        parsed(b"name,label\na,b\n", format="csv")
