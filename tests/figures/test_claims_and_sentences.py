"""Whatever the figures say of themselves is supported; a number further on it isn't."""

import re

import pytest

from belisha.figures import Figures
from belisha.figures.cannot import CannotSay
from belisha.figures.claims import check, read
from belisha.figures.lookup import Topic
from belisha.figures.say import say
from tests.figures.invented_claims import invented

pytestmark = pytest.mark.pure
_NUMBER = re.compile(r"(?<![\d/,.-])(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?![\d/]|,\d)")
_WAYS = {"up": "down", "down": "up", "rose": "fell", "fell": "rose"}


def sentences(figures, names):
    for name in names:
        area = figures.area(name)
        years = [year for year in figures.years(area) if "-" not in year]
        for first, last in [(one, None) for one in years] + [(years[0], one) for one in years[1:]]:
            try:
                # Trends take a library that is slow to load; one test asks for them.
                yield from say(figures.lookup, area, first, last, Topic(), trends=False)
            except CannotSay:
                continue


REAL = ("Cambridgeshire", "Cheshire", "Kent", "Scotland", "UK", "ons/west-midlands", "Wales", "Lancashire")
MADE_UP = ("Cleveland", "Durham", "Northumbria", "ons/north-east", "Kent", "UK")


@pytest.mark.parametrize(("figures", "names"), [(Figures.load, REAL), (invented, MADE_UP)])
def test_every_sentence_that_the_figures_say_is_supported(figures, names):
    loaded = figures()
    said = {one.text: read(loaded, one.text) for one in sentences(loaded, names)}
    assert len(said) > 50
    assert [text for text, checked in said.items() if not checked.supported or checked.unread] == []


def test_the_sentence_on_a_trend_is_supported_and_a_wrong_interval_is_not():
    real = Figures.load()
    trend = next(
        one.text for one in real.say("Cheshire", "2016/17", "2020/21") if "on average by" in one.text
    )
    assert read(real, trend).supported
    assert not read(real, trend.replace("6.7", "6.9")).supported
    assert not read(real, trend.replace("19 per cent", "20 per cent")).supported


def nudged(text):
    """The sentence with each of its numbers a step further, beyond what rounding allows; and turned round."""
    for found in _NUMBER.finditer(text):
        before = text[max(0, found.start() - 14) : found.start()]
        if re.match(r"20\d\d", found[0]) or "less than" in before or "at least" in before:
            continue
        number = int(found[1].replace(",", ""))
        number = max(number * 2, number + 20) if "more than" in before else number
        new = f"{float(found[0]) + 0.2:.1f}" if found[2] else f"{number + 1:,}"
        yield text[: found.start()] + new + text[found.end() :]
    for word, other in _WAYS.items():
        if re.search(rf"\b{word}\b", text):
            yield re.sub(rf"\b{word}\b", other, text)


@pytest.mark.parametrize(
    ("figures", "names"), [(Figures.load, ("Cambridgeshire", "Kent", "Lancashire")), (invented, ("Durham",))]
)
def test_a_number_further_on_it_is_contradicted(figures, names):
    loaded = figures()
    texts = {other for one in sentences(loaded, names) for other in nudged(one.text)}
    verdicts = {text: {one.verdict for one in check(loaded, text)} for text in texts}
    assert len(texts) > 50
    assert [text for text, found in verdicts.items() if "contradicted" not in found] == []
