"""What only a whole document shows: short runs together, letters used like dice, bytes of no kind."""

import base64
import random
import zlib
from collections import Counter
from datetime import UTC, datetime
from math import log2

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belisha.guard import inspect, inspect_json
from belisha.guard.blocks import find_blocks
from belisha.guard.libmagic import _opened, second_opinion
from belisha.referrals.kinds import NotSendable
from belisha.referrals.message import (
    Account,
    Addressee,
    ConversationLine,
    Item,
    Organisation,
    ReferralMessage,
    Rule,
)
from belisha.referrals.pack import render_json
from belisha.referrals.typed import typed_values
from tests.guard import alphabets as abc
from tests.guard.families import FAMILIES, SPLIT
from tests.guard.innocent import FOREIGN, WORDS, innocents
from tests.guard.pictures import WHOLE

pytestmark = pytest.mark.pure

MOST = 1_024
PROSE = " ".join(WORDS)
WRITINGS = {
    "base64": abc.b64,
    "base32": lambda data: base64.b32encode(data).decode(),
    "small base32": lambda data: base64.b32encode(data).decode().lower(),
    "base58": lambda data: abc.as_number(data, abc.BASE58),
    "base62": lambda data: abc.as_number(data, abc.BASE62),
    "base85": lambda data: base64.b85encode(data).decode(),
    "base91": abc.base91,
    "Braille": lambda data: "".join(chr(0x2800 + byte) for byte in data),
    "hex": bytes.hex,
    "hex in pairs": lambda data: data.hex(" "),
    "escapes": lambda data: "".join(f"\\x{byte:02x}" for byte in data),
    "percents": lambda data: "".join(f"%{byte:02X}" for byte in data),
    "bits": lambda data: "".join(f"{byte:08b}" for byte in data),
}


@settings(max_examples=12, deadline=None, derandomize=True)
@given(
    writing=st.sampled_from(sorted(WRITINGS)),
    size=st.integers(0, 6_000),
    seed=st.integers(0, 99),
    piece=st.sampled_from([40, 77, 200, 10_000]),
    words=st.integers(0, 6),
)
def test_what_is_accepted_carries_at_most_a_kilobyte_of_coded_bytes(writing, size, seed, piece, words):
    data = random.Random(seed).randbytes(size)
    text = WRITINGS[writing](data)
    pieces = [text[start : start + piece] for start in range(0, len(text), piece)]
    join = f"\n{' '.join(WORDS[:words])} "
    if inspect(f"{PROSE}\n{join.join(pieces)}\n{PROSE}".encode()).verdict == "clean":
        assert size <= MOST


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.text(max_size=4_000), st.binary(max_size=3_000), st.sampled_from(sorted(WRITINGS)))
def test_what_is_accepted_holds_no_long_run_that_looks_like_dice(text, data, writing):
    whole = f"{text} {WRITINGS[writing](data)}"
    if inspect(whole.encode("utf-8", "replace")).verdict == "clean":
        assert coded_bytes(whole) <= MOST


def coded_bytes(text: str) -> int:
    """Bytes in the longest run without a blank that zlib can't pack: not how the guard looks."""
    for start, end in reversed(find_blocks(text)):
        text = f"{text[:start]} {text[end:]}"
    return max((_packed(word) for word in text.split() if len(word) >= 512), default=0)


def _packed(word: str) -> int:
    kinds = Counter(word)
    coded = len(zlib.compress(word.encode("utf-8", "replace"), 9)) >= 0.95 * len(word) * log2(len(kinds)) / 8
    return int(len(word) * log2(len(kinds)) / 8) if len(kinds) > 1 and coded else 0


def _noise(size: int) -> bytes:
    return random.Random(9).randbytes(size)


@pytest.mark.parametrize("writing", WRITINGS)
def test_two_kilobytes_in_any_writing_are_stopped_between_words(writing):
    pieces = [WRITINGS[writing](_noise(2_400)[start : start + 120]) for start in range(0, 2_400, 120)]
    text = "\n".join(
        f"{' '.join(WORDS[number : number + 4])}: {piece}" for number, piece in enumerate(pieces)
    )
    assert inspect(text.encode()).verdict != "clean"


def test_a_few_tokens_may_stay():
    tokens = [abc.b64(_noise(120)[start : start + 24]) for start in range(0, 120, 24)]
    assert inspect((PROSE + " " + f" {PROSE} ".join(tokens)).encode()).findings == ()


@pytest.mark.parametrize("language", FOREIGN)
def test_a_sentence_said_often_is_no_code(language):
    assert inspect((FOREIGN[language] * 60).encode()).findings == ()


def _message(**fields) -> ReferralMessage:
    return ReferralMessage(
        reference="C-1-1", created_at=datetime(2026, 11, 7, tzinfo=UTC), priority="standard",
        organisation=Organisation(legal_name="Example Ltd"),
        recipient=Addressee(authority="nca", name="National Crime Agency"),
        rule=Rule(title="A rule"), **fields,
    )  # fmt: skip


def test_the_ids_that_a_service_makes_up_hold_no_referral_up():
    ids = [base64.urlsafe_b64encode(random.Random(n).randbytes(18)).decode() for n in range(200)]
    items = tuple(Item(id=one, locator=f"https://cdn.example.org/{one}/a.html") for one in ids)
    message = _message(items=items)
    document = render_json(message)
    assert inspect_json(document, known=typed_values(message)).findings == ()
    assert inspect_json(document).verdict == "refused"


PLACES = {
    "screen names": lambda pieces: {
        "accounts": tuple(Account(id="a", screen_name=piece[:4_000]) for piece in pieces)
    },
    "ids of items": lambda pieces: {"items": tuple(Item(id=piece[:4_000]) for piece in pieces)},
    "messages": lambda pieces: {"conversation": tuple(ConversationLine(text=piece) for piece in pieces)},
    "notes": lambda pieces: {"notes": tuple(pieces)},
}


@pytest.mark.parametrize(
    "place",
    [pytest.param(one, marks=[] if one == "notes" else [pytest.mark.slow]) for one in PLACES],
)
def test_every_family_is_stopped_in_the_fields_of_a_message(place):
    passed = []
    # Each place takes every fourth family, and those that are split.
    shift = list(PLACES).index(place)
    for number, name in enumerate([*list(FAMILIES)[shift::4], *SPLIT][:60]):
        pieces = FAMILIES[name](WHOLE[list(WHOLE)[number % 4]])
        cut = [piece[start : start + 4_000] for piece in pieces for start in range(0, len(piece), 4_000)]
        message = _message(**PLACES[place](cut))
        found = inspect_json(render_json(message), known=typed_values(message))
        passed += [name] if found.verdict == "clean" else []
    assert passed == []


def test_no_field_for_a_hash_takes_anything_else():
    for name in ("md5", "sha1", "sha256", "pdq", "photodna"):
        with pytest.raises(NotSendable) as refused:
            Item(id="a", **{name: abc.b64(WHOLE["PNG"])})
        assert refused.value.field.rpartition(".")[2] == name


@pytest.mark.skipif(_opened() is None, reason="libmagic is not installed")
def test_libmagic_is_asked_for_a_second_opinion():
    assert [finding.kind for finding in second_opinion(WHOLE["PNG"])] == ["picture"]
    assert list(second_opinion(PROSE.encode())) == []


def test_the_guard_works_without_libmagic(monkeypatch):
    monkeypatch.setattr("belisha.guard.libmagic._opened", lambda: None)
    assert list(second_opinion(WHOLE["PNG"])) == []


@pytest.mark.slow
def test_of_a_thousand_innocent_texts_at_most_five_are_stopped():
    texts = list(innocents(48))
    stopped = [kind for kind, text in texts if inspect(text.encode()).verdict != "clean"]
    assert len(texts) >= 1_000
    assert len(stopped) <= len(texts) / 200, stopped
