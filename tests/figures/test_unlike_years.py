"""What must be said with years that aren't alike: restated alone, of another series, of other forces."""

import pytest
from typer.testing import CliRunner

from belisha.figures import Figures
from belisha.jobs.figures import app
from tests.figures.tables import REGION, cell, figures, two_years

pytestmark = pytest.mark.pure


@pytest.fixture(scope="module")
def real() -> Figures:
    return Figures.load()


def test_a_year_restated_alone_is_said_with_the_change_as_one_source_told_it(real):
    said = (
        "The UK: 2016/17 was restated by a later source, 2017/18 was not. As one source told both, it rose "
        "by 23 per cent, from 18,522 to 22,724."
    )
    assert all(said in one.caveats for one in real.say("UK", "2016/17", "2017/18") if one.kind == "change")
    assert said in real.change("UK", "2016/17", "2017/18").caveats


def test_years_restated_together_or_never_told_together_are_not_called_unlike(real):
    assert not any("restated" in said for said in real.change("UK", "2016/17", "2021/22").caveats)
    both = [
        cell("Kent", year, told, source=at)
        for at, told in ((1, 10), (2, 20))
        for year in ("2016/17", "2017/18")
    ]
    assert not any("restated" in said for said in figures(*both).change("Kent", "2016/17", "2017/18").caveats)


def test_the_later_year_restated_alone_is_said_too():
    rows = [cell("Kent", "2016/17", 10), cell("Kent", "2017/18", 20), cell("Kent", "2017/18", 5, source=2)]
    found = figures(*rows).change("Kent", "2016/17", "2017/18")
    assert (
        "Kent: 2017/18 was restated by a later source, 2016/17 was not. As one source told both, it rose "
        "by 100 per cent, from 10 to 20." in found.caveats
    )


def test_forces_whose_answers_are_not_among_the_figures_are_not_said_to_have_given_none(real):
    first = real.say("UK", "2016/17", "2018/19")[0]
    assert first.text.startswith("The 4 of 45 forces in the UK with figures for both years recorded 2,070 ")
    answered = two_years(
        {"Essex": 100, "Norfolk": 10} | dict.fromkeys(("Kent",), 1), {"Essex": 179, "Norfolk": 20}
    )
    assert "with figures for both years" in answered.say(REGION, "2017/18", "2022/23")[0].text


def test_one_force_is_never_said_to_be_a_region(real):
    texts = [one.text for one in real.say("North West", "2017/18", "2020/21")]
    assert any("The 2 of 5 forces" in text for text in texts)
    assert not any(one.kind == "change" for one in real.say("UK", "2016/17", "2022/23"))


def test_the_command_says_why_two_years_are_not_compared():
    asked = ["say", "--region", "South East", "--from", "2022/23", "--to", "2023/24"]
    done = CliRunner().invoke(app, asked)
    assert (done.exit_code, "every 87 minutes" in done.stdout) == (0, True)
    assert "The two years are not compared." in done.stderr


def test_a_year_of_the_series_that_follows_a_break_says_so(real):
    said = " ".join(real.value("South East", "2023/24").caveats)
    assert "Home Office, police recorded crime" in said
    assert "not to be compared with years before 2023/24" in said
    assert not any("Home Office" in one for one in real.value("Kent", "2022/23").caveats)
