"""Areas as forces and journalists name them; a slip in a name is asked about, never read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belisha.figures.collate.mapping import LEAVE, Mapping
from belisha.figures.collate.meanings import MOST_NEAR, Meanings
from belisha.figures.parse.places import near_areas, read_area, special_forces
from belisha.figures.places import areas
from belisha.routing.forces import forces

pytestmark = pytest.mark.pure

ONE = {
    "GMP": "E23000005",
    "Greater Manchester Police": "E23000005",
    "MPS": "E23000001",
    "The Met": "E23000001",
    "Metropolitan Police Service": "E23000001",
    "PSNI": "N99999999",
    "BTP": "X-BTP",
    "Devon and Cornwall": "E23000035",
    "Devon & Cornwall Police": "E23000035",
    "Avon & Somerset": "E23000036",
    "AVON AND SOMERSET CONSTABULARY": "E23000036",
    "Hampshire and Isle of Wight": "E23000030",
    "West Midlands Police": "E23000014",
    "West Midlands region": "ons/west-midlands",
    "Police Scotland": "S23000009",
    "Kent¹": "E23000032",
    "Kent*": "E23000032",
    "Kent Police (1)": "E23000032",
    "  Kent  Police ": "E23000032",
    "Heddlu Gwent": "W15000002",
    "Dyfed Powys": "W15000004",
    "Wales": "W92000004",
    "Wales (4 forces)": "W92000004",
    "UK (all forces)": "K02000001",
    "England & Wales": "K04000001",
    "E23000032": "E23000032",
    "East of England (6 forces)": "ons/east-of-england",
    "South-West": "ons/south-west",
    "Cambs": "E23000023",
}
SEVERAL = {
    "West Midlands": {"E23000014", "ons/west-midlands"},
    "Scotland": {"S23000009", "S92000003"},
    "Northern Ireland": {"N99999999", "N92000002"},
    "London": {"E23000001", "ons/london"},
    "WMP": {"E23000014", "E23000016"},
    "Yorkshire": {"E23000012", "E23000009", "E23000011", "E23000010"},
}
NONE = (
    "",
    "Total",
    "Police",
    "The",
    "Cambridgshire",
    "Kentt",
    "Devon",
    "2017/18",
    "1,204",
    "Sussx",
    "*",
    "E23000099",
)


@pytest.mark.parametrize("text", ONE)
def test_a_name_that_is_sure_names_one_area(text):
    assert [area.id for area in read_area(text)] == [ONE[text]]


@pytest.mark.parametrize("text", SEVERAL)
def test_a_name_of_several_areas_names_them_all(text):
    assert {area.id for area in read_area(text)} == SEVERAL[text]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_name_names_nothing(text):
    assert read_area(text) == []


def test_a_slip_is_offered_to_a_person():
    assert [area.id for area in near_areas("Cambridgshire")] == ["E23000023"]
    assert near_areas("Total") == []


@pytest.mark.parametrize("code", [code for code in areas() if areas()[code].kind == "force"])
def test_every_force_is_known_by_each_of_its_names(code):
    force = forces()[code]
    for name in (
        force.name,
        f"{force.short_name} Police",
        force.name.upper(),
        force.name.replace("&", "and"),
    ):
        assert [area.id for area in read_area(name)] == [code], name
    assert code in [area.id for area in read_area(force.short_name)]


def test_forces_without_an_area_are_known_and_belong_to_no_country():
    assert set(special_forces()) == {"X-BTP", "X-MDP", "X-CNC"}
    assert not any("X-BTP" in area.members() for area in areas().values())


names = st.sampled_from(sorted(area.name for area in areas().values()))


@settings(derandomize=True, max_examples=400)
@given(names, st.integers(min_value=0, max_value=30), st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
def test_a_letter_too_many_never_makes_another_area(name, place, letter):
    place = min(place, len(name))
    slip = name[:place] + letter + name[place:]
    assert all(area in read_area(name) for area in read_area(slip))


def test_forty_thousand_strange_names_are_not_each_compared_with_every_force(monkeypatch):
    compared = []
    monkeypatch.setattr(
        "belisha.figures.collate.meanings.near_areas", lambda text, known: compared.append(text) or []
    )
    meanings = Meanings(told=Mapping(), areas=areas())
    assert {meanings.of("area", f"Nowhere {number}").value for number in range(2_000)} == {LEAVE}
    assert len(compared) == MOST_NEAR
