"""What machines hold becomes an order within a second; what a person finds harmless is let go."""

from __future__ import annotations

import pytest

from belisha.enforcement.models import Followed, Order
from belisha.jobs.carry import reports_into_cases
from belisha.jobs.carry_orders import make_orders
from tests.api.conftest import caller
from tests.listed import hex_of, take_in

__all__ = ["caller"]


@pytest.fixture
def screens(organisation, caller):
    """The service's back end, which sends fingerprints and addresses to be screened."""
    take_in()
    return caller("screen", "orders")


def worker_runs():
    return reports_into_cases(), make_orders()


def sends(screens, number=3, **about):
    row = {"id": f"post-{number}", "account": "user-1", "pdq": hex_of(number, 64)} | about
    answer = screens.post({"hashes": [row]}, "/api/v1/screen/hashes?service=lantern")
    return answer.json()["results"][0]


def unread(screens):
    row = {"id": "post-9", "url": "no address at all"}
    return screens.post({"urls": [row]}, "/api/v1/screen/urls?service=lantern").json()["results"][0]


def made():
    return [(one.kind, one.state, one.origin, one.target_id) for one in Order.objects.order_by("made_at")]


def events(order):
    from belisha.ledger.models import Entry

    return list(Entry.objects.filter(about_id=str(order.id)).order_by("seq").values_list("event", flat=True))


def test_a_match_becomes_an_order_to_hold_that_names_the_answer(screens):
    answer = sends(screens)
    assert answer["action"] == "hold"
    worker_runs()
    (order,) = screens.get("/api/v1/orders").json()["orders"]
    assert (order["kind"], order["target"]["id"], order["service"]) == ("hold", "post-3", "lantern")
    assert order["reference"] == answer["reference"]
    row = Order.objects.get()
    assert (row.origin, row.made_by, row.case.report_count) == ("machine", None, 1)
    assert events(row) == ["order.given", "order.delivered"]


def test_the_worker_orders_once_however_often_it_runs(screens):
    sends(screens)
    for _ in range(3):
        worker_runs()
    Followed.objects.update(read_to=0)
    make_orders()
    assert len(made()) == 1


def test_what_a_decision_finds_harmless_is_released_by_it(screens, rosa):
    from belisha.decisions.decide import decide

    sends(screens)
    worker_runs()
    hold = Order.objects.get()
    decide(case_id=hold.case_id, outcome="no_action", category="other", reasons="A school play.", by=rosa)
    worker_runs()
    release = Order.objects.get(kind="release")
    assert (release.undoes, release.origin, release.made_by) == (hold, "decision", rosa)
    screens.post({}, f"/api/v1/orders/{hold.id}/done")
    screens.post({}, f"/api/v1/orders/{release.id}/done")
    hold.refresh_from_db()
    assert hold.state == "reversed"
    assert screens.post({}, f"/api/v1/orders/{hold.id}/done").status_code == 200


def test_what_another_case_names_too_stays_held_for_it(screens, rosa, make_case):
    from belisha.decisions.decide import decide

    sends(screens)
    worker_runs()
    hold = Order.objects.get()
    case = hold.case
    case.state = "closed"  # What comes now opens a case of its own.
    case.save()
    other = make_case(items=[{"id": "post-3"}])
    case.state = "open"
    case.save()
    decide(case_id=case.id, outcome="no_action", category="other", reasons="A school play.", by=rosa)
    worker_runs()
    hold.refresh_from_db()
    assert (made(), hold.case) == ([("hold", "due", "machine", "post-3")], other)
    assert hold.target_id == "post-3"


def test_what_another_service_calls_the_same_holds_nothing_here(case, make_case, rosa):
    from belisha.decisions.decide import decide
    from belisha.enforcement.act import order
    from belisha.enforcement.order_add import Thing
    from belisha.organisation.arrange import save_service

    item = case.memberships.get().report.items.get()
    hold = order(case_id=case.id, kind="hold", thing=Thing(kind="item", id=item.external_id), by=rosa)
    save_service(slug="elsewhere", name="Elsewhere", by=rosa)
    assert make_case(service="elsewhere", items=[{"id": item.external_id}]) != case
    decide(case_id=case.id, outcome="no_action", category="other", reasons="A school play.", by=rosa)
    make_orders()
    hold.refresh_from_db()
    assert (hold.case, hold.undone_by.kind) == (case, "release")


def test_the_hold_of_a_case_that_was_merged_meanwhile_is_the_other_case_s(screens, rosa):
    from belisha.triage.arrange import merge
    from belisha.triage.models import Case

    for number in (3, 4):
        sends(screens, number, account=f"user-{number}")
    reports_into_cases()
    gone, into = Case.objects.order_by("number")
    merge(case_id=gone.id, into_id=into.id, reason="The same person.", by=rosa)
    make_orders()
    assert {(one.case, one.target_id) for one in Order.objects.all()} == {(into, "post-3"), (into, "post-4")}


def test_a_hold_that_nobody_has_looked_at_is_never_forgotten(screens, rosa):
    from datetime import timedelta

    from django.utils import timezone

    from belisha.enforcement.order_apart import forget_ended
    from belisha.screening.answers import release
    from belisha.screening.models import Unscreened

    def is_over():
        for one in Order.objects.exclude(state__in=("done", "reversed")):
            assert screens.post({}, f"/api/v1/orders/{one.id}/done").status_code == 200
        return forget_ended(before=timezone.now() + timedelta(days=1))

    unread(screens)
    worker_runs()
    assert (is_over(), Order.objects.count()) == (0, 1)
    release(ids=[Unscreened.objects.get().id], reason="A broken link.", by=rosa)
    worker_runs()
    assert (is_over(), Order.objects.count()) == (2, 0)


def test_what_could_not_be_screened_is_held_and_let_go_by_a_person(screens, rosa):
    from belisha.screening.answers import release
    from belisha.screening.models import Unscreened

    answer = unread(screens)
    worker_runs()
    assert made() == [("hold", "due", "machine", "post-9")]
    assert Order.objects.get().details == {"reference": answer["reference"]}
    release(ids=[Unscreened.objects.get().id], reason="A broken link.", by=rosa)
    worker_runs()
    assert made()[1] == ("release", "due", "person", "post-9")
    assert Order.objects.get(kind="release").made_by == rosa


def test_what_one_service_could_not_screen_is_no_other_one_s(screens, caller, rosa):
    from belisha.organisation.arrange import save_service
    from belisha.screening.answers import release
    from belisha.screening.models import Unscreened

    save_service(slug="elsewhere", name="Elsewhere", by=rosa)
    row = {"id": "post-9", "url": "no address at all"}
    for key, service in ((screens, "lantern"), (caller("screen"), "elsewhere")):
        key.post({"urls": [row]}, f"/api/v1/screen/urls?service={service}")
    worker_runs()
    assert {one.service.slug for one in Order.objects.all()} == {"lantern", "elsewhere"}
    release(ids=[Unscreened.objects.get(service__slug="lantern").id], reason="A broken link.", by=rosa)
    worker_runs()
    released = [one.undoes.service.slug for one in Order.objects.filter(kind="release")]
    assert released == ["lantern"]


def test_a_report_takes_no_hold_of_another_service_into_its_case(screens, make_case, rosa):
    from belisha.organisation.arrange import save_service

    unread(screens)
    worker_runs()
    save_service(slug="elsewhere", name="Elsewhere", by=rosa)
    make_case(service="elsewhere", items=[{"id": "post-9"}])
    make_orders()
    assert Order.objects.get().case is None


def test_the_hold_of_what_could_not_be_screened_joins_the_case_of_its_report(screens, rosa):
    from belisha.intake.report_unscreened import report_unscreened
    from belisha.screening.models import Unscreened

    unread(screens)
    worker_runs()
    report_unscreened(
        unscreened_id=Unscreened.objects.get().id,
        concern="grooming",
        danger_now="no",
        what_happened="Text of the report.",
        by=rosa,
    )
    worker_runs()
    order = Order.objects.get()
    assert order.case.report_count == 1
    assert (order.target_id, order.sealed_under().kind) == ("post-9", "case")


def test_orders_go_with_the_reports_that_are_moved_to_another_case(screens, rosa):
    from belisha.triage.arrange import split
    from belisha.triage.models import Membership

    for number in (3, 4):
        sends(screens, number)
        worker_runs()
    first, second = Order.objects.order_by("made_at")
    assert first.case == second.case
    moved = Membership.objects.filter(case=first.case).order_by("joined_at").last()
    new = split(case_id=first.case_id, report_ids=[moved.report_id], reason="Not the same.", by=rosa)
    worker_runs()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (second.case, second.target_id) == (new, "post-4")
    assert first.case != new


def test_an_order_stays_where_a_report_that_stays_names_the_same(screens, rosa):
    from belisha.enforcement.act import order
    from belisha.enforcement.order_add import Thing
    from belisha.triage.arrange import split
    from belisha.triage.models import Membership

    for number in (3, 4):
        sends(screens, number)
        worker_runs()
    case = Order.objects.first().case
    held = order(case_id=case.id, kind="hold", thing=Thing(kind="account", id="user-1"), by=rosa)
    moved = Membership.objects.filter(case=case).order_by("joined_at").last()
    split(case_id=case.id, report_ids=[moved.report_id], reason="Not the same.", by=rosa)
    worker_runs()
    held.refresh_from_db()
    assert (held.case, held.target_id) == (case, "user-1")


def test_one_order_that_can_t_be_made_holds_up_no_other(screens, monkeypatch):
    from belisha.enforcement import machine_holds
    from belisha.work.models import Task

    real = machine_holds.hold_matches

    def breaks(*, report, case):
        if case.number == 1:
            raise ValueError("a bug")
        return real(report=report, case=case)

    monkeypatch.setattr("belisha.enforcement.machine_holds.hold_matches", breaks)
    sends(screens, 3, account="user-3")
    sends(screens, 4, account="user-4")
    worker_runs()
    assert made() == [("hold", "due", "machine", "post-4")]
    assert Task.objects.get(kind="order_not_made").label == "C-000001"
