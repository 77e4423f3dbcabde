"""An address that somebody wrote meets the entry of a list, however either is spelt."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belisha.screening.urls import (
    DEEPEST_PREFIX,
    LONGEST,
    MOST_LABELS,
    NotAnAddress,
    canonical,
    entry,
    spellings,
)

pytestmark = pytest.mark.pure

PAGE = "example.com/album/one?id=7"
SAME_PAGE = [
    "http://example.com/album/one?id=7",
    "https://example.com/album/one?id=7",
    "example.com/album/one?id=7",
    "//example.com/album/one?id=7",
    "HTTP://EXAMPLE.COM/album/one?id=7",
    "http:example.com/album/one?id=7",
    "http:/example.com/album/one?id=7",
    "http:////example.com/album/one?id=7",
    "http:\\\\example.com\\album\\one?id=7",
    "  http://example.com/album/one?id=7\r\n",
    "\ufeffhttp://example.com/album/one?id=7\u200b",
    "\xa0http://example.com/album/one?id=7\u3000".replace("\u3000", "\u2003"),
    "ht\ntp://exam\tple.com/al\r\nbum/one?id=7",
    "http://example.com:80/album/one?id=7",
    "https://example.com:443/album/one?id=7",
    "http://example.com:443/album/one?id=7",
    "https://example.com:0443/album/one?id=7",
    "http://example.com:/album/one?id=7",
    "http://example.com./album/one?id=7",
    "http://example.com../album/one?id=7",
    "http://www.example.com/album/one?id=7",
    "http://name:secret@example.com/album/one?id=7",
    "http://other.example@example.com/album/one?id=7",
    "http://other.example%40@example.com/album/one?id=7",
    "http://example.com/album/one?id=7#top",
    "http://example.com/album/one/?id=7",
    "http://example.com//album///one?id=7",
    "http://example.com/./album/x/../one?id=7",
    "http://example.com/album/x/%2e%2E/one?id=7",
    "http://example.com/album/x/%252e%252e/one?id=7",
    "http://example.com/album%2Fone?id=7",
    "http://example.com/x/..%2falbum/one?id=7",
    "http://example.com/album%5cone?id=7",
    "http://example.com/%61lbum/%6F%6ee?id=7",
    "http://example.com/%2561lbum/one?id=7",
    "http://example.com/%25252561lbum/one?id=7",
    "http://example.com/%25%36%31lbum/one?id=7",
    "http://example.com/%%36%31lbum/one?id=7",
    "http://example.com/album/one?%69d=%37",
    "http://ex%61mple.com/album/one?id=7",
    "http://example%2Ecom/album/one?id=7",
    "http://ｅｘａｍｐｌｅ．ｃｏｍ/album/one?id=7",
    "http://example。com/album/one?id=7",
    "http://exam\xadple.com/album/one?id=7",
    "ftp://example.com/album/one?id=7",
    "wss://example.com/album/one?id=7",
]


@pytest.mark.parametrize("written", SAME_PAGE)
def test_however_an_address_is_spelt_it_meets_its_entry(written):
    assert canonical(written) == entry(PAGE) == PAGE
    assert spellings(written)[0] == PAGE
    assert entry(written) == PAGE


@pytest.mark.parametrize(
    "other",
    [
        "http://example.com/album/one",
        "http://example.com/album/one?id=8",
        "http://example.com/album/one?id=7&x=1",
        "http://example.com/album/one?ID=7",
        "http://example.com/Album/one?id=7",
        "http://example.com/album/one%3Fid=7",
        "http://example.com/album/one?id%3D7",
        "http://example.com:8080/album/one?id=7",
        "http://sub.example.com/album/one?id=7",
        "http://example.com.other.example/album/one?id=7",
        "http://example.com@other.example/album/one?id=7",
        "http://other.example/?u=http://example.com/album/one?id=7",
        "http://other.example\\@example.com/album/one?id=7",
        "http://notexample.com/album/one?id=7",
    ],
)
def test_another_address_does_not_meet_the_entry(other):
    assert entry(PAGE) not in spellings(other)


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("http://example.com", "example.com/"),
        ("http://example.com?", "example.com/"),
        ("http://example.com/?#", "example.com/"),
        ("http://example.com/?a=b c", "example.com/?a=b+c"),
        ("http://example.com/?a=b%20c", "example.com/?a=b+c"),
        ("http://example.com/?a=b%2Bc%26d%3de", "example.com/?a=b%2Bc%26d%3De"),
        ("http://example.com/a b", "example.com/a%20b"),
        ("http://example.com/%7Euser/(1)", "example.com/~user/(1)"),
        ("http://example.com/~user/%281%29", "example.com/~user/(1)"),
        ("http://example.com/\u00e9", "example.com/%C3%A9"),
        ("http://example.com/%c3%a9", "example.com/%C3%A9"),
        ("http://example.com/%e9", "example.com/%E9"),
        ("http://example.com/100%", "example.com/100%"),
        ("http://example.com/100%25", "example.com/100%25"),
        ("http://example.com/%zz", "example.com/%zz"),
        ("http://example.com/a%00b", "example.com/a%00b"),
        ("http://example.com/a;b", "example.com/a;b"),
        ("http://example.com/a*", "example.com/a%2A"),
        ("http://b\u00fccher.example/", "xn--bcher-kva.example/"),
        ("http://B\u00dcCHER.example/", "xn--bcher-kva.example/"),
        ("http://XN--BCHER-KVA.example/", "xn--bcher-kva.example/"),
        ("http://192.0.2.7/x", "192.0.2.7/x"),
        ("http://192.0.2.7./x", "192.0.2.7/x"),
        ("http://0300.0.0x2.7/x", "192.0.2.7/x"),
        ("http://192.519/x", "192.0.2.7/x"),
        ("http://3221225991/x", "192.0.2.7/x"),
        ("http://0xC0000207/x", "192.0.2.7/x"),
        ("http://%31%39%32.0.2.7/x", "192.0.2.7/x"),
        ("http://[2001:DB8:0:0:0:0:0:1]:443/x", "[2001:db8::1]/x"),
        ("http://[2001:db8::0001]:8080/x", "[2001:db8::1]:8080/x"),
        ("http://[::ffff:192.0.2.7]/x", "192.0.2.7/x"),
        ("http://[::ffff:c000:207]/x", "192.0.2.7/x"),
        ("http://localhost:8000/x", "localhost:8000/x"),
        ("http://www.com/x", "www.com/x"),
        ("magnet:?xt=urn:btih:abc#x", "magnet:?xt=urn:btih:abc"),
        ("ipfs://bafy/x#y", "ipfs://bafy/x"),
    ],
)
def test_each_address_has_one_form_which_is_read_as_itself(written, form):
    assert canonical(written) == form
    assert canonical(form) == form


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "http://",
        "http://./",
        "http://a b/",
        "http://exa mple.com/",
        "http://exa<mple.com/",
        "http://192.0.2.999/",
        "http://[2001:db8::1/",
        "http://[fe80::1%25eth0]/",
        "http://example.com:99999/",
        "http://%2561.example/",
        "\ud800.example/",
        "javascript:alert(1)",
        "JavaScript://example.com/%0Aalert(1)",
        "data:text/plain,hello",
        "file:///etc/hostname",
        "blob:https://example.com/1",
        "mailto:nobody@example.com",
        f"http://example.com/{'a' * LONGEST}",
    ],
)
def test_what_is_no_address_is_refused_and_not_repeated(written):
    for read in (canonical, spellings, entry):
        with pytest.raises(NotAnAddress) as refused:
            read(written)
        assert len(refused.value.sentence) < 150
        assert "example" not in refused.value.sentence or "such as" in refused.value.sentence


@pytest.mark.parametrize(
    ("text", "stored", "meets", "misses"),
    [
        (
            "example.com",
            "host example.com",
            [
                "example.com",
                "http://example.com:8080/a?b",
                "https://a.b.example.com./c",
                "ftp://example.com/",
            ],
            ["example.org", "http://notexample.com", "http://example.com.example.org/", "http://com/"],
        ),
        ("*.Example.com", "host example.com", ["http://a.example.com/"], ["http://example.net/"]),
        (
            "example.com:8080",
            "host example.com:8080",
            ["http://a.example.com:8080/x"],
            ["http://example.com/", "http://example.com:8081/"],
        ),
        ("www.example.com", "host www.example.com", ["http://www.example.com/a"], ["http://example.com/a"]),
        ("b\u00fccher.example", "host xn--bcher-kva.example", ["http://xn--bcher-kva.example/x"], []),
        (
            "192.0.2.7",
            "host 192.0.2.7",
            ["http://3221225991/x"],
            ["http://1.192.0.2.7.example/", "http://2.7/"],
        ),
        ("2001:db8::1", "host [2001:db8::1]", ["http://[2001:db8:0::1]:81/"], ["http://[2001:db8::2]/"]),
        (
            "https://example.com/album/*",
            "prefix example.com/album/",
            ["http://example.com/album", "http://example.com/album/a/b?c", "www.example.com//album/%61"],
            ["http://example.com/albums", "http://example.com/", "http://a.example.com/album/"],
        ),
        (
            "example.com/*",
            "prefix example.com/",
            ["http://example.com", "http://example.com/a?b#c"],
            ["http://a.example.com/", "http://example.com:81/"],
        ),
        (
            "example.com/a%2Fb/*",
            "prefix example.com/a/b/",
            ["http://example.com/a/b/c"],
            ["http://example.com/a"],
        ),
        (
            "http://example.com/",
            "example.com/",
            ["http://example.com", "https://www.example.com/#x"],
            ["http://example.com/a"],
        ),
        (
            "https://files.example/#!one!two",
            "files.example/#!one!two",
            ["http://files.example/#!one!two"],
            ["http://files.example/", "http://files.example/#!one!three"],
        ),
        (
            "http://example.com/one.JPG",
            "example.com/one.JPG",
            ["http://example.com/one.JPG?x=1", "http://example.com/one.JPG?"],
            ["http://example.com/one.png", "http://example.com/one.JPG/two"],
        ),
    ],
)
def test_an_entry_means_an_address_a_prefix_or_a_host(text, stored, meets, misses):
    assert entry(text) == stored
    assert entry(stored) == stored
    assert [written for written in meets if stored not in spellings(written)] == []
    assert [written for written in misses if stored in spellings(written)] == []


@pytest.mark.parametrize(
    "text",
    [
        "com",
        "*.com",
        "localhost",
        "*",
        "*.*",
        "example.com*",
        "example.com/album*",
        "example.com/?a=/*",
        "example.com/#/*",
        "magnet:/*",
        "ipfs://bafy/*",
        ".".join(["a"] * MOST_LABELS + ["example"]),
        f"example.com/{'a/' * (DEEPEST_PREFIX + 1)}*",
    ],
)
def test_an_entry_that_would_match_too_much_or_never_is_refused(text):
    with pytest.raises(NotAnAddress):
        entry(text)


def test_the_deepest_and_longest_entries_that_are_taken_are_met():
    host = ".".join(["a"] * (MOST_LABELS - 1) + ["example"])
    path = "a/" * DEEPEST_PREFIX
    written = f"http://b.{host}:8080/{path}/more/and/more?x=1"
    assert entry(host) in spellings(written)
    assert entry(f"b.{host}:8080/{path}*") in spellings(written)


@pytest.mark.parametrize(
    "written",
    [
        "http://example.com/" + "a/" * 15_000,
        "http://" + "a." * 120 + "example:8080/" + "a/" * 1000 + "x.jpg?y",
        "http://example.com/%4" + "%3" * 15_000 + "1",
        "http://example.com/%" + "25" * 15_000 + "41",
        "http://example.com/" + "%25" * 10_000,
    ],
)
def test_the_longest_address_has_few_spellings(written):
    assert len(spellings(written)) <= 68


ODD = st.text(st.sampled_from("ab.:/\\%?#@&=+ *25e[]0x\u00e9\u3002\t"), max_size=40)


@settings(max_examples=300, deadline=None)
@given(ODD)
def test_the_form_of_any_text_is_read_as_itself(text):
    for read in (canonical, entry):
        try:
            form = read(text)
        except NotAnAddress:
            continue
        assert read(form) == form


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="/\\?#%*.\t\r\n"), min_size=1, max_size=12))
def test_an_escaped_character_more_or_less_is_the_same_address(name):
    escaped = "".join(f"%{octet:02x}" for octet in name.encode())
    again = escaped.replace("%", "%25")
    assert canonical(f"http://e.example/{escaped}/z") == canonical(f"http://e.example/{name}/z")
    assert canonical(f"http://e.example/{again}/z") == canonical(f"http://e.example/{name}/z")
