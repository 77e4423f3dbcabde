"""The administrator sets the desk up and changes it, through the pages."""

import html

import pytest

from belisha.ledger.models import Entry
from belisha.organisation.models import Organisation, Service, Team
from belisha.organisation.profile import profile

PAGE = "/desk/settings/organisation/"
ONE_PERSON = "/desk/settings/one-person-mode/"
SERVICES = "/desk/settings/services/"
TEAMS = "/desk/settings/teams/"

ANSWERS = {
    "legal_name": "Example Forum Limited",
    "country": "GB",
    "place": "SW1A 1AA",
    "regulated_user_to_user": "yes",
    "nca_registered": "yes",
    "nca_reference": "REG-0001",
    "administrator_name": "Alex Example",
    "administrator_email": "alex@desk.example",
    "contact_name": "Safety office",
    "contact_phone": "020 7946 0000",
    "time_zone": "Europe/London",
    "holidays_of": "GB-ENG",
    "open_within_minutes": "5",
    "urgent_hours": "24",
    "standard_working_days": "3",
    "chase_after_working_days": "3",
}


@pytest.fixture
def as_alex(client, alex):
    client.force_login(alex)
    return client


@pytest.fixture
def set_up(as_alex):
    assert as_alex.post(PAGE, ANSWERS).status_code == 302


def text(answer):
    return html.unescape(answer.content.decode())


def events():
    return [entry.event for entry in Entry.objects.order_by("seq")]


def last_entry():
    return Entry.objects.order_by("-seq").first()


def test_an_administrator_of_a_new_desk_is_led_to_its_set_up(as_alex):
    assert as_alex.get("/desk/start/").url == PAGE
    assert "Set up your desk" in text(as_alex.get(PAGE))


def test_the_answers_of_the_set_up_are_saved_and_the_way_goes_on(as_alex, alex):
    answer = as_alex.post(PAGE, ANSWERS)
    assert answer.url == "/desk/settings/"
    ours = profile()
    assert (ours.legal_name, ours.regulated_user_to_user, ours.nca_reference) == (
        "Example Forum Limited",
        "yes",
        "REG-0001",
    )
    assert ours.contact == {"name": "Safety office", "email": "", "phone": "020 7946 0000"}
    assert ours.authorised_persons == [
        {"role": "administrator", "name": "Alex Example", "email": "alex@desk.example"}
    ]
    entry = last_entry()
    assert (entry.event, entry.actor) == ("organisation.saved", alex.ledger_name)
    assert as_alex.get("/desk/start/").url == "/desk/tasks/"


def test_the_page_says_which_police_force_follows_from_the_postcode(as_alex, set_up):
    assert "Your own police force is Metropolitan Police" in text(as_alex.get(PAGE))
    as_alex.post(PAGE, ANSWERS | {"place": "M1 1AE"})
    assert profile().force_code
    assert "Greater Manchester Police" in text(as_alex.get(PAGE))


def test_a_postcode_that_is_taken_away_takes_its_police_force_with_it(as_alex, set_up):
    assert profile().force_code
    as_alex.post(PAGE, ANSWERS | {"place": ""})
    assert (profile().place, profile().force_code) == ("", "")
    assert "isn’t known" in text(as_alex.get(PAGE))


def test_a_place_of_several_forces_is_asked_for_in_full_beside_its_field(as_alex):
    answer = as_alex.post(PAGE, ANSWERS | {"place": "TW19"})
    assert answer.status_code == 422
    assert "Give the full postcode" in text(answer)
    assert 'href="#id_place"' in text(answer)
    assert not Organisation.objects.exists()
    assert events() == []


def test_an_answer_that_is_missing_or_wrong_is_named_and_nothing_is_saved(as_alex):
    wrong = {"legal_name": "", "country": "ZZ", "time_zone": "Mars/Base", "urgent_hours": "0"}
    answer = as_alex.post(PAGE, ANSWERS | wrong)
    assert answer.status_code == 422
    assert all(f'href="#id_{name}"' in text(answer) for name in wrong)
    assert not Organisation.objects.exists()


def test_what_was_set_at_the_console_stays_when_another_answer_is_saved(as_alex, set_up):
    Organisation.objects.update(holidays_of="DE-BY")
    assert '<option value="DE-BY" selected>' in text(as_alex.get(PAGE))
    as_alex.post(PAGE, ANSWERS | {"holidays_of": "DE-BY", "legal_name": "Example Games Limited"})
    assert (profile().holidays_of, profile().legal_name) == ("DE-BY", "Example Games Limited")


def test_one_person_mode_is_explained_and_needs_a_reason(as_alex, set_up):
    assert "nobody confirms it" in text(as_alex.get(ONE_PERSON))
    answer = as_alex.post(ONE_PERSON, {"switch": "on", "reason": " "})
    assert answer.status_code == 422
    assert not profile().one_person_mode


def test_one_person_mode_is_switched_on_and_off_with_its_reason_on_record(as_alex, alex, set_up):
    as_alex.post(ONE_PERSON, {"switch": "on", "reason": "I run this forum alone."})
    assert profile().one_person_mode
    shown = text(as_alex.get(ONE_PERSON))
    assert "I run this forum alone." in shown
    assert "Last switched by Alex" in shown
    as_alex.post(ONE_PERSON, {"switch": "off", "reason": "A second person joined."})
    assert not profile().one_person_mode
    assert events()[1:] == ["organisation.one_person_mode"] * 2
    assert last_entry().actor == alex.ledger_name


def test_one_person_mode_waits_for_the_organisation(as_alex):
    answer = as_alex.post(ONE_PERSON, {"switch": "on", "reason": "Alone."})
    assert (answer.status_code, events()) == (422, [])


def test_a_service_is_added_changed_and_removed(as_alex):
    link = "https://tools.example/view?id={item}"
    as_alex.post(SERVICES, {"name": "Example Forum", "viewer_link": link})
    service = Service.objects.get()
    assert (service.slug, service.viewer_link) == ("example-forum", link)
    assert "Example Forum" in text(as_alex.get(SERVICES))
    page = f"{SERVICES}{service.id}/"
    assert link in text(as_alex.get(page))
    as_alex.post(page, {"name": "Example Games", "slug": "games", "url": "https://games.example/"})
    service.refresh_from_db()
    assert (service.name, service.slug, service.viewer_link) == ("Example Games", "games", "")
    as_alex.post(f"{page}remove/")
    assert not Service.objects.exists()
    assert events() == ["service.saved", "service.saved", "service.removed"]


@pytest.mark.parametrize(
    ("link", "says"),
    [
        ("https://tools.example/view", "needs {item}"),
        ("http://tools.example/{item}", "must begin with https://"),
        ("http://127.0.0.1.tools.example/{item}", "must begin with https://"),
        ("javascript:alert({item})", "must begin with https://"),
    ],
)
def test_a_viewer_link_that_cannot_work_is_refused_beside_its_field(as_alex, link, says):
    answer = as_alex.post(SERVICES, {"name": "Example Forum", "viewer_link": link})
    assert answer.status_code == 422
    assert says in text(answer)
    assert 'href="#id_viewer_link"' in text(answer)
    assert not Service.objects.exists()
    assert events() == []


def test_two_services_never_share_a_short_name(as_alex):
    as_alex.post(SERVICES, {"name": "Example Forum"})
    answer = as_alex.post(SERVICES, {"name": "Example forum"})
    assert answer.status_code == 422
    assert Service.objects.count() == 1


def test_a_team_has_members_and_services(as_alex, rosa, omar):
    as_alex.post(SERVICES, {"name": "Example Forum"})
    service = Service.objects.get()
    as_alex.post(TEAMS, {"name": "Evenings", "members": [rosa.id], "services": [service.id]})
    team = Team.objects.get()
    assert list(team.members.all()) == [rosa]
    assert list(team.services.all()) == [service]
    page = f"{TEAMS}{team.id}/"
    assert "checked" in text(as_alex.get(page))
    as_alex.post(page, {"name": "Nights", "members": [rosa.id, omar.id]})
    assert "Nights" in text(as_alex.get(TEAMS))
    assert "All" in text(as_alex.get(TEAMS))
    assert set(team.members.all()) == {rosa, omar}
    as_alex.post(f"{page}remove/")
    assert not Team.objects.exists()
    assert events()[1:] == ["team.saved", "team.saved", "team.removed"]


def test_a_team_keeps_a_member_who_is_shut_out(as_alex, rosa):
    as_alex.post(TEAMS, {"name": "Evenings", "members": [rosa.id]})
    as_alex.post(f"/desk/settings/staff/{rosa.id}/shut-out/")
    shown = text(as_alex.get(f"{TEAMS}{Team.objects.get().id}/"))
    assert "Rosa (shut out)" in shown


def test_a_second_team_of_the_same_name_is_refused(as_alex):
    as_alex.post(TEAMS, {"name": "Evenings"})
    answer = as_alex.post(TEAMS, {"name": "Evenings"})
    assert answer.status_code == 422
    assert Team.objects.count() == 1


def test_the_overview_names_what_is_missing(as_alex, rosa, omar):
    shown = text(as_alex.get("/desk/settings/"))
    assert "Not set up" in shown
    assert "None yet" in shown
    assert "There" in shown
    as_alex.post(f"/desk/settings/staff/{omar.id}/shut-out/")
    assert "Nobody could confirm a colleague’s decision" in text(as_alex.get("/desk/settings/"))


@pytest.mark.parametrize("place", ["Cambrige", "CB2 ITN"])
def test_a_place_with_a_typing_error_is_not_taken_without_asking(as_alex, place):
    answer = as_alex.post(PAGE, ANSWERS | {"place": place})
    assert answer.status_code == 422
    assert "may lie with Cambridgeshire Constabulary. Give the full postcode" in text(answer)
    assert as_alex.post(PAGE, ANSWERS | {"country": "US", "place": "Houston"}).status_code == 302
    assert profile().force_code == ""
