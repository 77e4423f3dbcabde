"""HTML that strangers wrote, reduced to its words: whatever it is, and soon."""

import pytest

from belisha.intake.connectors.plain import plain

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>Hello &amp; <b>you</b></p><p>two</p>", "Hello & you\ntwo"),
        ("<head><title>no</title></head>yes", "yes"),
        ("<script>if (a<b) '</p>'</script>yes<style>p > a</style>", "yes"),
        ("""<img src=x alt="a > b"> <img alt='c'><img>""", "[picture: a > b] [picture: c][picture]"),
        ("I <3 you, 1 < 2 and a<b", "I <3 you, 1 < 2 and a<b"),
        ("""<p title="a > b">one</p><p title=don't>two<br/>three""", "one\ntwo\nthree"),
        ("<!-- no --><!doctype html><?xml no?><![CDATA[ no ]]></ >yes", "yes"),
    ],
)
def test_the_words_of_a_page_are_read(html, words):
    assert plain(html) == words


@pytest.mark.parametrize("begun", ["<!-- ", "<a b='", "<![", "<?", "</p ", '<img alt="', "<b " * 200])
def test_what_is_begun_and_never_ended_loses_no_words(begun):
    assert "he writes to children" in plain(f"before {begun} he writes to <b>children</b")


@pytest.mark.parametrize("odd", ["<![<![", "&#" + "9" * 9000, "&#xfffffffffffff;", "<!-->", "\0<\0>"])
def test_odd_pages_stop_nothing(odd):
    assert "words" in plain(f"<p>words</p>{odd}")


@pytest.mark.parametrize(
    "part", ["<a ", "<!--", "<a b='", "<?", "</", "<script></", "<a ='>", "&#", "<img alt  "]
)
def test_a_page_that_is_made_to_take_for_ever_is_read_at_once(part):
    # What is read more than once takes minutes here; at a door, longer than anybody waits.
    plain(part * (400_000 // len(part)))
