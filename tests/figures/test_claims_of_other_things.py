"""A claim about something else than recorded image offences is never judged by their figures."""

import pytest

from belisha.figures import Figures

pytestmark = pytest.mark.pure

OTHER_THINGS = (
    "Road deaths in Cambridgeshire rose 343% from 164 in 2017/18 to 727 in 2022/23.",
    "Essex house prices rose 35 per cent between 2016/17 and 2017/18.",
    "Unemployment in Essex rose 35 per cent between 2016/17 and 2017/18.",
    "Visitors to Essex rose 35 per cent between 2016/17 and 2017/18.",
    "Essex's population rose 35 per cent between 2016/17 and 2017/18.",
    "The number of GPs in the UK rose from 18,574 in 2016/17 to 30,925 in 2021/22.",
    "Antisocial behaviour cases in Essex rose 35 per cent from 568 in 2016/17 to 767 in 2017/18.",
    "Kent had 1,568 cases in 2022/23 of bovine TB.",
    "Essex magistrates dealt with 767 cases in 2017/18.",
    "Essex recorded 767 offences of dangerous driving in 2017/18.",
    "Essex recorded 767 crimes against the elderly in 2017/18.",
    "Essex recorded 767 offences under the Dangerous Dogs Act in 2017/18.",
    "There were 767 incidents at sea off Essex in 2017/18.",
    "Revenge porn offences in Essex hit 767 in 2017/18.",
    "Police forces in the UK rose from 18,574 in 2016/17 to 30,925 in 2021/22.",
    "Data in Cambridgeshire rose 343% from 164 in 2017/18 to 727 in 2022/23.",
    "Police numbers in Essex fell from 767 in 2017/18.",
    "There were 1,568 sexual offences against children in Kent in 2022/23.",
    "Kent recorded 1,568 child sexual abuse offences in 2022/23.",
    "1,568 cases of child abuse were recorded in Kent in 2022/23.",
    "Crime in Essex rose 35 per cent between 2016/17 and 2017/18.",
    "Children in Essex rose 35 per cent between 2016/17 and 2017/18.",
    "Child abuse images in Essex rose 35 per cent between 2016/17 and 2017/18.",
    "In Maidstone, Kent, 1,568 offences were recorded in 2022/23.",
    "Kent Police recorded 1,568 child abuse image offences in Medway in 2022/23.",
    "Kent failed to record 1,568 offences in 2022/23.",
    "Just shy of 1,600 offences were recorded in Kent in 2022/23.",
    "Lancashire offences rose every year between 2016/17 and 2021/22.",
)
THE_VERY_THING = (
    "In the year to March 2023, Cambridgeshire Constabulary recorded 727 image offences, figures show.",
    "The charity's data, obtained under the Freedom of Information Act, reveals that Kent Police logged "
    "1,568 child abuse image crimes in 2022/23.",
    "A total of 1,568 image offences were recorded by Kent Police in 2022/23, said Bella Smithers.",
    "Offences recorded by all police forces in the UK rose from 18,574 in 2016/17 to 30,925 in 2021/22.",
    "According to data, offences in Cambridgeshire rose 343% from 164 in 2017/18 to 727 in 2022/23.",
    "Worryingly, indecent image crimes in Kent rose by 16% between 2021/22 and 2022/23.",
)


@pytest.fixture(scope="module")
def real() -> Figures:
    return Figures.load()


@pytest.mark.parametrize("text", OTHER_THINGS)
def test_of_something_else_nothing_can_be_said(real, text):
    verdicts = real.check(text)
    assert {one.verdict for one in verdicts} <= {"cannot_say"}


@pytest.mark.parametrize("text", THE_VERY_THING)
def test_the_words_of_newspapers_round_the_very_thing_are_known(real, text):
    assert {one.verdict for one in real.check(text)} == {"supported"}


def test_the_word_that_is_not_known_is_said(real):
    (one,) = real.check("Kent had 1,568 cases in 2022/23 of bovine TB.")
    assert "“bovine” isn't known" in one.because


NOUNS = (
    "The charity in Essex",
    "Essex charities",
    "Essex's charity",
    "The NSPCC in Essex",
    "The campaign in Essex",
    "Groups in Essex",
    "The report in Essex",
    "Officers in Essex",
    "Essex police officers",
    "The number of officers in Essex",
    "The number of charities across Essex",
    "Requests in Essex",
    "Responses in Essex",
    "Facebook in Essex",
    "The rate in Essex",
    "Sexual abuse in Essex",
)


@pytest.mark.parametrize("noun", NOUNS)
def test_another_noun_than_offences_that_rose_is_not_judged(real, noun):
    for text in (
        f"{noun} rose 35 per cent between 2016/17 and 2017/18.",
        f"Between 2016/17 and 2017/18 {noun} rose sharply, by 35 per cent.",
        f"{noun}: up 35 per cent between 2016/17 and 2017/18.",
    ):
        assert {one.verdict for one in real.check(text)} == {"cannot_say"}, text


@pytest.mark.parametrize(
    "noun", ["The charity said that offences in Essex", "Essex", "Essex Police", "The number in Essex"]
)
def test_offences_a_force_and_its_area_may_rise(real, noun):
    (one,) = real.check(f"{noun} rose 35 per cent between 2016/17 and 2017/18.")
    assert one.verdict == "supported"


def test_a_rise_in_another_noun_is_not_judged(real):
    (one,) = real.check("Essex saw a rise in officers of 35 per cent between 2016/17 and 2017/18.")
    assert one.verdict == "cannot_say"
    (one,) = real.check("The charity revealed a 35 per cent rise in Essex between 2016/17 and 2017/18.")
    assert one.verdict == "supported"


@pytest.mark.parametrize("noun", ["offences", "crimes", "cases"])
def test_what_bare_offences_are_taken_to_be_is_said(real, noun):
    (one,) = real.check(f"Kent recorded 1,568 {noun} in 2022/23.")
    assert one.verdict == "supported"
    assert f"Taken to be recorded child abuse image offences: it says “{noun}” alone." in one.because
    (one,) = real.check(f"{noun.capitalize()} in Essex rose 35 per cent between 2016/17 and 2017/18.")
    assert "Taken to be recorded child abuse image offences" in one.because


def test_what_is_named_in_full_is_taken_as_it_is(real):
    (one,) = real.check("Kent recorded 1,568 child abuse image offences in 2022/23.")
    assert "Taken to be" not in one.because
