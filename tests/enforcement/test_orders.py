"""An order to destroy a case holds for the case as it was when it was asked, and for nothing else."""

import pytest
from django.urls import reverse
from django.utils import timezone

from belisha.decisions import decide
from belisha.enforcement.models import DestroyOrder
from belisha.ledger.models import Entry
from belisha.ledger.record import CONSOLE
from belisha.organisation.arrange import switch_one_person_mode
from belisha.people.roles import Role
from belisha.referrals import refer
from belisha.triage import arrange
from belisha.triage.models import Case
from tests.desk_cases import open_tasks
from tests.enforcement.kept import DAY, clocks_begin, no_action, on_day

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def sam(person):
    """A second senior."""
    return person("Sam", Role.SENIOR)


@pytest.fixture
def send(client):
    """Whoever sends a form of the desk."""

    def sent(by, name, *parts, **fields):
        client.force_login(by)
        return client.post(reverse(name, args=parts), fields)

    return sent


def ask(send, case, by):
    answer = send(by, "destroy_case", case.id, authority="The court", reference="7 U", reason="It orders it.")
    return answer, DestroyOrder.objects.filter(case=case).first()


def confirmed(send, case, sana, sam):
    _, order = ask(send, case, sana)
    assert send(sam, "confirm_destruction", case.id, order.id).status_code == 302
    return order


def there(case):
    return Case.objects.filter(id=case.id).exists()


def test_a_case_whose_referrals_nobody_sent_is_not_destroyed(send, make_case, rosa, omar, sana, sam):
    case = make_case(content_detected="yes", danger_now="yes")
    made = decide.decide(case_id=case.id, outcome="refer", category="grooming", reasons="Both.", by=rosa)
    if made.state == "proposed":
        decide.confirm(decision_id=made.id, by=omar)
    refer.prepare(case_id=case.id)
    answer, order = ask(send, case, sana)
    assert (answer.status_code, order) == (422, None)
    assert "is not closed" in answer.content.decode()
    words = {"authority": "The court", "reason": "It orders it.", "asked_at": timezone.now()}
    old = DestroyOrder.objects.create(case=case, asked_by=sana, **words)
    assert send(sam, "confirm_destruction", case.id, old.id).status_code == 409
    DestroyOrder.objects.filter(id=old.id).update(state="confirmed", ended_by=sam)
    on_day(0 * DAY)
    assert there(case)


def test_an_order_ends_where_the_case_is_opened_again_and_takes_no_other_case_along(
    send, make_case, rosa, sana, sam
):
    case, other = no_action(make_case(), rosa), make_case()
    order = confirmed(send, case, sana, sam)
    decide.reopen(case_id=case.id, reason="New facts.", by=rosa)
    arrange.merge(case_id=other.id, into_id=case.id, reason="One person.", by=rosa)
    case.refresh_from_db()
    no_action(case, rosa)
    on_day(0 * DAY)
    assert there(case)
    order.refresh_from_db()
    assert order.state == "withdrawn"
    told = Entry.objects.get(event="destruction.withdrawn")
    assert (told.actor, told.content["because"]) == ("system", "The case was opened again.")
    assert ask(send, case, sana)[0].status_code == 302


def test_an_order_that_waits_ends_with_the_case_that_it_names(send, make_case, rosa, sana, sam):
    case, other = no_action(make_case(), rosa), make_case()
    _, order = ask(send, case, sana)
    decide.reopen(case_id=case.id, reason="New facts.", by=rosa)
    arrange.merge(case_id=case.id, into_id=other.id, reason="One person.", by=rosa)
    assert send(sam, "confirm_destruction", case.id, order.id).status_code == 409
    clocks_begin()
    order.refresh_from_db()
    assert order.state == "withdrawn"
    assert "confirm_destruction" not in open_tasks(case)
    answer, _ = ask(send, case, sana)
    assert answer.status_code == 422
    assert f"was merged into {other.label}" in answer.content.decode()


def test_an_order_that_waits_is_not_confirmed_once_the_case_was_opened_in_between(
    send, make_case, rosa, sana, sam
):
    case = no_action(make_case(), rosa)
    _, order = ask(send, case, sana)
    decide.reopen(case_id=case.id, reason="New facts.", by=rosa)
    no_action(case, rosa)
    assert send(sam, "confirm_destruction", case.id, order.id).status_code == 409
    on_day(0 * DAY)
    assert there(case)


def test_what_an_authority_has_kept_is_not_destroyed_by_an_old_order_when_that_ends(
    send, make_case, rosa, sana, sam
):
    case = no_action(make_case(), rosa)
    order = confirmed(send, case, sana, sam)
    until = (timezone.localdate() + 30 * DAY).isoformat()
    assert send(rosa, "keep_case", case.id, authority="Norfolk Police", until=until).status_code == 302
    order.refresh_from_db()
    assert order.state == "withdrawn"
    assert Entry.objects.filter(event="destruction.withdrawn").count() == 1
    clocks_begin()
    on_day(32 * DAY)
    assert there(case)


def test_whoever_asked_does_not_confirm_it_by_switching_one_person_mode_on(send, make_case, rosa, sana):
    case = no_action(make_case(), rosa)
    _, order = ask(send, case, sana)
    switch_one_person_mode(on=True, reason="There is one.", by=CONSOLE)
    assert send(sana, "confirm_destruction", case.id, order.id).status_code == 409
    order.refresh_from_db()
    assert order.state == "asked"
