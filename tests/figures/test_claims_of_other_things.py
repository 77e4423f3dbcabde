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
