"""Working days of both Acts, for twelve years, against tables written by hand from lists of bank holidays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from belisha.figures.ask.days import is_working_day, working_day_after, working_days_between
from belisha.figures.ask.law import LAWS

pytestmark = pytest.mark.pure

FOIA, FOISA = LAWS["foia"], LAWS["foisa"]
# Weekdays alone; what falls on a weekend is no working day anyway. England and Wales:
ENGLAND_AND_WALES = {
    2016: "01-01 03-25 03-28 05-02 05-30 08-29 12-26 12-27",
    2017: "01-02 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
    2018: "01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26",
    2019: "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26",
    2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",  # 8 May: 75 years since the war in Europe
    2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",  # the jubilee, the funeral
    2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",  # the coronation
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
}
SCOTLAND = {
    2016: "01-01 01-04 03-25 05-02 05-30 08-01 11-30 12-26 12-27",
    2017: "01-02 01-03 04-14 05-01 05-29 08-07 11-30 12-25 12-26",
    2018: "01-01 01-02 03-30 05-07 05-28 08-06 11-30 12-25 12-26",
    2019: "01-01 01-02 04-19 05-06 05-27 08-05 12-02 12-25 12-26",
    2020: "01-01 01-02 04-10 05-08 05-25 08-03 11-30 12-25 12-28",
    2021: "01-01 01-04 04-02 05-03 05-31 08-02 11-30 12-27 12-28",
    2022: "01-03 01-04 04-15 05-02 06-02 06-03 08-01 09-19 11-30 12-26 12-27",
    2023: "01-02 01-03 04-07 05-01 05-08 05-29 08-07 11-30 12-25 12-26",
    2024: "01-01 01-02 03-29 05-06 05-27 08-05 12-02 12-25 12-26",
    2025: "01-01 01-02 04-18 05-05 05-26 08-04 12-01 12-25 12-26",
    2026: "01-01 01-02 04-03 05-04 05-25 06-15 08-03 11-30 12-25 12-28",  # 15 June: the World Cup
    2027: "01-01 01-04 03-26 05-03 05-31 08-02 11-30 12-27 12-28",
}
# What Northern Ireland has beside England and Wales: St Patrick's Day and the twelfth of July.
NORTHERN_IRELAND = {
    2016: "03-17 07-12",
    2017: "03-17 07-12",
    2018: "03-19 07-12",
    2019: "03-18 07-12",
    2020: "03-17 07-13",
    2021: "03-17 07-12",
    2022: "03-17 07-12",
    2023: "03-17 07-12",
    2024: "03-18 07-12",
    2025: "03-17 07-14",
    2026: "03-17 07-13",
    2027: "03-17 07-12",
}
YEARS = range(2016, 2028)
DUE = [
    # received, under FOIA, under FOISA; each counted on a calendar
    ("2016-12-22", "2017-01-25", "2017-01-25"),  # 26, 27 December; 2 and 3 January
    ("2017-03-16", "2017-04-18", "2017-04-13"),  # 17 March, Good Friday, Easter Monday; Scotland none of them
    ("2018-07-31", "2018-08-30", "2018-08-29"),  # 6 August in Scotland, 27 August elsewhere
    ("2019-12-20", "2020-01-23", "2020-01-23"),  # 2 January is a bank holiday in Scotland alone
    ("2020-05-07", "2020-06-08", "2020-06-08"),  # 8 and 25 May
    ("2021-11-02", "2021-12-01", "2021-12-01"),  # 30 November
    ("2022-05-31", "2022-06-30", "2022-06-30"),  # 2 and 3 June
    ("2023-04-28", "2023-05-31", "2023-05-31"),  # 1, 8 and 29 May
    ("2024-03-28", "2024-04-29", "2024-04-26"),  # Easter Monday is none in Scotland
    ("2025-07-11", "2025-08-12", "2025-08-11"),  # 14 July in Northern Ireland, 4 August in Scotland
    ("2026-05-29", "2026-06-29", "2026-06-29"),  # 15 June
    ("2026-06-30", "2026-07-29", "2026-07-28"),  # 13 July in Northern Ireland
    ("2026-10-31", "2026-11-27", "2026-11-27"),  # received on a Saturday
    ("2027-03-25", "2027-04-26", "2027-04-23"),
]


def days_of(tables, year):
    return {date.fromisoformat(f"{year}-{day}") for table in tables for day in table[year].split()}


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize(
    ("law", "tables"),
    [(FOIA, (ENGLAND_AND_WALES, SCOTLAND, NORTHERN_IRELAND)), (FOISA, (SCOTLAND,))],
    ids=["any part of the United Kingdom", "Scotland alone"],
)
def test_every_day_of_twelve_years_counts_as_the_act_says(year, law, tables):
    off = days_of(tables, year)
    days = [
        date(year, 1, 1) + timedelta(days=n)
        for n in range(366)
        if (date(year, 1, 1) + timedelta(n)).year == year
    ]
    wrong = [day for day in days if is_working_day(day, law) != (day.weekday() < 5 and day not in off)]
    assert wrong == []
    assert all(day.weekday() < 5 for day in off)


@pytest.mark.parametrize(("received", "foia", "foisa"), DUE)
def test_an_answer_is_due_on_the_twentieth_working_day_after_receipt(received, foia, foisa):
    day = date.fromisoformat(received)
    due = {law.short: working_day_after(day, 20, law).isoformat() for law in (FOIA, FOISA)}
    assert due == {"FOIA": foia, "FOISA": foisa}


def test_each_year_has_its_due_day():
    assert {int(received[:4]) for received, _, _ in DUE} == set(YEARS)


@pytest.mark.parametrize("law", [FOIA, FOISA])
def test_days_between_undo_days_after(law):
    for n in range(0, 3650, 7):
        day = date(2016, 1, 1) + timedelta(days=n)
        assert working_days_between(day, working_day_after(day, 20, law), law) == 20
        assert working_days_between(day, day, law) == 0
    assert working_days_between(date(2026, 6, 30), date(2026, 6, 1), law) == 0


def test_the_day_of_receipt_never_counts():
    monday = date(2026, 11, 16)
    assert [working_day_after(monday, n, FOIA) for n in (0, 1, 5)] == [
        monday,
        date(2026, 11, 17),
        date(2026, 11, 23),
    ]
