"""What a report may hold: the shape, its limits, and errors that name the field and repeat nothing."""

import base64
import contextlib
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from belisha.intake.incoming import FINGERPRINTS, IncomingReport
from tests.intake.samples import full, least

pytestmark = pytest.mark.pure


def taken(**fields):
    return IncomingReport.model_validate(least(**fields))


def problems(body):
    """The places and messages of what is wrong with a report."""
    with pytest.raises(ValidationError) as refused:
        IncomingReport.model_validate(body)
    return {error["loc"]: error["msg"] for error in refused.value.errors()}


def an_item(**fields):
    return {"items": [{"id": "post-1", **fields}]}


def test_the_smallest_and_the_fullest_report_are_taken():
    assert taken().items == []
    report = IncomingReport.model_validate(full())
    assert report.accounts[0].emails == ["greyheron@mail.example"]
    assert report.other_facts()["site"] == "railway"


@pytest.mark.parametrize("field", ["source", "concerns", "danger_now", "what_happened"])
def test_what_must_be_there_is_named_when_it_is_missing(field):
    body = least()
    del body[field]
    assert list(problems(body)) == [(field,)]


@pytest.mark.parametrize("part", ["items", "accounts", "conversation", "signals", "already_reported"])
def test_an_unknown_field_is_named_wherever_it_stands(part):
    body = full()
    body[part][0]["picture"] = "x"
    assert list(problems(body)) == [(part, 0, "picture")]


@pytest.mark.parametrize("part", ["child", "suspect", "reporter"])
def test_an_unknown_field_of_a_person_is_named(part):
    body = full()
    body[part]["photo"] = "x"
    assert list(problems(body)) == [(part, "photo")]


def test_every_wrong_field_is_named_at_once():
    wrong = problems(
        least(
            source="rumour",
            concerns=[],
            danger_now="perhaps",
            occurred_at="yesterday",
            **an_item(md5="0f", ip="300.1.1.1", port=0, photodna="AAAA", content_type="picture"),
            accounts=[{"id": " ", "role": "friend", "emails": ["nobody"], "phones": ["call me"]}],
            child={"country": "UK", "age": 200},
            already_reported=[{"authority": "the police"}],
        )
    )
    assert set(wrong) == {
        ("source",),
        ("concerns",),
        ("danger_now",),
        ("occurred_at",),
        *(("items", 0, name) for name in ("md5", "ip", "port", "photodna", "content_type")),
        *(("accounts", 0, name) for name in ("id", "role")),
        ("accounts", 0, "emails", 0),
        ("accounts", 0, "phones", 0),
        ("child", "country"),
        ("child", "age"),
        ("already_reported", 0, "authority"),
    }


@pytest.mark.parametrize(
    "time",
    [
        "2026-11-22T10:00:00",
        "2026-11-22",
        1_763_800_000,
        "1763800000",
        "now",
        True,
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
    ],
)
def test_a_time_without_zone_or_sense_is_refused(time):
    assert list(problems(least(occurred_at=time))) == [("occurred_at",)]


def test_times_are_kept_in_utc():
    assert taken(occurred_at="2026-07-01T01:30:00+01:00").occurred_at == datetime(
        2026, 7, 1, 0, 30, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("kind", "digits"), [("md5", 32), ("sha1", 40), ("sha256", 64), ("pdq", 64), ("photodna", 288)]
)
def test_a_fingerprint_has_its_length_in_hex_and_is_kept_in_lower_case(kind, digits):
    assert taken(**an_item(**{kind: "AbCdEf01" * (digits // 8)})).items[0].fingerprints() == {
        kind: "abcdef01" * (digits // 8)
    }
    for wrong in (
        "a" * (digits - 1),
        "a" * (digits + 1),
        "g" * digits,
        "a" * (digits - 1) + "\n",
        "٠" * digits,
    ):
        assert list(problems(least(**an_item(**{kind: wrong})))) == [("items", 0, kind)]


def test_photodna_may_come_as_base64_and_is_kept_as_hex():
    data = bytes(range(144))
    assert taken(**an_item(photodna=base64.b64encode(data).decode())).items[0].photodna == data.hex()


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "b\udfff"])
@pytest.mark.parametrize(
    "field", [("what_happened",), ("items", 0, "id"), ("conversation", 0, "text"), ("reporter", "name")]
)
def test_text_that_a_database_cannot_hold_is_refused_by_field(text, field):
    body = full()
    holder = body
    for part in field[:-1]:
        holder = holder[part]
    holder[field[-1]] = text
    assert list(problems(body)) == [field]


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u2003"])
def test_a_report_that_says_nothing_is_refused(text):
    assert list(problems(least(what_happened=text))) == [("what_happened",)]


def test_a_narrative_may_have_lines_and_a_name_may_not():
    assert taken(what_happened="one\ntwo\r\n\tthree").what_happened == "one\ntwo\r\n\tthree"
    assert list(problems(least(reporter={"name": "one\ntwo"}))) == [("reporter", "name")]


@pytest.mark.parametrize(
    ("field", "most", "one"),
    [
        ("items", 200, {"id": "1"}),
        ("accounts", 200, {"id": "1"}),
        ("conversation", 500, {"text": "message 1"}),
        ("already_reported", 100, {"authority": "nca"}),
    ],
)
def test_a_list_ends_at_its_limit(field, most, one):
    assert len(getattr(taken(**{field: [one] * most}), field)) == most
    assert list(problems(least(**{field: [one] * (most + 1)}))) == [(field,)]


def test_what_happened_may_have_twenty_thousand_characters():
    assert len(taken(what_happened="é" * 20_000).what_happened) == 20_000
    assert list(problems(least(what_happened="é" * 20_001))) == [("what_happened",)]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("192.0.2.1", "192.0.2.1"), ("2001:0DB8::0001", "2001:db8::1"), ("::ffff:192.0.2.1", "192.0.2.1")],
)
def test_an_address_is_kept_in_its_one_spelling(sent, kept):
    assert taken(**an_item(ip=sent)).items[0].ip == kept


@pytest.mark.parametrize("sent", ["fe80::1%eth0", "192.0.2.1/24", "192.0.2.01", "localhost", ""])
def test_what_is_no_address_is_refused(sent):
    assert list(problems(least(**an_item(ip=sent)))) == [("items", 0, "ip")]


def test_a_media_type_is_kept_without_its_parameters():
    assert taken(**an_item(content_type='Video/MP4; codecs="x"')).items[0].content_type == "video/mp4"


@pytest.mark.parametrize("value", [1, "1", "yes"])
def test_numbers_and_words_do_not_pass_for_one_another(value):
    assert list(problems(least(reporter={"may_contact": value}))) == [("reporter", "may_contact")]
    assert list(problems(least(child={"age": str(value)}))) == [("child", "age")]


def test_null_counts_as_not_said():
    assert (
        taken(occurred_at=None, service=None, child=None, **an_item(md5=None)).items[0].fingerprints() == {}
    )


def test_a_signal_holds_plain_facts_only():
    signal = {"kind": "score", "produced_by": "detector/1.2"}
    assert taken(signals=[signal | {"facts": {"score": 0.5, "hit": True}}]).signals[0].facts["hit"] is True
    for fact in ({"nested": {}}, {"nested": [1]}, {"long": "x" * 201}, {"Name With": 1}, {"none": None}):
        assert problems(least(signals=[signal | {"facts": fact}]))


def test_the_name_of_a_detector_has_no_room_for_a_picture():
    picture = base64.b64encode(
        b"GIF89a\x01\0\x01\0\x80\0\0" + bytes(6) + b",\0\0\0\0\1\0\1\0\0\2\2D\1\0;"
    ).decode()
    signal = {"kind": "score", "produced_by": picture.rstrip("=")}
    assert problems(least(signals=[signal])) == {
        ("signals", 0, "produced_by"): "must be a name and version, such as detector/1.2"
    }


def test_no_error_repeats_what_was_sent():
    canary = "canary-7f3a"
    wrong = full(source=canary, danger_now=canary, occurred_at=canary, site=canary)
    wrong["items"][0] |= dict.fromkeys(("md5", "ip", "port", "uploaded_at", "photodna"), canary)
    wrong["child"] = {"country": canary, "age": canary}
    with pytest.raises(ValidationError) as refused:
        IncomingReport.model_validate(wrong)
    assert len(refused.value.errors()) >= 11
    assert canary not in str(refused.value)
    assert not any(canary in error["msg"] for error in refused.value.errors())


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=50)
lines = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=50).filter(str.strip)
since, until = datetime(1971, 1, 1), datetime(2099, 1, 1)  # noqa: DTZ001 - the strategy adds the zones
times = st.datetimes(since, until, timezones=st.timezones()).map(datetime.isoformat)
hexes = {
    kind: st.text("0123456789abcdefABCDEF", min_size=n, max_size=n)
    for kind, n in zip(FINGERPRINTS, (32, 40, 64, 64, 288), strict=True)
}
items = st.fixed_dictionaries(
    {"id": lines},
    optional={
        "locator": lines,
        "uploaded_at": times,
        "ip": st.ip_addresses(v=4).map(str),
        "port": st.integers(1, 65535),
        **hexes,
    },
)
accounts = st.fixed_dictionaries(
    {"id": lines}, optional={"role": st.sampled_from(["suspect", "child", None]), "screen_name": lines}
)
conversation = st.fixed_dictionaries({}, optional={"at": times, "from": lines, "to": lines, "text": words})
reports = st.fixed_dictionaries(
    {
        "source": st.sampled_from(["public", "hash_match"]),
        "concerns": st.lists(st.sampled_from(["grooming", "other"]), min_size=1, max_size=2),
        "danger_now": st.sampled_from(["yes", "no", "unknown"]),
        "what_happened": words.filter(str.strip),
    },
    optional={
        "items": st.lists(items, max_size=3),
        "accounts": st.lists(accounts, max_size=3),
        "conversation": st.lists(conversation, max_size=3),
        "occurred_at": times,
    },
)


@given(reports)
@settings(max_examples=100, deadline=None)
def test_a_report_reads_the_same_once_it_was_read(body):
    report = IncomingReport.model_validate(body)
    assert IncomingReport.model_validate(report.model_dump(mode="json", by_alias=True)) == report
    assert report.what_happened == body["what_happened"]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda one: st.lists(one) | st.dictionaries(st.text(), one),
        max_leaves=10,
    ),
    st.sampled_from(list(IncomingReport.model_fields)),
)
@settings(max_examples=300, deadline=None)
def test_whatever_stands_in_a_field_is_taken_or_refused_and_nothing_else(value, field):
    with contextlib.suppress(ValidationError):
        assert IncomingReport.model_validate(full(**{field: value}))
