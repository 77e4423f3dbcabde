"""Places by name: towns, typing errors, commas, and the days on which rows hold."""

import csv
import json
import re
import shutil
import sys
from datetime import date
from itertools import combinations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from belisha.routing import find_force
from belisha.routing.force_answer import ForceAnswer
from belisha.routing.forces import forces
from belisha.routing.names import day_of_names, named
from belisha.routing.near import near
from belisha.routing.spelling import key_of, one_slip_apart, shortened
from belisha.routing.table import DATA

pytestmark = pytest.mark.pure

CAMBRIDGESHIRE, SCOTLAND, NORTHERN_IRELAND = "E23000023", "S23000009", "N99999999"
SOUTH_WALES, METROPOLITAN, THAMES_VALLEY = "W15000003", "E23000001", "E23000029"


def codes(place, on=None):
    return [force.code for force in find_force(place, on).forces]


def table(name):
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize(
    ("town", "code"),
    [
        ("Huntingdon", CAMBRIDGESHIRE),
        ("St Neots", CAMBRIDGESHIRE),
        ("saint neots", CAMBRIDGESHIRE),
        ("Bury St. Edmunds", "E23000025"),
        ("stoke on trent", "E23000015"),
        ("King's Lynn", "E23000024"),
        ("Kings Lynn", "E23000024"),
        ("Ashton-under-Lyne", "E23000005"),
        ("Caerdydd", SOUTH_WALES),
        ("ABERTAWE", SOUTH_WALES),
        ("Casnewydd", "W15000002"),
        ("Wrecsam", "W15000001"),
        ("Inverness", SCOTLAND),
        ("Glaschu", SCOTLAND),
        ("Enniskillen", NORTHERN_IRELAND),
        ("Uxbridge", METROPOLITAN),
        ("Saint Peter Port", "X-GG"),
        ("E07000008", CAMBRIDGESHIRE),
    ],
)
def test_a_town_leads_to_its_force(town, code):
    answer = find_force(town)
    assert (answer.exact, answer.basis, codes(town)) == (True, "district", [code])


def test_there_is_a_force_for_thousands_of_towns_and_each_is_among_those_of_its_name():
    rows = table("towns.csv")
    assert len({key_of(row["name"]) for row in rows if not row["short_for"]}) > 5000
    known = set(forces())
    for row in rows[::5]:
        assert set(row["forces"].split()) <= known
        # A district, county or country of the same name comes first.
        official = named(key_of(row["name"]), day_of_names(None))
        if official and official.title == row["name"] and row["name"] not in find_force(row["name"]).reason:
            continue
        answer = find_force(row["name"])
        assert answer.forces, row["name"]


def test_the_towns_hold_no_postcode_and_no_point():
    rows = table("towns.csv")
    assert set(rows[0]) == {
        "name", "part", "forces", "people", "abroad", "short_for", "sure", "valid_from", "valid_to", "source",
    }  # fmt: skip
    assert not [row["name"] for row in rows if re.search(r"\bBT ?[0-9]|[0-9][A-Z]{2}\b", row["name"])]


def test_a_name_that_several_places_have_is_never_picked_silently():
    answer = find_force("Richmond")
    assert not answer.exact
    assert codes("Richmond") == [METROPOLITAN, "E23000009"]
    assert answer.suggestions == ("Richmond, London", "Richmond, North Yorkshire")
    assert [codes(place) for place in answer.suggestions] == [[METROPOLITAN], ["E23000009"]]
    assert all(find_force(place).exact for place in answer.suggestions)


def test_a_district_is_exact_and_towns_of_its_name_elsewhere_are_named():
    answer = find_force("Newport")
    assert (answer.exact, codes("Newport")) == (True, ["W15000002"])
    assert "Newport, Hampshire" in answer.suggestions
    assert "Other places" in answer.reason


def test_a_short_name_is_not_sure_and_a_small_place_may_not_be_the_only_one():
    assert (find_force("Kingston").exact, "Kingston upon Thames" in find_force("Kingston").suggestions) == (
        False,
        True,
    )
    assert (find_force("Levenshulme").exact, codes("Levenshulme")) == (False, ["E23000005"])
    assert "there may be others" in find_force("Levenshulme").reason


def test_a_town_whose_larger_namesake_is_abroad_is_not_exact_and_says_so():
    answer = find_force("Houston")
    assert (answer.exact, codes("Houston")) == (False, [SCOTLAND])
    assert "the United States" in answer.reason


@pytest.mark.parametrize(
    ("place", "expected", "exact"),
    [
        ("Newport, Isle of Wight", ["E23000030"], True),
        ("Newport, Shropshire", ["E23000016"], True),
        ("Newport (Wales)", ["W15000002"], True),
        ("Cambridge, UK", [CAMBRIDGESHIRE], True),
        ("Levenshulme, Manchester, England", ["E23000005"], True),
        ("Mumbles, Abertawe, Cymru", [SOUTH_WALES], True),
        ("Flat 1, Long Road, Huntingdon", [CAMBRIDGESHIRE], False),
        ("Newport, Kent", ["E23000032"], False),
        ("Cambridge, France", [], False),
        ("Cambridge, Massachusetts", [], False),
        ("Cambridge, Cambridge, Cambridge, Cambridge, Cambridge, Cambridge", [], False),
        (",", [], False),
        (",,Cambridge", [CAMBRIDGESHIRE], True),
    ],
)
def test_what_stands_after_a_comma_chooses_among_places_of_one_name(place, expected, exact):
    answer = find_force(place)
    assert (codes(place), answer.exact) == (expected, exact), answer.reason


@pytest.mark.parametrize(
    ("typed", "meant", "code"),
    [
        ("Cambrige", "Cambridge", CAMBRIDGESHIRE),
        ("Glasgw", "Glasgow", SCOTLAND),
        ("Edinburg", "Edinburgh", SCOTLAND),
        ("Huntigdon", "Huntingdon", CAMBRIDGESHIRE),
        ("Milton Kenes", "Milton Keynes", THAMES_VALLEY),
        ("Nottinghmashire", "Nottinghamshire", "E23000019"),
        ("birmingam city council", "Birmingham", "E23000014"),
        ("Aberystwith", "Aberystwyth", "W15000004"),
        ("Belfst", "Belfast", NORTHERN_IRELAND),
        ("Middlesborough", "Middlesbrough", "E23000013"),
        ("Scotlnd", "Scotland", SCOTLAND),
    ],
)
def test_a_name_with_a_typing_error_is_read_but_never_exact_and_says_as_what(typed, meant, code):
    answer = find_force(typed)
    assert (answer.exact, codes(typed)[:1], answer.suggestions[0]) == (False, [code], meant)
    assert answer.reason.startswith(f"Read as “{meant}”.")
    assert answer.forces[0].share is None
    assert answer.as_json()["suggestions"] == list(answer.suggestions)


@pytest.mark.parametrize(
    ("typed", "meant"), [("Lester", "Leicester"), ("Gloster", "Gloucester"), ("Derbi", "Derby")]
)
def test_what_only_sounds_alike_or_is_short_is_suggested_and_not_read(typed, meant):
    answer = find_force(typed)
    assert (answer.exact, answer.basis, answer.forces) == (False, "none", ())
    assert meant in answer.suggestions


def test_a_slip_in_any_large_town_finds_it_among_the_readings():
    large = [row for row in table("towns.csv") if int(row["people"] or 0) > 60_000]
    # A slip in "Saint" is a slip in two letters of the key, "st".
    towns = [row for row in large if len(row["name"]) > 6 and not row["name"].startswith("Saint ")]
    stopped = {row["word"] for row in table("not_places.csv")}
    lost = []
    for row in towns:
        for at in range(2, len(row["name"]) - 1, 2):
            typed = row["name"][:at] + row["name"][at + 1 :]
            answer = find_force(typed)
            if (
                (answer.reason.startswith("Read as") or not answer.forces)
                and key_of(typed) not in stopped
                and row["forces"].split()[0] not in codes(typed)
            ):
                lost.append((typed, answer.reason))
    assert lost == []


WORDS = """
    nowhere school kitchen bedroom garden mother father teacher football computer holiday message
    picture Paris Berlin Madrid Lisbon Vienna Prague Warsaw Moscow Athens Munich Hamburg Cologne
    Dresden Leipzig Lyon Marseille Toulouse Brussels Antwerp Rotterdam Amsterdam Copenhagen
    Stockholm Helsinki Budapest Bucharest Sofia Milan Naples Turin Florence Venice Barcelona
    Valencia Seville Dublin Galway Limerick Toronto Montreal Vancouver Chicago Seattle Denver
    Atlanta Miami Sydney Brisbane Auckland Mumbai Delhi Lahore Karachi Dhaka Nairobi Lagos Accra
    Cairo Istanbul unknown anywhere somewhere internet online website station hospital university
    address private
"""


def test_ordinary_words_and_foreign_cities_are_never_read_as_a_british_place():
    assert [word for word in WORDS.split() if find_force(word).forces] == []


def test_the_names_of_countries_stay_what_they_are():
    for row in table("countries.csv"):
        assert find_force(row["name"]).basis == "country", row["name"]


def test_the_index_finds_just_the_names_that_one_slip_away_comparison_finds():
    day = day_of_names(None)
    keys = [key_of(row["name"]) for row in table("towns.csv")[::9]]
    close = {(one, other) for one, other in combinations(sorted(set(keys)), 2) if one_slip_apart(one, other)}
    for one, other in close:
        if min(len(one), len(other)) > 5 and one[0] == other[0] and one[:2] != other[1::-1]:
            assert (
                other in {*near(one, day).read_as, *near(one, day).suggested}
                or len(near(one, day).read_as) == 5
            )


letters = st.text("abcde", min_size=1, max_size=7)


@given(letters, letters)
@settings(max_examples=300)
def test_one_slip_apart_is_the_same_both_ways_and_words_that_are_meet_without_a_letter(one, other):
    apart = one_slip_apart(one, other)
    assert apart == one_slip_apart(other, one)
    if apart and one[0] == other[0]:
        assert {one, *shortened(one)} & {other, *shortened(other)}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("CB2 ITN", "CB2 1TN"),
        ("CBI 2AA", "CB1 2AA"),
        ("cb2 lTN", "CB2 1TN"),
        ("SO14 OAA", "SO14 0AA"),
        ("0X1 1AA", "OX1 1AA"),
        ("S014 0AA", "SO14 0AA"),
        ("CB2 1T", "CB2 1"),
        ("CB2 1TNN", "CB2 1TN"),
        ("12 Long Road, Huntingdon PE29 3TN", "PE29 3TN"),
        ("Belfast BT1 5GS", "BT1 5GS"),
        ("E1 6AN, London", "E1 6AN"),
        ("AL3 8QE, St Albans", "AL3 8QE"),
    ],
)
def test_a_postcode_with_a_slip_or_among_words_is_read_but_never_exact(typed, meant):
    answer = find_force(typed)
    assert (answer.exact, answer.suggestions) == (False, (meant,))
    assert codes(typed) == codes(meant) != []
    assert answer.reason.startswith(f"Read as “{meant}”.")


@pytest.mark.parametrize(
    "typed", ["(CB2 1TN)", "CB2,1TN", "“cb2 1tn”.", "CB2_1TN", "CB2\u00a01TN", "CB2/1TN"]
)
def test_stray_marks_mean_nothing_in_a_postcode(typed):
    assert (find_force(typed).exact, codes(typed)) == (True, [CAMBRIDGESHIRE])


@pytest.mark.parametrize(
    "typed", ["CB2 1TN and PE29 3TN", "CB2\x001TN", "CB2 1TŃ", "12", "BX9 IAS", "QQ1 IAA", "0"]
)
def test_several_postcodes_or_none_that_can_be_lead_to_no_force(typed):
    answer = find_force(typed)
    assert (answer.exact, answer.basis, answer.forces) == (False, "none", ())


@pytest.mark.parametrize("place", [None, b"CB2 1TN", 7, [], object()])
def test_what_is_no_text_is_an_unknown_place(place):
    assert (find_force(place).exact, find_force(place).forces) == (False, ())
    assert find_force(place).reason == "A place is given as text."


ODD = st.text(st.sampled_from("ABCO01 ,()-'\x00\u0301\u200dßŉ é٣"), max_size=40)


@given(
    ODD
    | st.text(max_size=60)
    | st.binary(max_size=40).map(lambda some: some.decode("utf-8", "surrogateescape"))
)
@example("BT" * 50)
@example("ﬁ" * 200)
@example("Cambridge" * 10_000)
@settings(max_examples=300)
def test_any_text_at_all_gets_a_whole_answer(place):
    answer = find_force(place)
    assert isinstance(answer, ForceAnswer)
    assert answer.query == place
    assert answer.reason
    assert len(answer.suggestions) <= 5
    assert (answer.basis == "none") <= (answer.forces == ())
    if answer.exact:
        assert (len(answer.forces), answer.forces[0].share) == (1, 1.0)
    json.dumps(answer.as_json())


@given(st.from_regex(r"[A-Z]{1,2}[0-9OIL]{1,2} [0-9OIL][A-Z]{2}", fullmatch=True))
def test_a_postcode_read_with_a_slip_names_its_reading(place):
    answer = find_force(place)
    if answer.reason.startswith("Read as"):
        assert not answer.exact
        assert answer.suggestions != (place,)


@pytest.mark.parametrize("force", ["E23000023", "x-btp", "X-MDP", "X-CNC", "n99999999"])
def test_the_code_of_a_force_is_a_place_too(force):
    assert (find_force(force).exact, find_force(force).basis, codes(force)) == (
        True,
        "force",
        [force.upper()],
    )


def test_the_special_forces_serve_their_parts_of_the_kingdom():
    parts = ("England", "Wales", "Scotland", "Northern Ireland")
    served = {code: [part for part in parts if forces()[code].looks_after(part)] for code in forces()}
    assert served["X-BTP"] == served["X-CNC"] == ["England", "Wales", "Scotland"]
    assert served["X-MDP"] == list(parts)
    assert served[NORTHERN_IRELAND] == ["Northern Ireland"]
    assert served[SOUTH_WALES] == ["Wales"]
    assert served["X-JE"] == []


def forget():
    """Forget the tables that were read, in every module of the package."""
    for name, module in list(sys.modules.items()):
        if name.startswith("belisha.routing"):
            for thing in vars(module).values():
                if hasattr(thing, "cache_clear"):
                    thing.cache_clear()


@pytest.fixture
def planted(tmp_path, monkeypatch):
    """Put rows into a copy of the tables: planted(name, old line, new lines)."""
    shutil.copytree(DATA, tmp_path / "data")
    for module in ("table", "postcodes"):
        monkeypatch.setattr(f"belisha.routing.{module}.DATA", tmp_path / "data")

    def plant(name, old, new):
        path = tmp_path / "data" / name
        text = path.read_text(encoding="utf-8")
        assert text.count(f"\n{old}\n") == 1
        path.write_text(text.replace(f"\n{old}\n", f"\n{new}\n"), encoding="utf-8")
        forget()

    yield plant
    monkeypatch.undo()
    forget()


BEFORE, DAY, AFTER = date(2027, 3, 31), date(2027, 4, 1), date(2030, 1, 1)


def line(name, start):
    return next(
        row for row in (DATA / name).read_text(encoding="utf-8").splitlines() if row.startswith(start)
    )


def test_a_row_of_a_postcode_holds_from_its_first_day_to_the_day_before_its_last(planted):
    old = line("sector_to_force.csv", "CB2 1,")
    ends = old.removesuffix(",,") + ",,2027-04-01"
    begins = old.replace(CAMBRIDGESHIRE, "E23000025").removesuffix(",,") + ",2027-04-01,"
    planted("sector_to_force.csv", old, f"{ends}\n{begins}")
    planted("postcode_exceptions.csv", "AL38QE,E23000026,,", "AL38QE,E23000026,2027-04-01,")
    assert [codes("CB2 1TN", on) for on in (None, date(2020, 1, 1), BEFORE)] == [[CAMBRIDGESHIRE]] * 3
    assert [codes("CB2 1TN", on) for on in (DAY, AFTER)] == [["E23000025"]] * 2
    assert [codes("AL3 8QE", on) for on in (None, BEFORE, DAY)] == [
        ["E23000027"],
        ["E23000027"],
        ["E23000026"],
    ]


def test_a_new_district_town_or_force_is_known_from_its_first_day(planted):
    old = line("lad_to_force.csv", "E07000008,")
    new = old.replace("E07000008,Cambridge", "E07999999,Newshire").replace(",,,ONS", ",2027-04-01,,ONS")
    planted("lad_to_force.csv", old, f"{old}\n{new}")
    town = "Newmarsh Town,England,E23000023,9000,,,yes,2027-04-01,,test"
    planted("towns.csv", line("towns.csv", "Abbey Wood,"), town)
    old = line("forces.csv", "E23000023,")
    new = old.replace(
        "E23000023,Cambridgeshire,Cambridgeshire Constabulary", "E23999999,Fenland,Fenland Force"
    )
    planted("forces.csv", old, f"{old}\n{new.removesuffix(',,')},2027-04-01,")
    for place in ("Newmarsh Town", "E23999999", "E07999999", "Newshire"):
        known = [find_force(place, on).exact for on in (None, BEFORE, DAY, AFTER)]
        assert known == [False, False, True, True], place


def test_a_town_s_row_no_longer_holds_on_the_day_on_which_it_ends(planted):
    town = "Oldmarsh Town,England,E23000023,9000,,,yes,2020-01-01,2027-04-01,test"
    planted("towns.csv", line("towns.csv", "Abbey Wood,"), town)
    days = (date(2019, 12, 31), date(2020, 1, 1), None, BEFORE, DAY)
    assert [find_force("Oldmarsh Town", on).exact for on in days] == [False, True, True, True, False]


def test_a_district_that_ends_is_still_found_afterwards_and_says_until_when(planted):
    old = line("lad_to_force.csv", "E07000008,")
    planted("lad_to_force.csv", old, re.sub(",,,(ONS)", r",,2027-04-01,\1", old) if ",,,ONS" in old else old)
    assert "until" not in find_force("Cambridge", BEFORE).reason
    assert "a district until 2027" in find_force("Cambridge", DAY).reason
    assert codes("Cambridge", DAY) == [CAMBRIDGESHIRE]


def test_a_district_of_the_past_was_a_district_while_it_was():
    assert "until 2023" in find_force("Carlisle").reason
    assert "until" not in find_force("Carlisle", date(2020, 1, 1)).reason
