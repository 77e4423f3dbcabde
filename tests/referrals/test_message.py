"""What may leave: nothing but checked text, times, numbers and fingerprints."""

import dataclasses
import json
from datetime import UTC, date, datetime, timedelta, timezone
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.referrals.field_words import field_words
from belisha.referrals.kinds import LONGEST_LINE, LONGEST_PROSE, MOST_ROWS, NotSendable
from belisha.referrals.message import (
    Account,
    Addressee,
    ConversationLine,
    Decision,
    EarlierReport,
    Item,
    Moment,
    Organisation,
    Person,
    ReferralMessage,
    Reporter,
    Rule,
    View,
)
from tests.referrals.build import AUTHORITIES, NOON, everything, least, usual

pytestmark = pytest.mark.pure

HARMLESS = {str, int, bool, datetime, date, NoneType}


def leaves(hint: Any) -> set[Any]:
    """The plain types that a field of this type can hold, followed through every container and part."""
    if dataclasses.is_dataclass(hint):
        hints = get_type_hints(hint, include_extras=True)
        return set().union(*(leaves(hints[field.name]) for field in dataclasses.fields(hint)))
    if get_origin(hint) is Annotated:
        return leaves(get_args(hint)[0])
    if get_origin(hint) is Literal:
        return {type(word) for word in get_args(hint)}
    if get_origin(hint) in (tuple, Union, UnionType):
        return set().union(*(leaves(arg) for arg in get_args(hint) if arg is not Ellipsis))
    return {hint}


def parts(hint: Any) -> set[type]:
    """Every dataclass that can be reached from this type."""
    if not dataclasses.is_dataclass(hint):
        return set().union(*(parts(arg) for arg in get_args(hint)), set())
    hints = get_type_hints(hint, include_extras=True).values()
    return {hint}.union(*(parts(one) for one in hints))


def test_no_field_of_an_outgoing_message_can_carry_a_file():
    assert leaves(ReferralMessage) <= HARMLESS


def test_the_sweep_would_see_bytes():
    with_bytes = dataclasses.make_dataclass("WithBytes", [("deep", tuple[bytes, ...] | None)])
    assert bytes in leaves(with_bytes)


@pytest.mark.parametrize("part", sorted(parts(ReferralMessage), key=lambda one: one.__name__))
def test_a_part_is_frozen_and_has_no_room_for_more(part):
    assert part.__dataclass_params__.frozen
    assert part.__dictoffset__ == 0
    assert all(field.kw_only for field in dataclasses.fields(part))


def test_a_message_does_not_change():
    with pytest.raises(dataclasses.FrozenInstanceError):
        least().reference = "R-9"


FILE = b"\x00\x01"
REFUSED = [
    (lambda: Item(id="1", md5="0" * 31), "item.md5"),
    (lambda: Item(id="1", md5="g" * 32), "item.md5"),
    (lambda: Item(id="1", md5="0" * 32 + "\n"), "item.md5"),
    (lambda: Item(id="1", sha1="0" * 41), "item.sha1"),
    (lambda: Item(id="1", sha256="0" * 63), "item.sha256"),
    (lambda: Item(id="1", pdq="0" * 65), "item.pdq"),
    (lambda: Item(id="1", photodna="A" * 191), "item.photodna"),
    (lambda: Item(id="1", photodna="A" * 196), "item.photodna"),
    (lambda: Item(id="1", ip="192.0.2.256"), "item.ip"),
    (lambda: Item(id="1", ip="192.0.2.0/24"), "item.ip"),
    (lambda: Item(id="1", port=0), "item.port"),
    (lambda: Item(id="1", port=65_536), "item.port"),
    (lambda: Item(id="1", port=True), "item.port"),
    (lambda: Item(id="1", uploaded_at=datetime(2026, 1, 1)), "item.uploaded_at"),  # noqa: DTZ001
    (lambda: Item(id="1", uploaded_at="2026-01-01T00:00:00Z"), "item.uploaded_at"),
    (lambda: Item(id=FILE), "item.id"),
    (lambda: Item(id="1", locator=FILE), "item.locator"),
    (lambda: Item(id="1", sha256=FILE), "item.sha256"),
    (lambda: Account(id="1", role="victim"), "account.role"),
    (lambda: Account(id="1", ips=("somewhere",)), "account.ips"),
    (lambda: Account(id="1", emails="a@b.example"), "account.emails"),
    (lambda: Account(id="1", emails=(FILE,)), "account.emails"),
    (lambda: Account(id="1", emails=("a",) * (MOST_ROWS + 1)), "account.emails"),
    (lambda: Account(id="x" * (LONGEST_LINE + 1)), "account.id"),
    (lambda: ConversationLine(text="x" * (LONGEST_PROSE + 1)), "conversationline.text"),
    (lambda: ConversationLine(text="half a mark: \ud800"), "conversationline.text"),
    (lambda: ConversationLine(text=bytearray(FILE)), "conversationline.text"),
    (lambda: Person(country="UK"), "person.country"),
    (lambda: Person(age=-1), "person.age"),
    (lambda: Person(age=12.5), "person.age"),
    (lambda: Moment(at=None, what="x"), "moment.at"),
    (lambda: View(at=NOON, by="x", form=None), "view.form"),
    (
        lambda: Decision(category="x", decided_at=NOON, decided_by="x", one_person_mode=1),
        "decision.one_person_mode",
    ),
    (lambda: Rule(title="x", checked_on=NOON), "rule.checked_on"),
    (lambda: Addressee(authority="somebody", name="x"), "addressee.authority"),
    (lambda: EarlierReport(authority="nca", at=date(2026, 1, 1)), "earlierreport.at"),
    (lambda: Reporter(may_contact=False, name="Sam Carter"), "reporter"),
    (lambda: least(priority="high"), "message.priority"),
    (lambda: least(danger_now="maybe"), "message.danger_now"),
    (lambda: least(concerns=("gambling",)), "message.concerns"),
    (lambda: least(items=[Item(id="1")]), "message.items"),
    (lambda: least(items=(Account(id="1"),)), "message.items"),
    (lambda: least(items=(FILE,)), "message.items"),
    (lambda: least(organisation=Organisation(legal_name=" ")), "message.organisation.legal_name"),
    (lambda: least(reference=""), "message.reference"),
    (lambda: least(notes=("x" * LONGEST_PROSE,) * 41), "message"),
]


@pytest.mark.parametrize(
    ("make", "field"), REFUSED, ids=[f"{field}-{i}" for i, (_, field) in enumerate(REFUSED)]
)
def test_what_can_not_be_sent_is_refused_by_the_name_of_its_field(make, field):
    with pytest.raises(NotSendable) as refused:
        make()
    assert refused.value.field == field
    assert field_words(field) in str(refused.value)
    assert refused.value.code == "not_sendable"


def test_a_refusal_does_not_repeat_what_it_refuses():
    with pytest.raises(NotSendable) as refused:
        Account(id="1", ips=("a secret place",))
    assert "secret" not in str(refused.value)


def test_fingerprints_addresses_and_times_are_kept_in_one_form():
    item = Item(
        id="1",
        locator="https://example.com/x",
        sha256="AB" * 32,
        ip="2001:DB8:0:0:0:0:0:1",
        uploaded_at=datetime(2026, 7, 1, 13, 0, tzinfo=timezone(timedelta(hours=1))),
    )
    assert item.locator == "hxxps://example[.]com/x"
    assert item.sha256 == "ab" * 32
    assert item.ip == "2001:db8::1"
    assert item.uploaded_at.isoformat() == "2026-07-01T12:00:00+00:00"


def test_photodna_is_taken_in_both_its_forms():
    letters = "aB3/" * 48
    assert Item(id="1", photodna=letters).photodna == letters
    assert Item(id="1", photodna="AB" * 144).photodna == "ab" * 144


@pytest.mark.parametrize("make", [least, usual, everything])
@pytest.mark.parametrize("authority", AUTHORITIES)
def test_json_and_back_loses_nothing(make, authority):
    message = make(authority)
    assert ReferralMessage.from_json(message.to_json()) == message
    assert ReferralMessage.from_json(message.to_json().encode()) == message
    assert ReferralMessage.from_json(message.as_json()) == message
    assert ReferralMessage.from_json(message.to_json()).to_json() == message.to_json()


@given(
    text=st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300),
    at=st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=-9, minutes=-30))])),
    age=st.integers(0, 120),
)
def test_any_text_and_time_comes_back_as_it_went(text, at, age):
    line = ConversationLine(text=text, at=at, from_=text[:100])
    message = least(what_happened=text, conversation=(line,), child=Person(age=age, place=text))
    assert ReferralMessage.from_json(message.to_json()) == message


def test_json_has_every_field_and_sorted_keys():
    values = json.loads(least().to_json())
    assert list(values) == sorted(field.name for field in dataclasses.fields(ReferralMessage))
    assert values["child"] is None
    assert values["items"] == []


def test_the_sender_of_a_line_is_called_from():
    assert list(usual().as_json()["conversation"][0]) == ["at", "from", "text", "to"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"picture": "x"}, "message.picture"),
        ({"created_at": "yesterday"}, "message.created_at"),
        ({"items": "x"}, "message.items"),
        ({"items": [{"id": "1", "bytes": "x"}]}, "message.items[0].bytes"),
        ({"items": [{"locator": "x"}]}, "message.items[0].id"),
        ({"organisation": []}, "message.organisation"),
        ({"rule": {"title": "x", "checked_on": 3}}, "message.rule.checked_on"),
    ],
)
def test_json_that_is_no_message_is_refused_by_the_name_of_its_field(change, field):
    with pytest.raises(NotSendable) as refused:
        ReferralMessage.from_json(least().as_json() | change)
    assert refused.value.field == field


def test_what_is_no_json_is_refused():
    with pytest.raises(NotSendable):
        ReferralMessage.from_json(b"%PDF-1.7")


def test_a_missing_field_without_a_default_is_named():
    values = least().as_json()
    del values["rule"]
    with pytest.raises(NotSendable, match="“Rule” is missing"):
        ReferralMessage.from_json(values)
