"""Hostile text costs work in proportion to its length: calls and letters read are counted, by no clock."""

import dis
import inspect as code_of
import sys
from functools import cache

import pytest

from belisha import guard
from belisha.guard import cut, inspect
from tests.guard.test_cut import HOSTILE

pytestmark = pytest.mark.pure

READ_WHOLE = {
    "find_media", "judge", "find_spans", "inspect_text", "inspect_bytes", "inspect_writing", "inspect_pieces",
    "find_base64", "find_hex", "find_escapes", "find_dense", "find_data_uris", "find_blocks", "find_many",
    "find_even", "is_even", "is_scan", "is_text", "unpacked", "media_in", "from_base64", "from_percent",
    "weight", "without_checked", "without_hashes", "looks_random", "_random", "_latin", "decoded", "longest",
    "type_of",
}  # fmt: skip
"""Functions of the guard that go over all of what they are given first."""

SHORT, TIMES = 8_000, 8


@cache
def _start(code):
    return next(step.offset for step in dis.get_instructions(code) if step.opname == "RESUME")


def work(done, text):
    """Return the calls that `done` takes, and the letters that its functions are given to read."""
    home = code_of.getfile(guard).removesuffix("__init__.py")
    steps = 0

    def seen(frame, event, _argument):
        nonlocal steps
        steps += 1
        code = frame.f_code
        ours = event == "call" and code.co_name in READ_WHOLE and code.co_filename.startswith(home)
        if ours and frame.f_lasti == _start(code):  # A generator that goes on is no new reading.
            steps += len(frame.f_locals[code.co_varnames[0]])

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        done(text)
    finally:
        sys.setprofile(before)
    return steps


@pytest.mark.parametrize("done", [cut, lambda text: inspect(text.encode())], ids=["cut", "inspect"])
@pytest.mark.parametrize("name", HOSTILE)
def test_work_on_hostile_text_grows_with_its_length(name, done):
    once, often = (work(done, (HOSTILE[name] * size)[:size]) for size in (SHORT, SHORT * TIMES))
    # What goes back over the text for each of its parts takes sixty-four times the work.
    assert often < 2 * TIMES * once


def test_the_count_sees_what_goes_back_over_the_text():
    def again(text):
        for at in range(0, len(text), 2_000):
            inspect(text[:at].encode())

    once, often = (work(again, "words and words " * (size // 16)) for size in (SHORT, SHORT * TIMES))
    assert often > 2 * TIMES * once
