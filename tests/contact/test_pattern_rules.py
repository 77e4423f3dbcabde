"""The score of one account's contacts: each part with its reason, in bounded memory, without a desk."""

from datetime import timedelta

import pytest

from belisha.contact.patterns.rules import FEWEST, HIGHEST, RULES, Score, score
from belisha.contact.patterns.step import ties_of
from belisha.contact.patterns.window import MOST, Window, moment
from bench.network.run import digest, steps_of
from tests.contact.told import BEGIN, blocked, contact, many

pytestmark = pytest.mark.pure


def window_of(*events) -> Window:
    window = Window.empty()
    for event in events:
        for step in steps_of(event, digest):
            if step.account == digest("stranger"):
                window.add(step)
    return window


def scored(*events) -> Score:
    window = window_of(*events)
    return score(window, now=moment(window.last))


def codes(*events) -> set[str]:
    return {part.code for part in scored(*events).parts}


def old(number, **changed):
    """A contact of an account that is two years old, in no group and no place."""
    return contact(number, **{"actor": {"account_age_days": 700}, "group": "", "place": ""} | changed)


def test_one_or_two_children_are_no_pattern():
    assert scored(*[contact(n) for n in range(FEWEST - 1)]).points == 0
    assert scored(*[contact(n) for n in range(FEWEST)]).points > 0


def test_the_points_are_the_sum_of_the_parts_and_each_says_why():
    found = scored(*many(14, refused=4, off_platform_proposed=True))
    assert found.points == min(HIGHEST, sum(part.points for part in found.parts))
    assert all(part.words.endswith(".") and part.points for part in found.parts)
    assert "Newly contacted 14 children without ties." in [part.words for part in found.parts]


@pytest.mark.parametrize(
    ("code", "events"),
    [
        ("refused", [*[old(n) for n in range(6)], blocked(0), blocked(1)]),
        ("fast", [old(n, at=BEGIN + timedelta(minutes=n)) for n in range(6)]),
        ("many_groups", [old(n, group=f"group-{n}") for n in range(6)]),
        ("new_account", [old(n, actor={"account_age_days": 3}) for n in range(6)]),
        ("off_platform", [old(n, off_platform_proposed=True) for n in range(6)]),
        ("reported_before", [old(n, actor={"upheld_reports": 1, "account_age_days": 700}) for n in range(6)]),
    ],
)
def test_each_part_is_given_for_its_own_reason_alone(code, events):
    plain = codes(*[old(n) for n in range(6)])
    assert plain == {"many_children", "mostly_children", "alike"}
    assert codes(*events) - plain == {code}


def test_whoever_approaches_everybody_is_eased():
    adults = [contact(100 + n, recipient={"age_band": "adult"}) for n in range(40)]
    alone, among = scored(*many()), scored(*adults, *many())
    assert "few_are_children" in {part.code for part in among.parts}
    assert among.points < alone.points - 40


def test_those_of_unknown_age_and_of_a_shared_place_count_half():
    known = scored(*[old(n) for n in range(8)])
    unknown = scored(*[old(n, recipient={"age_band": "unknown"}) for n in range(8)])
    near = scored(*[old(n, relation={"common_place": True}) for n in range(8)])
    assert known.counts.weight == 8
    assert unknown.counts.weight == near.counts.weight == 4


def test_what_came_before_the_window_counts_no_more():
    early = [old(n) for n in range(10)]
    window = window_of(*early, old(50, at=BEGIN + timedelta(days=20)))
    assert score(window, now=moment(window.last)).points == 0


def test_a_few_common_connections_are_no_tie():
    assert ties_of(contact(1, relation={"mutual_connections": 4}).relation) == "none"
    assert ties_of(contact(1, relation={"mutual_connections": 5}).relation) == "real"
    assert ties_of(contact(1, relation={"mutual_connections": 0, "common_place": True}).relation) == "place"


@pytest.mark.parametrize("turned", [False, True])
def test_a_refusal_counts_whichever_side_the_service_names_first(turned):
    from belisha.contact.event import Actor, Event, Recipient

    child, stranger = ("child-0", "13_15"), ("stranger", "adult")
    one, other = (stranger, child) if turned else (child, stranger)
    block = Event(
        event="block",
        at=BEGIN + timedelta(hours=9),
        actor=Actor(id=one[0], age_band=one[1]),
        recipient=Recipient(id=other[0], age_band=other[1]),
    )
    assert scored(*[contact(n) for n in range(5)], block).counts.refused == 1


def test_the_same_contacts_again_change_nothing():
    window = window_of(*many())
    before = window.pack()
    for event in many():
        for step in steps_of(event, digest):
            assert not window.add(step)
    assert window.pack() == before


def test_memory_is_bounded_and_the_words_say_so():
    window = window_of(*[old(n) for n in range(3 * MOST)])
    found = score(window, now=moment(window.last), days=30)
    assert len(window.met) == MOST
    assert len(window.pack()) <= 2400
    assert found.counts.at_most
    assert f"{MOST} or more" in found.parts[0].words


def test_a_window_is_packed_and_unpacked_whole():
    window = window_of(*many(20, off_platform_proposed=True, actor={"upheld_reports": 2}))
    assert Window.unpack(window.pack()) == window
    for broken in (b"", b"\x02" + window.pack()[1:], window.pack()[:-1]):
        with pytest.raises(ValueError, match="not a packed window"):
            Window.unpack(broken)


def test_no_rule_is_left_out_of_the_page():
    from pathlib import Path

    page = Path("docs/reference/contact-patterns.md").read_text(encoding="utf-8")
    named = {line.split("`")[1] for line in page.splitlines() if line.startswith("| `")}
    assert len(named) == len(RULES) + 1  # one rule gives two parts
