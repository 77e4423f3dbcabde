"""Why a referral can't go out is said in the words of the page, for every field that it may be about."""

from __future__ import annotations

import re
from typing import Any

import pytest

from belisha.referrals.drafting import found
from belisha.referrals.field_words import field_words, place_words
from belisha.referrals.message import ReferralMessage
from belisha.referrals.part import inside, kinds_of, shape
from belisha.referrals.recipients.cybertip import elements
from belisha.referrals.recipients.cybertip.node import Node, rules_of
from tests.guard.pictures import WHOLE
from tests.referrals.build import usual

pytestmark = pytest.mark.pure

RAW = re.compile(r"[$\[\]_]|[a-z][A-Z]|\w\.\w")
HONEST = re.compile("PhotoDNA|CyberTip")


def fields_of(part: Any, path: str) -> list[str]:
    """Every path of a message, those of its parts too."""
    found: list[str] = []
    for name, hint in kinds_of(part).items():
        here, kind = f"{path}.{name}", hint
        while shape(kind) in ("list", "maybe"):
            here += "[0]" if shape(kind) == "list" else ""
            kind = inside(kind)
        found += [here, *(fields_of(kind, here) if shape(kind) == "part" else [])]
    return found


def elements_of() -> list[str]:
    """Every element and attribute of NCMEC's report, by its parent where it has one."""
    nodes = [one for one in vars(elements).values() if isinstance(one, type) and issubclass(one, Node)]
    names = {rule.name for node in nodes for rule, _ in rules_of(node).values() if rule.name}
    return [f"report.personOrUserReported.{name}" for name in sorted(names)]


def test_no_field_of_a_message_or_of_a_cybertip_is_shown_by_its_name_in_the_code():
    paths = [*fields_of(ReferralMessage, "message"), *elements_of()]
    assert len(paths) > 200
    raw = {path: field_words(path) for path in paths if RAW.search(HONEST.sub("", field_words(path)))}
    assert raw == {}


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("cybertip.incident_type", "“Type of incident” of the CyberTip"),
        (
            "report.personOrUserReported.personOrUserReportedPerson.firstName",
            "“First name” of the user who is reported",
        ),
        ("$.message.items[3].locator, line 2", "“Web address or place” of an item (number 4), line 2"),
        ("$.message.what_happened, a key, line 1", "“What happened”, a key, line 1"),
        ("emails, put together", "“E-mail addresses”, put together"),
        ("pieces put together", "pieces put together"),
        ("page 3, line 4", "page 3, line 4"),
        ("the text of all pages", "the text of all pages"),
    ],
)
def test_a_place_is_said_in_words(path, words):
    assert place_words(path) == words or field_words(path) == words


def test_what_the_guard_found_in_a_pack_names_its_field_in_words():
    import base64

    from belisha.guard import inspect_json
    from belisha.referrals.pack import render_json

    picture = base64.b64encode(next(iter(WHOLE.values()))).decode()
    pack = render_json(usual(what_happened=f"Message 1. {picture}"))
    said = found(inspect_json(pack, name="pack.json").findings)
    assert "“What happened”" in said
    assert not RAW.search(said.partition(", line")[0])
