"""True numbers in wordings that make something else of them: never supported."""

import json

import pytest
from typer.testing import CliRunner

from belisha.figures import Figures
from belisha.figures.claims import read
from belisha.jobs.figures import app

pytestmark = pytest.mark.pure

TWISTED = (
    "Burglaries went up in Kent. They rose from 1,356 in 2021/22 to 1,568 in 2022/23.",
    "Knife crime soared in Kent. The force recorded 1,568 offences in 2022/23.",
    "Kent recorded an extra 1,568 child abuse image offences in 2022/23.",
    "Kent recorded a further 1,568 child abuse image offences in 2022/23.",
    "The police in Kent recorded less than half of 1,568 offences in 2022/23.",
    "Kent recorded 1,568 of the 2,000 child abuse image offences in the UK in 2022/23.",
    "Lancashire recorded 1,133 offences in 2021/22, half the 591 in 2016/17.",
    "Lancashire's number rose by 92 per cent in a year, from 591 in 2016/17 to 1,133 in 2021/22.",
    "Lancashire's number rose by 92 per cent a year between 2016/17 and 2021/22.",
    "NSPCC Essex recorded 767 cases in 2017/18.",
    "The charity recorded 767 cases in Essex in 2017/18.",
    "Freedom of information requests in Essex rose 35 per cent between 2016/17 and 2017/18.",
    "On top of 1,568 child abuse image offences in Kent in 2022/23, 300 were not recorded.",
    "Kent had recorded 1,568 offences by November 2022 in 2022/23.",
)


ABOVE = (
    "Knife crime in Kent:\nup from 1,356 in 2021/22 to 1,568 in 2022/23",
    "Knife crime in Kent:\n\n- up from 1,356 in 2021/22 to 1,568 in 2022/23",
    "Knife crime:\nKent:\nup from 1,356 in 2021/22 to 1,568 in 2022/23",
    "Knife crime\nKent: up from 1,356 in 2021/22 to 1,568 in 2022/23",
    "Knife crime in Kent\nUp from 1,356 in 2021/22 to 1,568 in 2022/23",
    "Knife crime in Kent 2022/23\nUp from 1,356 in 2021/22 to 1,568 in 2022/23",
    "Has knife crime in Kent gone up?\nUp from 1,356 in 2021/22 to 1,568 in 2022/23",
    "Knife crime fell in Essex.\n\nUp from 1,356 in 2021/22 to 1,568 in 2022/23",
    "House prices in Kent:\n- up from 1,356 in 2021/22 to 1,568 in 2022/23",
    "Cases of bovine TB:\nKent recorded 1,568 cases in 2022/23",
    "Key figures on house prices:\n- Essex: 767 in 2017/18\n- Kent: 1,568 in 2022/23",
    "House prices in Kent soared. They rose from 1,356 in 2021/22 to 1,568 in 2022/23.",
    "House prices soared. Up from 1,356 in 2021/22 to 1,568 in 2022/23.",
    "House prices soared.\n\nUp from 1,356 in 2021/22 to 1,568 in 2022/23.",
    "House prices in Kent rose; from 1,356 in 2021/22 to 1,568 in 2022/23.",
)
WELL_HEADED = (
    "Kent:\nup from 1,356 in 2021/22 to 1,568 in 2022/23",
    "Child abuse image offences, by force:\n\n- Kent: 1,568 in 2022/23\n- Essex: 767 in 2017/18",
    "Knife crime\n\nKent Police recorded 1,568 child abuse image offences in 2022/23.",
    "Ministers were urged to act. Kent recorded 1,568 offences in 2022/23.",
    "Charity speaks out\n\nKent recorded 1,568 offences in 2022/23.",
)


@pytest.fixture(scope="module")
def real() -> Figures:
    return Figures.load()


@pytest.mark.parametrize("text", TWISTED)
def test_a_twisted_number_is_not_supported(real, text):
    claimed = [one for one in real.check(text) if "1,133 offences in 2021/22" not in one.claim]
    assert "supported" not in {one.verdict for one in claimed}


@pytest.mark.parametrize("text", ABOVE)
def test_what_stands_above_a_number_says_what_it_is_of(real, text):
    assert {one.verdict for one in real.check(text)} == {"cannot_say"}


@pytest.mark.parametrize("text", WELL_HEADED)
def test_a_heading_of_the_very_thing_hinders_nothing(real, text):
    assert {one.verdict for one in real.check(text)} == {"supported"}


def test_the_area_of_a_heading_is_that_of_the_lines_below_alone(real):
    text = "Essex recorded 767 offences in 2017/18.\n\nKey figures:\nUp 35 per cent from 2016/17 to 2017/18"
    assert [one.verdict for one in real.check(text)] == ["supported", "cannot_say"]
    (one,) = real.check("Kent:\nup from 1,356 in 2021/22 to 1,568 in 2022/23")
    assert "Taken to be of Kent, named in the heading." in one.because


def test_what_goes_on_about_image_offences_after_another_crime_is_read_on_its_own(real):
    text = "Burglaries fell in Kent. Image offences rose there from 1,356 in 2021/22 to 1,568 in 2022/23."
    assert real.check(text)[-1].verdict == "supported"


def test_a_rise_in_a_year_between_two_years_that_follow_is_supported(real):
    (one,) = real.check(
        "Image offences in Kent rose 16% in a year, from 1,356 in 2021/22 to 1,568 in 2022/23."
    )
    assert one.verdict == "supported"


def test_made_up_is_no_rise(real):
    (one,) = real.check("Cheshire made up 19 per cent of the offences in the North West in 2020/21.")
    assert one.verdict == "supported"


PASSED_OVER = (
    "Scotland's offences fell from 765 in 2022/23 to 748 in 2023/24 while England's rose.",
    "Scotland's offences fell from 765 in 2022/23 to 748 in 2023/24; crime rose.",
    "Scotland's offences fell from 765 in 2022/23 to 748 in 2023/24; Wales saw more.",
    "Image offences rose elsewhere; in Kent they rose from 1,356 in 2021/22 to 1,568 in 2022/23.",
)


@pytest.mark.parametrize("text", PASSED_OVER)
def test_a_part_that_is_not_checked_is_said_beside_the_one_that_is(real, text):
    checked = read(real, text)
    told = {one.verdict: one.because for one in checked.verdicts}
    assert set(told) == {"supported", "cannot_say"}
    assert "This part was not checked" in told["cannot_say"]
    assert not checked.supported


def test_the_command_tells_the_part_that_is_not_checked_and_ends_with_1():
    env = {"BELISHA_DATA_DIR": "/nowhere", "BELISHA_FIGURES_BOOK": ""}
    found = CliRunner().invoke(app, ["check", PASSED_OVER[0], "--json"], env=env)
    told = [json.loads(line) for line in found.stdout.splitlines()]
    assert [(one["claim"], one["verdict"]) for one in told][1] == ("England's rose.", "cannot_say")
    assert found.exit_code == 1
