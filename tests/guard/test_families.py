import pytest

from tests.guard.carriers import CARRIERS, TEXT
from tests.guard.corpus import cells, counted
from tests.guard.families import FAMILIES
from tests.guard.pictures import HEADLESS, WHOLE

pytestmark = pytest.mark.pure

KINDS = list(WHOLE)


def test_the_corpus_has_sixty_families_and_six_carriers():
    assert len(FAMILIES) >= 60
    assert len(CARRIERS) == 6


@pytest.mark.parametrize("carrier", CARRIERS)
def test_each_carrier_with_innocent_text_is_clean(carrier):
    assert CARRIERS[carrier]([TEXT, "and a second one"]).findings == ()


@pytest.mark.parametrize("number", range(0, len(FAMILIES), 10))
def test_every_family_is_stopped(number):
    # One format and one carrier for each family, in turn; the slow test takes them all.
    for at, name in enumerate(list(FAMILIES)[number : number + 10], start=number):
        kind, carrier = KINDS[at % len(KINDS)], list(CARRIERS)[(at + at // 6) % len(CARRIERS)]
        hidden = cells({kind: WHOLE[kind]}, [name], {carrier: CARRIERS[carrier]})
        assert [cell for cell in hidden if cell.passed] == []


@pytest.mark.parametrize("body", ["JPEG scan", "PNG pixels"])
def test_compressed_pixels_without_a_head_are_stopped(body):
    # The slow test takes them all.
    chosen = list(FAMILIES)[:: 30 if body == "JPEG scan" else 31]
    assert [cell for cell in cells({body: HEADLESS[body]}, chosen) if cell.passed] == []


@pytest.mark.slow
def test_all_families_are_stopped_with_every_picture():
    whole, headless = counted()
    assert [cell for cell in whole if cell.passed] == []
    hidden = sum(cell.hidden for cell in [*whole, *headless])
    assert sum(len(cell.passed) for cell in headless) <= hidden / 100
