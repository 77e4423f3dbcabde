"""The documents that leave: canonical JSON and a tagged PDF without any picture."""

import dataclasses
import hashlib
import io
import json
import shutil
import subprocess
import sys
import time
from datetime import timedelta

import pikepdf
import pytest
import typst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from belisha.guard.inspect import inspect
from belisha.referrals import pack
from belisha.referrals.glyphs import drawable
from belisha.referrals.message import ConversationLine, ReferralMessage, View
from belisha.referrals.pack import render_json, render_pdf
from belisha.referrals.words import NO_IMAGES
from tests.referrals.build import AUTHORITIES, NOON, conversation, everything, items, least, usual

pytestmark = pytest.mark.pure

PDFTOTEXT = shutil.which("pdftotext")
needs_pdftotext = pytest.mark.skipif(PDFTOTEXT is None, reason="pdftotext is not installed")
MAKERS = [least, usual, everything]
ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200)
READ_BACK = st.text(
    alphabet=st.characters(max_codepoint=0x17F, exclude_categories=["Cc", "Cf"]), max_size=150
)
HOSTILE = (
    '#panic("x") $x^2$ *b* _i_ `r` @ref <label> \\ #include "x.typ" // c /* d */ = H - l + e ~ -- --- \\u{41}'
)


def words_of(document: bytes) -> str:
    """The PDF's text as a reader copies it, without white space."""
    command = [PDFTOTEXT, "-raw", "-", "-"]
    ran = subprocess.run(command, input=document, capture_output=True, check=True, timeout=60)
    return "".join(ran.stdout.decode().split())


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("authority", AUTHORITIES)
def test_a_pack_passes_the_guard(make, authority):
    message = make(authority)
    for name, document in (("x.pdf", render_pdf(message)), ("x.json", render_json(message))):
        inspection = inspect(document, name=name)
        assert (inspection.verdict, inspection.findings) == ("clean", ())


def test_the_guard_would_see_a_picture_in_a_pack():
    with pikepdf.open(io.BytesIO(render_pdf(least()))) as document:
        picture = pikepdf.Stream(document, b"\x00", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
        picture.Width = picture.Height = 1
        picture.ColorSpace, picture.BitsPerComponent = pikepdf.Name.DeviceGray, 8
        document.pages[0].Resources.XObject = pikepdf.Dictionary(X=picture)
        changed = io.BytesIO()
        document.save(changed)
    assert inspect(changed.getvalue(), name="x.pdf").verdict == "media"


@pytest.mark.parametrize("make", MAKERS)
def test_a_pdf_has_no_picture_attachment_link_or_script(make):
    with pikepdf.open(io.BytesIO(render_pdf(make()))) as document:
        streams = [one for one in document.objects if isinstance(one, pikepdf.Stream)]
        assert [one for one in streams if one.get("/Subtype") == "/Image"] == []
        assert len(document.attachments) == 0
        assert not {"/OpenAction", "/AA", "/AcroForm", "/AF"} & set(document.Root.keys())
        assert all("/Annots" not in page for page in document.pages)


@pytest.mark.parametrize("make", MAKERS)
def test_a_pdf_is_tagged_for_people_who_hear_it(make):
    message = make()
    with pikepdf.open(io.BytesIO(render_pdf(message))) as document:
        root = document.Root
        assert bool(root.MarkInfo.Marked) is True
        assert str(root.Lang) == "en-GB"
        assert bool(root.ViewerPreferences.DisplayDocTitle) is True
        title = f"Referral {message.reference} to {message.recipient.name}"
        assert str(document.docinfo["/Title"]) == title
        with document.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
            assert about["dc:title"] == title
        tags = tags_in(root.StructTreeRoot)
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/P"} <= tags


def tags_in(tree) -> set[str]:
    """The kinds of element in a structure tree."""
    found, waiting = set(), [tree]
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Array):
            waiting += list(one)
        elif isinstance(one, pikepdf.Dictionary):
            found |= {str(one.S)} if "/S" in one else set()
            waiting += [one.K] if "/K" in one else []
    return found


def test_the_same_message_gives_the_same_bytes_in_two_processes():
    code = (
        "import hashlib; from tests.referrals.build import everything;"
        "from belisha.referrals.pack import render_json, render_pdf; m = everything();"
        "print(hashlib.sha256(render_pdf(m) + render_json(m)).hexdigest())"
    )
    command = [sys.executable, "-c", code]
    runs = [
        subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
        for _ in range(2)
    ]
    here = hashlib.sha256(render_pdf(everything()) + render_json(everything())).hexdigest()
    assert runs == [here + "\n"] * 2


def test_the_pdf_is_dated_by_the_message_and_not_by_the_clock():
    with pikepdf.open(io.BytesIO(render_pdf(least()))) as document:
        assert str(document.docinfo["/CreationDate"]).startswith("D:20261102120000")
    assert render_pdf(least(created_at=NOON + timedelta(days=1))) != render_pdf(least())


@pytest.mark.parametrize("make", MAKERS)
def test_json_says_its_format_and_holds_the_message_whole(make):
    values = json.loads(render_json(make()))
    assert values["format"] == "belisha-referral/1"
    assert values["statement"] == NO_IMAGES
    assert ReferralMessage.from_json(values["message"]) == make()
    assert {one["stand"] for one in values["asked"]} <= {"present", "unknown", "not_applicable"}


def strings(value) -> set[str]:
    """Every text in JSON values, but the words of choices."""
    if isinstance(value, str):
        return {value}
    if isinstance(value, dict):
        return set().union(*(strings(one) for key, one in value.items() if key not in NOT_SHOWN), set())
    return set().union(*map(strings, value), set()) if isinstance(value, list) else set()


# Written in other words (times, choices, countries) or for our own use alone.
TIMES = {"at", "created_at", "occurred_at", "uploaded_at", "decided_at", "confirmed_at", "checked_on"}
CHOICES = {
    "priority",
    "danger_now",
    "concerns",
    "role",
    "suspect_is_child",
    "country",
    "regulated_user_to_user",
}
NOT_SHOWN = TIMES | CHOICES | {"authority", "channel", "how_fast"}


@needs_pdftotext
@pytest.mark.parametrize("authority", ["police:E23000023", "nca"])
def test_the_pdf_shows_every_text_of_the_message(authority):
    message = everything(authority, what_happened="message 1 of the report")
    shown = words_of(render_pdf(message))
    missing = {text for text in strings(message.as_json()) if squeezed(drawable(text)) not in shown}
    assert missing - {"INVENTED-42", "Tom Okoro"} == set()
    if authority == "nca":
        assert missing == set()


@needs_pdftotext
def test_what_typst_takes_for_markup_comes_out_as_text():
    message = least(
        reference="R#1$",
        what_happened=HOSTILE,
        conversation=(ConversationLine(text=HOSTILE, from_="*a*", to="@b"),),
        notes=(HOSTILE,),
    )
    shown = words_of(render_pdf(message))
    assert shown.count(squeezed(HOSTILE)) >= 3
    assert "R#1$" in shown


@needs_pdftotext
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(READ_BACK)
def test_what_a_person_wrote_can_be_read_in_the_pdf(text):
    assert squeezed(drawable(text)) in words_of(render_pdf(least(notes=(f"[{text}]",))))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANY_TEXT)
def test_any_text_becomes_a_pack_and_the_fonts_keep_what_the_table_promises(text):
    message = least(what_happened=text, notes=(text,))
    document = pack._compiled(message, plain=False)
    assert document.startswith(b"%PDF-")
    assert render_pdf(message) == document


@needs_pdftotext
def test_scripts_that_the_fonts_lack_are_code_points_and_the_pack_says_so():
    shown = words_of(render_pdf(usual(what_happened="ทดสอบ")))
    assert "U+0E170E140E2A0E2D0E1A" in shown
    assert squeezed("written as code points of Unicode") in shown
    assert squeezed("written as code points of Unicode") not in words_of(render_pdf(usual()))


@needs_pdftotext
def test_fonts_that_break_their_promise_still_give_a_pack(monkeypatch):
    whole = pack.drawable
    monkeypatch.setattr(pack, "drawable", lambda text, *, plain: whole(text, plain=True) if plain else text)
    message = least(what_happened="ทดสอบ")
    with pytest.raises(typst.TypstError):
        pack._compiled(message, plain=False)
    assert "[U+0E170E140E2A0E2D0E1A]" in words_of(render_pdf(message))


@needs_pdftotext
def test_long_words_stay_on_the_page():
    long = "hxxps://media.example/" + "0123456789abcdef" * 60
    line = ConversationLine(text="ж" * 3_000, from_="я" * 400, to="щ" * 400)
    shown = words_of(render_pdf(least(what_happened=long, conversation=(line,))))
    assert long in shown
    assert [shown.count(letter) for letter in "жящ"] == [3_000, 400, 400]


@needs_pdftotext
def test_what_was_not_viewed_is_said_and_what_was_is_named():
    assert squeezed("Nothing was viewed by us.") in words_of(render_pdf(usual()))
    seen = usual(viewed=(View(at=NOON, by="a moderator", form="blurred", item="i-1"),))
    assert squeezed("Nothing was viewed by us.") not in words_of(render_pdf(seen))


@needs_pdftotext
@pytest.mark.parametrize("make", MAKERS)
def test_every_page_says_that_no_images_are_included(make):
    document = render_pdf(make())
    with pikepdf.open(io.BytesIO(document)) as opened:
        pages = len(opened.pages)
    assert words_of(document).count(squeezed(NO_IMAGES)) >= pages + 1


def test_two_hundred_items_and_five_hundred_lines_take_seconds():
    talk = tuple(dataclasses.replace(one, text="a longer message " * 12) for one in conversation(500))
    message = everything(items=tuple(items(200)), conversation=talk)
    started = time.perf_counter()
    document = render_pdf(message)
    assert time.perf_counter() - started < 20
    with pikepdf.open(io.BytesIO(document)) as opened:
        assert len(opened.pages) > 30
