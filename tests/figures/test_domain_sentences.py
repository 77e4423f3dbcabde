"""The sentences that newspapers wrote, reproduced from the figures, or refused with the right reason."""

from fractions import Fraction as F

import pytest

from belisha.figures import Figures
from belisha.figures.amounts import Amount
from belisha.figures.bands import parts
from belisha.figures.cannot import CannotSay
from belisha.figures.words import decimal, half_up, more_than

pytestmark = pytest.mark.pure


@pytest.fixture(scope="module")
def real() -> Figures:
    return Figures.load()


def test_cambridgeshire_up_343_per_cent_in_five_years(real):
    found = real.change("Cambridgeshire", "2017/18", "2022/23")
    assert (found.before.whole, found.after.whole, found.years) == (164, 727, 5)
    assert (decimal(found.per_cent.low, 2), half_up(found.per_cent.low)) == ("343.29", 343)
    assert decimal(found.times.low, 2) == "4.43"


def test_373_in_two_years_is_more_than_370_and_it_fell(real):
    sentences = real.say("Cambridgeshire", "2016/17", "2017/18")
    total = next(one for one in sentences if one.kind == "total")
    assert "373 child abuse image offences, more than 370," in total.text
    assert "fell by 22 per cent" in total.caveats[0]
    assert more_than(209 + 164) == 370
    assert decimal(real.change("Cambridgeshire", "2016/17", "2017/18").per_cent.low, 1) == "-21.5"


def test_one_every_23_minutes(real):
    found = real.every("UK", "2017/18")
    assert found.minutes.low == F(525_600, 22_724)
    assert decimal(found.minutes.low, 2) == "23.13"
    assert any(
        "one child abuse image offence every 23 minutes" in one.text for one in real.say("UK", "2017/18")
    )


def test_almost_a_quarter_from_the_first_figures_and_from_the_corrected_ones(real):
    corrected = real.change("UK", "2016/17", "2017/18")
    assert corrected.before == Amount.of(18_574)
    assert any("an earlier source said 18,522" in said for said in corrected.caveats)
    source = next(one.number for one in real.dataset.sources if "royston" in one.address)
    first = Figures.load(as_of=source).change("UK", "2016/17", "2017/18")
    assert decimal(first.per_cent.low, 2) == "22.69"
    almost = parts()["quarter"].almost
    assert almost.holds(first.per_cent)
    assert almost.holds(corrected.per_cent)
    assert any("rose by almost a quarter" in one.text for one in real.say("UK", "2016/17", "2017/18"))


def test_the_highest_rise_of_the_six_east_of_england_forces_is_refused_with_the_five_that_are_missing(real):
    with pytest.raises(CannotSay) as refused:
        real.rank("ons/east-of-england", "2017/18", "2022/23")
    missing = {one.name for one in refused.value.missing}
    assert missing == {"Bedfordshire", "Essex", "Hertfordshire", "Norfolk", "Suffolk"}
    assert "5 of its 6 forces are missing" in refused.value.sentence


def test_more_than_4300_in_the_region_is_a_floor_and_no_number(real):
    amount = real.value("ons/east-of-england", "2022/23").amount
    assert amount.high is None
    assert amount.low in (4_300, 4_301)


def test_snapchat_in_44_per_cent_of_the_known_platforms_is_almost_half(real):
    found = real.share("UK", "2022/23", "Snapchat")
    assert found.per_cent == Amount(F("43.5"), F("44.5"))
    texts = [one.text for one in real.say("UK", "2022/23") if one.kind == "share"]
    assert any("Snapchat was recorded in 44 per cent of the cases" in text for text in texts)
    assert any("Snapchat was recorded in almost half of the cases" in text for text in texts)


def test_one_in_50_of_40000_schoolchildren():
    found = Figures.survey(800, 40_000)
    assert [decimal(bound, 2) for bound in (found.per_cent, found.low, found.high)] == [
        "2.00",
        "1.87",
        "2.14",
    ]


def test_the_totals_of_22724_and_33000_are_not_compared(real):
    # Newspapers had +79 % on 35 forces; the totals would have given +45 %.
    with pytest.raises(CannotSay, match="of a part only"):
        real.change("UK", "2017/18", "2022/23")


def test_the_series_break_of_2023_is_never_crossed(real):
    with pytest.raises(CannotSay):
        real.change("England and Wales", "2022/23", "2023/24")


def test_the_two_figures_of_northern_ireland_both_stand(real):
    found = real.value("Northern Ireland", "2023/24")
    assert found.amount == Amount.of(859)
    assert any("845" in said for said in found.caveats)
    assert real.value("Northern Ireland", "2023/24", series="psni").amount == Amount.of(845)


def test_the_rise_in_thames_valley_is_said_with_its_doubt(real):
    said = real.say("Thames Valley", "2020/21", "2021/22")[0]
    assert "up 206 per cent from 300" in said.text
    assert any("may have changed" in one for one in said.caveats)


@pytest.mark.parametrize(
    ("area", "year", "number"),
    [("Wales", "2016/17", 1437), ("Wales", "2017/18", 1458), ("ons/west-midlands", "2023/24", 3801),
     ("ons/yorkshire-and-the-humber", "2023/24", 4800)],
)  # fmt: skip
def test_the_totals_that_publishers_gave_are_the_sums_of_their_forces(real, area, year, number):
    found = real.total(area, year)
    assert (found.given, found.summed, found.agrees) == (Amount.of(number), Amount.of(number), True)
