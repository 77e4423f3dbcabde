"""Need to know over every door: who stands outside, and how the glass is broken."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from belisha.decisions.emergency import record_emergency_call
from belisha.ledger.models import Entry
from belisha.ledger.record import CONSOLE
from belisha.organisation.arrange import save_service, save_team
from belisha.organisation.models import Team
from belisha.people.roles import Role
from belisha.referrals.models import Referral
from belisha.triage import leave
from belisha.triage.models import Case, Leave
from tests.desk_cases import events, open_tasks
from tests.sweeps.a_desk_in_use import refer
from tests.sweeps.doors import DOORS, SOMETHING

ASKING = "leave/"  # the one door that is for those outside


@pytest.fixture
def outside(organisation, rosa, omar, sana):
    """Rosa serves Lantern, Omar another service."""
    from belisha.organisation.models import Service

    save_service(name="Other", slug="other", by=CONSOLE)
    for name, slug, person in (("Chat", "lantern", rosa), ("Other", "other", omar)):
        service = Service.objects.get(slug=slug)
        save_team(name=name, services=[service.id], members=[person.id], by=CONSOLE)
    return omar


@pytest.fixture
def omars(client, outside):
    client.force_login(outside)
    return client


def every_door(case, referral):
    """The address of every door that names a case or a referral, and a method that it answers."""
    ids = {"case_id": case.id, "referral_id": referral.id}
    for route, door in DOORS.items():
        if "<uuid:case_id>" in route or "<uuid:referral_id>" in route:
            address = re.sub(r"<\w+:(\w+)>", lambda found: str(ids.get(found[1], SOMETHING)), route)
            for method in door.methods or ("GET",):
                yield route, method, f"/{address}"


def test_every_door_of_a_case_and_its_referrals_is_shut_to_whoever_stands_outside(
    omars, make_case, rosa, sana
):
    case = make_case(content_detected="yes", child={"country": "FR", "age": 13})
    refer(case, rosa, sana)
    doors = list(every_door(case, Referral.objects.filter(case=case).first()))
    opened = {}
    for route, method, address in doors:
        answer = omars.generic(method, address)
        if answer.status_code != 403 and not route.endswith(ASKING):
            opened[route] = answer.status_code
    assert opened == {}
    assert len(doors) > 35
    assert b"ask to open it" in omars.get(reverse("case", args=[case.id])).content


def test_the_queue_and_the_search_tell_whoever_stands_outside_a_name_and_a_clock_alone(omars, make_case):
    case = make_case(concerns=["coercion"], accounts=[{"id": "acc-7788", "role": "suspect"}])
    row = rows_of(omars.get(reverse("queue")), case)
    assert "Of another team" in row
    assert "Coercion" not in row
    assert "Lantern" not in row
    assert "claim" not in row.casefold()
    found = rows_of(omars.post(reverse("search"), {"q": "acc-7788"}), case)
    assert "Of another team" in found
    assert "Coercion" not in found


def test_a_call_of_a_shut_case_is_not_changed_by_way_of_another(omars, make_case, rosa):
    mine, theirs = make_case(service="other"), make_case()
    call = record_emergency_call(case_id=theirs.id, by=rosa)
    for door in ("complete_call", "look_at_call"):
        address = reverse(door, args=[mine.id, call.id])
        assert omars.post(address, {"reference": "INC-1", "note": "n"}).status_code == 404
    call.refresh_from_db()
    assert (call.reference, call.looked_at) == ("", None)


def test_filters_by_content_find_only_what_opens(omars, make_case):
    theirs = make_case(concerns=["coercion"])
    danger = make_case(concerns=["coercion"], danger_now="yes")
    for asked in ("concern=coercion", "service=lantern"):
        page = omars.get(f"{reverse('queue')}?{asked}").content.decode()
        assert theirs.label not in page
        assert danger.label in page
    assert theirs.label in omars.get(reverse("queue")).content.decode()


def rows_of(answer, case) -> str:
    page = answer.content.decode()
    return next(row for row in page.split("<tr ")[1:] if case.label in row)


def test_next_case_gives_nobody_a_case_of_another_team(omars, make_case):
    make_case()
    assert omars.post(reverse("next_case")).headers["Location"] == reverse("queue")
    assert Case.objects.get().owner is None


def test_tasks_about_cases_of_other_teams_are_told_apart_without_their_reason(omars, make_case, rosa):
    from belisha.work.assign import open_task

    case = make_case()
    open_task(kind="a_task", about=case, reason="Somebody wrote something.")
    page = omars.get(reverse("tasks")).content.decode()
    assert "Somebody wrote something." not in page
    assert f"who work on these cases: {case.label}" in page
    omars.force_login(rosa)
    assert "Somebody wrote something." in omars.get(reverse("tasks")).content.decode()


def test_nobody_merges_a_case_of_theirs_into_one_that_is_shut_to_them(omars, make_case):
    mine, theirs = make_case(service="other"), make_case()
    omars.post(reverse("change_priority", args=[mine.id]), {"priority": "1", "reason": "Tonight."})
    merged = omars.post(reverse("merge_case", args=[mine.id]), {"into": theirs.label, "reason": "The same."})
    assert merged.status_code == 403
    assert omars.get(reverse("case", args=[theirs.id])).status_code == 403
    assert "case.took_in" not in events(theirs)


def ask(client, case, reason="It names the same account as a case of mine."):
    return client.post(reverse("ask_to_open", args=[case.id]), {"reason": reason})


def answer(client, case, said="yes"):
    return client.post(reverse("answer_leave", args=[case.id, Leave.objects.get().id]), {"answer": said})


def test_a_second_person_lets_somebody_in_for_some_hours(omars, make_case, rosa, outside):
    case = make_case()
    assert ask(omars, case).headers["Location"] == reverse("tasks")
    assert omars.get(reverse("case", args=[case.id])).status_code == 403
    assert "nobody has answered yet" in omars.get(reverse("tasks")).content.decode()
    assert answer(omars, case).status_code == 403
    assert "leave_asked" in open_tasks(case)
    omars.force_login(rosa)
    page = omars.get(reverse("case", args=[case.id])).content.decode()
    assert "It names the same account as a case of mine." in page
    assert answer(omars, case).status_code == 302
    assert "leave_asked" not in open_tasks(case)
    omars.force_login(outside)
    assert omars.get(reverse("case", args=[case.id])).status_code == 200
    told = [event for event in events(case) if event.startswith("case.leave")]
    assert told == ["case.leave_asked", "case.leave_given"]
    given = Leave.objects.get()
    assert given.until - given.answered_at == timedelta(hours=8)
    Leave.objects.update(until=timezone.now())
    assert omars.get(reverse("case", args=[case.id])).status_code == 403


@pytest.fixture
def lent(make_case, rosa, outside):
    """A case of Rosa's team that is open to Omar for some hours."""
    case = make_case()
    asked = leave.ask_to_open(case_id=case.id, reason="A case of mine names it.", by=outside)
    leave.answer(case_id=case.id, leave_id=asked.id, give=True, by=rosa)
    return case


def test_what_is_lent_is_read_and_not_kept(omars, make_case, lent, person):
    mine = make_case(service="other")
    assert omars.get(reverse("case", args=[lent.id])).status_code == 200
    assert omars.post(reverse("claim_case", args=[lent.id])).status_code == 403
    merged = omars.post(reverse("merge_case", args=[lent.id]), {"into": mine.label, "reason": "The same."})
    assert merged.status_code == 403
    omars.post(reverse("next_case"))
    assert Case.objects.get(id=lent.id).owner is None
    Leave.objects.update(until=timezone.now())
    assert omars.get(reverse("case", args=[lent.id])).status_code == 403


def test_whoever_has_leave_gives_none(omars, lent, person):
    ola = person("Ola", Role.MODERATOR)
    asked = leave.ask_to_open(case_id=lent.id, reason="So does mine.", by=ola)
    assert omars.post(reverse("answer_leave", args=[lent.id, asked.id]), {"answer": "yes"}).status_code == 403


def test_danger_lets_everybody_in_to_take_the_case_and_see_it_through(omars, make_case, rosa):
    danger = make_case(danger_now="yes")
    assert omars.post(reverse("claim_case", args=[danger.id])).status_code == 302
    assert Case.objects.get().owner is not None
    omars.force_login(rosa)
    omars.post(reverse("change_priority", args=[danger.id]), {"priority": "3", "reason": "It is over."})
    omars.force_login(Case.objects.get().owner)
    assert omars.get(reverse("case", args=[danger.id])).status_code == 200


def test_no_is_an_answer_too(omars, make_case, rosa, outside):
    case = make_case()
    ask(omars, case)
    omars.force_login(rosa)
    answer(omars, case, "no")
    omars.force_login(outside)
    assert omars.get(reverse("case", args=[case.id])).status_code == 403
    assert "Rosa said no" in omars.get(reverse("tasks")).content.decode()


def test_nobody_gives_leave_to_themselves(omars, make_case, rosa, outside):
    case = make_case()
    ask(omars, case)
    Team.objects.get(name="Chat").members.add(outside)
    assert answer(omars, case).status_code == 409
    assert Leave.objects.get().answered_at is None


def test_a_reason_is_needed_and_an_open_case_is_not_asked_for(omars, make_case):
    case, danger = make_case(), make_case(danger_now="yes")
    assert ask(omars, case, " ").status_code == 422
    assert omars.get(reverse("case", args=[danger.id])).status_code == 200
    assert ask(omars, danger).status_code == 409
    assert Leave.objects.count() == 0


def test_alone_the_leave_is_given_at_once_and_recorded_so(omars, make_case, one_person):
    case = make_case()
    assert ask(omars, case).headers["Location"] == reverse("case", args=[case.id])
    assert omars.get(reverse("case", args=[case.id])).status_code == 200
    assert Entry.objects.get(event="case.leave_asked").content["one_person_mode"] is True
