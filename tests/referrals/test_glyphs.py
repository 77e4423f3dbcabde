"""What the fonts draw is drawn; what they lack is written as code points, and nothing is lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.referrals.glyphs import LONGEST_WORD, PIECE, clusters, drawable, faces, pieces
from tests.referrals import probe

pytestmark = pytest.mark.pure

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=120)
MARKED = re.compile("\u27e6U\\+([0-9A-F ]+)(?:: [^\u27e7]*)?\u27e7")


def restored(shown: str) -> str:
    """The text with its code points turned back into characters."""
    return MARKED.sub(lambda found: "".join(chr(int(one, 16)) for one in found[1].split()), shown)


@pytest.mark.parametrize("number", range(len(probe.FACES)), ids=probe.FACES)
def test_typst_draws_every_character_that_the_table_promises(number):
    promised = sorted(faces()[number])
    assert len(promised) > 1_500
    assert [c for batch in probe.batches(promised) for c in probe.missing(probe.FACES[number], batch)] == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("#let x = $y$ *b* _i_ @r <l> \\ // z", "#let x = $y$ *b* _i_ @r <l> \\ // z"),
        ("é e\u0301 ß λ Ж א ع", "é e\u0301 ß λ Ж א ع"),
        ("ก ข", "⟦U+0E01⟧ ⟦U+0E02⟧"),
        ("你好!", "⟦U+4F60 597D⟧!"),
        ("\N{GRINNING FACE}", "⟦U+1F600: grinning face⟧"),
        ("a\x00b", "a⟦U+0000⟧b"),
        ("a\u202eb", "a⟦U+202E⟧b"),
        ("a\u200bb", "a⟦U+200B⟧b"),
        ("a\u3164b", "a⟦U+3164⟧b"),
        ("\U000e0041", "⟦U+E0041⟧"),
        ("\ue000", "⟦U+E000⟧"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("a\tb\u00a0c\u3000d", "a    b c d"),
    ],
)
def test_text_is_drawn_or_written_as_code_points(text, shown):
    assert drawable(text) == shown


def test_the_plain_form_trusts_ascii_alone():
    assert drawable("aé\nb", plain=True) == "a[U+00E9]\nb"


@given(ANY_TEXT)
def test_every_character_but_the_form_of_white_space_can_be_read_back(text):
    if "\u27e6" not in text:
        assert "".join(restored(drawable(text)).split()) == "".join(text.split())


@given(ANY_TEXT)
def test_clusters_are_the_text_in_parts(text):
    assert "".join(clusters(text)) == text


@given(st.text(alphabet=st.sampled_from("ab \ne\u0301"), max_size=200))
def test_a_long_word_may_be_broken_and_no_character_is_added(text):
    cut = pieces(text)
    assert text == (cut if isinstance(cut, str) else "".join(cut))
    if isinstance(cut, list):
        assert max(len(list(clusters(word))) for piece in cut for word in piece.split() or [""]) <= PIECE
    else:
        assert all(len(word) <= LONGEST_WORD for word in text.split())


def test_a_mark_stays_on_its_letter_where_a_word_is_broken():
    cut = pieces("e\u0301" * 40)
    assert isinstance(cut, list)
    assert not any(piece.startswith("\u0301") for piece in cut)
