"""Years as answers write them: read where they are sure, a doubt where they can be read in two ways."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belisha.figures.parse.years import look_at_year, read_year, read_years_in
from belisha.figures.years import calendar, financial

pytestmark = pytest.mark.pure

SURE = {
    "2017/18": [
        *(
            "2017/18",
            "2017-18",
            "2017–18",
            "2017 / 18",
            "2017/2018",
            "17/18",
            "17-18",
            "FY2017/18",
            "FY 17/18",
        ),
        *(
            "Financial year 2017/18",
            "2017/18 financial year",
            "2017/18 (financial year)",
            "2017/18*",
            "2017/18¹",
        ),
        *("FYE March 2018", "FYE 2018", "FY ending March 2018", "year ending March 2018", "YE Mar-18"),
        *("year ended 31 March 2018", "year to 31st March 2018", "12 months to March 2018"),
        *("Apr 2017 - Mar 2018", "April 2017 to March 2018", "Apr-17 to Mar-18", "Apr 17 – Mar 18"),
        *("1 April 2017 to 31 March 2018", "1st April 2017 – 31st March 2018", "01/04/2017 - 31/03/2018"),
        *("01/04/17-31/03/18", "2017-04-01 to 2018-03-31", "From 1 April 2017 to 31 March 2018"),
        *(
            "April-March 2017/18",
            "2017/18 (Apr-Mar)",
            "2017/18 (provisional)",
            "Offences 2017/18",
            "in 2017/18",
        ),
        *("Offences recorded, 2017/18", "2017/18 [r]"),
    ],
    "2017": [
        *("2017", "2017.0", "CY2017", "Calendar year 2017", "2017 (calendar year)", "Jan-Dec 2017"),
        *("January to December 2017", "year ending December 2017", "1 January 2017 to 31 December 2017"),
        "01/01/2017 - 31/12/2017",
    ],
    "1999/00": ["1999/00", "1999/2000", "99/00", "1999-00"],
    "2016/17-2020/21": ["2016/17-2020/21", "2016/17 to 2020/21", "April 2016 to March 2021"],
}
DOUBTS = {
    "2017-2018": "2017/18",
    "2016-2020": "2016-2020",
    "11/12": "2011/12",
    "2017/181": "2017/18",
    "20171": "2017",
    "2009-10-01": "2009/10",
    "2018-03-31": "2017/18",
    "2017-04-01": "2017/18",
    "01/10/2009": "2009/10",
    "2017/18 (to date)": "2017/18",
    "2017/18 Q1": "2017/18",
    "2017/18 (Apr-Dec)": "2017/18",
    "2017 (part)": "2017",
    **dict.fromkeys(
        ("2017/19", "2018/17", "2017-19", "FY2018", "FY18", "year to June 2018", "Apr-Sep 2017"), None
    ),
    **dict.fromkeys(
        ("Apr 2017 - Sep 2017", "1 April 2017 to 30 March 2018", "2 April 2017 to 31 March 2018"), None
    ),
}


@pytest.mark.parametrize(
    ("label", "text"), [(label, text) for label, texts in SURE.items() for text in texts]
)
def test_a_year_is_read(label, text):
    year = read_year(text)
    assert year is not None, look_at_year(text)
    assert year.label == label


@pytest.mark.parametrize("text", DOUBTS)
def test_what_may_be_two_years_or_none_is_asked_about(text):
    read = look_at_year(text)
    assert read.year is None
    assert read.doubt
    assert (read.guess and read.guess.label) == DOUBTS[text]


@pytest.mark.parametrize(
    "text", ["", "Total", "Kent", "1,204", "38,0001", "<5", "s.12", "Q1", "12", "5 of 12", "x" * 500]
)
def test_what_names_no_year_names_none(text):
    assert read_year(text) is None


def test_the_years_of_a_title_are_found_in_its_order():
    title = "Offences recorded between 2017/18 and 2022/23, in 2016 and in the year ending March 2015"
    assert [year.label for year in read_years_in(title)] == ["2017/18", "2022/23", "2016", "2014/15"]
    assert read_years_in("1,999 offences cost £2017 in 12 forces") == ()
    assert [y.label for y in read_years_in("1 April 2017 to 31 March 2018 (all)")] == ["2017/18"]


FORMS = (
    lambda y: f"{y}/{(y + 1) % 100:02d}",
    lambda y: f"{y}-{(y + 1) % 100:02d}",
    lambda y: f"{y}/{y + 1}",
    lambda y: f"FY {y}/{(y + 1) % 100:02d}",
    lambda y: f"April {y} - March {y + 1}",
    lambda y: f"1 April {y} to 31 March {y + 1}",
    lambda y: f"01/04/{y} to 31/03/{y + 1}",
    lambda y: f"year ending March {y + 1}",
)
first_years = st.integers(min_value=1980, max_value=2078)


@settings(derandomize=True, max_examples=400)
@given(first_years, st.sampled_from(FORMS))
def test_every_financial_year_is_read_back(first, write):
    assert read_year(write(first)) == financial(first)


@settings(derandomize=True, max_examples=200)
@given(first_years, st.integers(min_value=1, max_value=10))
def test_every_label_is_read_back(first, number):
    if first + number <= 2079:
        assert read_year(financial(first, number).label) == financial(first, number)
    assert read_year(calendar(first).label) == calendar(first)


@settings(derandomize=True, max_examples=500)
@given(first_years, st.integers(min_value=0, max_value=99), st.sampled_from("/-–"))
def test_two_years_that_do_not_follow_each_other_are_no_year(first, last, sign):
    if last != (first + 1) % 100:
        assert read_year(f"{first}{sign}{last:02d}") is None


@settings(derandomize=True, max_examples=800)
@given(st.text("0123456789/-– AprMatoFYQ.", max_size=24))
def test_any_text_gets_an_answer_and_no_year_out_of_bounds(text):
    read = look_at_year(text)
    assert not (read.year and read.doubt)
    if read.year:
        assert 1980 <= read.year.begins.year <= 2079
        assert (read.year.begins.month, read.year.begins.day) in ((1, 1), (4, 1))
        assert read.year.ends.month == read.year.begins.month
    read_years_in(text)
