"""The gate finds what doesn't fit, says so in words, and is silent where all is well."""

from datetime import date
from itertools import count

import polars as pl
import pytest

from belisha.figures.cells import SCHEMA, empty
from belisha.figures.collate.applied import GIVEN
from belisha.figures.gate import MOST, findings
from belisha.figures.places import UK, areas
from belisha.figures.sources import Source

pytestmark = pytest.mark.pure

KENT, ESSEX, SUSSEX = "E23000032", "E23000028", "E23000033"
WALES = areas()["W92000004"].members()
YEARS = ("2018/19", "2019/20", "2020/21", "2021/22", "2022/23")


def row(area=KENT, year="2022/23", low=100, **more):
    state = "zero" if low == 0 else "full"
    told = {"series": "foi", "area": area, "year": year, "offence": "all", "platform": "all", "state": state}
    where = {"low": low, "high": low, "note": "", "source": 1, "sheet": "Sheet1", "cell": "C4"}
    return told | where | more


def cells(*rows):
    return pl.DataFrame(rows, schema=SCHEMA)


def years(*lows, area=KENT, **more):
    return [row(area, year, low, **more) for year, low in zip(YEARS, lows, strict=False)]


def found(new, old=(), **more):
    return findings(cells(*new), cells(*old), **more)


def codes(new, old=(), **more):
    return [one.code for one in found(new, old, **more)]


def test_years_that_go_on_as_they_did_are_no_finding():
    assert codes(years(1042, 1110, 1225, 1356, 1568)) == []
    assert found([]) == []
    assert findings(empty(), empty()) == []


def test_every_finding_is_a_sentence_with_its_place_and_what_may_explain_it():
    (one,) = found(years(300, 918))
    assert one.sentence == "Kent rises from 300 in 2018/19 to 918 in 2019/20."
    assert one.where == "Sheet1 C4"
    assert any("record" in why for why in one.innocent)
    assert one.needs_confirming


def test_a_jump_against_an_earlier_answer_is_found_and_one_among_the_old_is_not_told_again():
    old, new = [row(year="2020/21", low=300)], [row(year="2021/22", low=918)]
    assert codes(new, old) == ["jump:kent:2021/22"]
    assert codes([row(year="2022/23", low=950)], [*old, *new]) == []


@pytest.mark.parametrize(
    ("lows", "code"),
    [
        ((500, 240), "drop:kent:2019/20"),
        ((500, 0), "drop:kent:2019/20"),
        ((500, 520), None),
        ((4, 9), None),
        ((0, 9), None),
        ((100, 179), None),
        ((100, 185), "jump:kent:2019/20"),
    ],
)
def test_a_drop_is_found_and_a_few_more_among_few_is_none(lows, code):
    assert codes(years(*lows)) == ([code] if code else [])


def test_a_rise_over_several_years_is_no_jump_of_one():
    assert codes([row(year="2017/18", low=164), row(year="2022/23", low=727)]) == []
    assert codes([row(year="2021/22", low=164), row(year="2022/23", low=727)]) == ["jump:kent:2022/23"]


def test_a_suppressed_number_jumps_only_where_it_surely_does():
    few = {"state": "suppressed", "low": 1, "high": 4}
    assert codes([row(year="2021/22") | few, row(year="2022/23", low=12)]) == []
    assert codes([row(year="2021/22") | few, row(year="2022/23", low=120)]) == ["jump:kent:2022/23"]


def test_calendar_and_financial_years_are_not_set_against_each_other():
    told = codes([row(year="2021", low=300), row(year="2021/22", low=918)])
    assert told == ["calendar:2021"]


def test_a_footnote_that_is_glued_to_a_figure_is_told_as_that_and_not_as_a_jump():
    (one,) = found(years(3600, 3700, 38001, 3900))
    assert one.code == "footnote:kent:2020/21"
    assert "38,001 for Kent in 2020/21 may be 3,800 with the footnote 1 glued to it" in one.sentence
    assert codes(years(360, 370, 39512, 390)) == ["footnote:kent:2020/21"]
    assert codes(years(360, 370, 39512, 390), years(360)) == ["footnote:kent:2020/21"]


def test_an_honest_tenfold_is_a_jump_where_no_footnote_explains_it():
    assert codes(years(100, 100, 5000)) == ["jump:kent:2020/21"]


def given(**more):
    told = row(area="", low=300) | {"over": "area", "addends": 3, "unknown": 0, "sum_low": 300}
    return pl.DataFrame([told | {"sum_high": 300} | more], schema=GIVEN)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, None),
        ({"low": 310, "high": 310}, "10 too many"),
        ({"low": 290, "high": 290}, "10 too few"),
        ({"low": 310, "high": 310, "unknown": 1}, None),
        ({"low": 290, "high": 290, "unknown": 1}, "10 too few"),
        ({"low": 303, "high": 303, "sum_low": 299, "sum_high": 303}, None),
        ({"low": 304, "high": 304, "sum_low": 299, "sum_high": 303}, "5 too many"),
        ({"low": 9000, "high": 9000, "sum_high": None}, None),
    ],
)
def test_a_given_total_that_its_table_can_not_add_up_to_is_found(facts, words):
    told = findings(cells(row()), empty(), given_totals=given(**facts))
    assert [one.code for one in told] == (["total:all-areas-listed:2022/23:area"] if words else [])
    assert all(words in one.sentence for one in told)


def test_a_group_fits_its_members_or_is_found():
    forces = [row(force, "2016/17", low) for force, low in zip(WALES, (363, 259, 287, 528), strict=True)]
    assert codes([*forces, row("W92000004", "2016/17", 1437)]) == []
    (one,) = found([*forces, row("W92000004", "2016/17", 1473)])
    assert one.sentence == "For Wales 1,473 are given in 2016/17, but its 4 forces add up to 1,437."
    some = [*forces[:2], row("W92000004", "2016/17", 600)]
    assert [one.sentence for one in found(some)] == [
        "For Wales 600 are given in 2016/17, but 2 of its 4 forces alone add up to 622."
    ]
    assert codes([*forces[:2], row("W92000004", "2016/17", 1473)]) == []


def test_a_new_force_is_set_against_a_group_that_was_there_before():
    old = [row(force, "2016/17", 300) for force in WALES[:3]] + [row("W92000004", "2016/17", 1200)]
    assert codes([row(WALES[3], "2016/17", 300)], old) == []
    assert codes([row(WALES[3], "2016/17", 360)], old) == ["group:wales:2016/17"]


def test_kinds_of_offence_that_are_more_than_all_wait_and_fewer_are_noted():
    more = [row(), row(offence="a", low=80), row(offence="b", low=30)]
    less = [row(), row(offence="a", low=60), row(offence="b", low=30)]
    same = [row(), row(offence="a", low=70), row(offence="b", low=30)]
    assert [(one.code, one.needs_confirming) for one in found(more)] == [("offences:kent:2022/23", True)]
    assert [(one.code, one.needs_confirming) for one in found(less)] == [("offences:kent:2022/23", False)]
    assert found(same) == []


def test_a_platform_with_more_than_all_is_found():
    assert codes([row(), row(platform="Snapchat", low=101)]) == ["platform:kent:2022/23:snapchat"]
    assert codes([row(), row(platform="Snapchat", low=100)]) == []


def test_a_figure_that_was_told_otherwise_is_a_correction_to_be_confirmed():
    (one,) = found([row(low=1574)], [row(low=1568)])
    assert "so far 1,568, now 1,574" in one.sentence
    assert codes([row(low=1568)], [row(low=1568)]) == []
    none = row(state="not_held", low=None, high=None)
    assert "so far 1,568, now “not held”" in found([none], [row(low=1568)])[0].sentence


def test_an_answer_that_counts_people_or_images_is_found_by_what_it_told_before():
    old, people, images = years(500, 520, 510), years(150, 160, 155), years(30_000, 41_000, 52_000)
    assert "unit:kent" in codes(people, old)
    assert "unit:kent" in codes(images, old)
    assert sum(code.startswith("images:kent") for code in codes(images)) == 3
    assert "unit:kent" not in codes(years(505, 530, 511), old)


def test_platforms_that_add_up_to_a_hundred_may_be_per_cents():
    parts = [row(platform=name, low=low) for name, low in (("A", 44), ("B", 31), ("C", 25))]
    assert codes([row(low=727), *parts]) == ["per-cent:kent:2022/23"]
    assert codes([row(low=100), *parts]) == []


def test_a_row_that_is_the_same_as_another_force_is_found():
    same = (312, 355, 341)
    assert codes([*years(*same), *years(*same, area=ESSEX)]) == ["copied:essex:kent"]
    assert codes(years(*same), years(*same, area=ESSEX)) == ["copied:essex:kent"]
    assert codes([*years(*same), *years(312, 355, 342, area=ESSEX)]) == []
    assert codes([*years(1, 0, 1), *years(1, 0, 1, area=ESSEX)]) == []


def test_a_column_that_is_the_same_as_another_year_is_found():
    number = count()
    parts = [
        row(year=year, offence=name, low=low, cell=f"C{next(number)}")
        for year in YEARS[:2]
        for name, low in (("a", 50), ("b", 33), ("c", 12))
    ]
    (one,) = found(parts)
    assert one.sentence.startswith("Kent tells the same 3 figures for 2018/19 and 2019/20")


def test_a_year_after_the_break_of_its_series_is_found_for_england_and_not_for_scotland():
    assert codes([row(year="2023/24")]) == ["break:2023/24"]
    assert codes([row(year="2023/24"), row(year="2024/25")]) == ["break:2023/24"]
    assert codes([row(areas()["S92000003"].members()[0], "2023/24")]) == []
    assert codes([row(UK, "2023/24", 38000)]) == []
    assert codes([row(year="2023/24", series="home-office")]) == []


def test_many_of_one_kind_are_told_in_one_sentence_that_names_each_and_none_is_dropped():
    forces = [area.id for area in areas().values() if area.kind == "force"]
    told = found([each for force in forces for each in years(300, 918 + forces.index(force), area=force)])
    assert len(told) == MOST + 1
    assert told[-1].code == "jump:more"
    assert told[-1].where.count(";") == len(forces) - MOST - 1
    assert told[-1].needs_confirming


def test_each_finding_has_a_code_of_its_own():
    told = codes([*years(300, 918), *(row(year=year, low=low, series="psni") for year, low in
                                     (("2018/19", 300), ("2019/20", 918)))])  # fmt: skip
    assert told == ["jump:kent:2019/20", "jump:kent:2019/20:2"]


def test_what_isnt_known_is_no_number_to_be_compared():
    for state in ("not_held", "refused", "late", "none"):
        missing = row(year="2021/22", state=state, low=None, high=None)
        assert codes([row(year="2020/21", low=500), missing, row(year="2022/23", low=520)]) == []
    partial = row(year="2022/23", state="partial", low=120, high=None)
    assert codes([row(year="2021/22", low=500), partial]) == []


def test_an_area_that_nobody_knows_is_looked_at_like_others():
    assert codes([row("own/dover", "2021/22", 300), row("own/dover", "2022/23", 900)]) == [
        "jump:own/dover:2022/23"
    ]


def test_an_answer_that_is_older_than_what_it_supersedes_is_found():
    old = [row(low=1574, source=7)]
    later = Source(number=7, title="Release", received=date(2022, 7, 1))
    told = found([row(low=1568)], old, received=date(2018, 9, 1), sources=[later])
    assert [one.code for one in told] == ["older:7", "corrected:kent:2022/23"]
    assert "would supersede 1 figure of “Release”, which is of 1 July 2022" in told[0].sentence
    for when in (date(2022, 7, 1), date(2023, 1, 1), None):
        assert codes([row(low=1568)], old, received=when, sources=[later]) == ["corrected:kent:2022/23"]
    assert codes([row(low=1574)], old, received=date(2018, 9, 1), sources=[later]) == []
