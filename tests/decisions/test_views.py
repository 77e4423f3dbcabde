"""Opening an item in the service's own viewer: recorded before anybody is sent there."""

import pytest

from belisha.decisions.models import View
from belisha.decisions.read import views_of
from belisha.decisions.refusals import NoViewer
from belisha.decisions.views import record_view
from belisha.intake.models import Item
from belisha.ledger.record import CONSOLE
from belisha.organisation.arrange import save_service
from belisha.organisation.models import Service
from belisha.refusal import NotFound
from tests.desk_cases import events, report


def item_of(case):
    return Item.objects.get(report__memberships__case=case)


def test_a_view_is_recorded_with_who_when_and_in_what_form(case, rosa):
    item = item_of(case)
    address = record_view(case_id=case.id, item_id=item.id, by=rosa)
    assert address == f"https://viewer.lantern.example/items/{item.external_id}"
    [view] = views_of(case.id)
    assert (view.item_id, view.by, view.form) == (item.id, "Rosa", "link")
    assert events(case)[-1] == "item.opened"


def test_nothing_is_viewed_unless_somebody_opens_it(case):
    assert views_of(case.id) == ()


def test_an_item_of_another_case_is_not_opened(case, make_case, rosa):
    with pytest.raises(NotFound):
        record_view(case_id=case.id, item_id=item_of(make_case()).id, by=rosa)
    assert not View.objects.exists()


def test_a_service_without_a_viewer_opens_nothing_and_records_nothing(case, rosa):
    service = Service.objects.get(slug="lantern")
    save_service(service_id=service.id, name=service.name, viewer_link="", by=CONSOLE)
    with pytest.raises(NoViewer, match="no restricted viewer"):
        record_view(case_id=case.id, item_id=item_of(case).id, by=rosa)
    assert not View.objects.exists()


def test_an_id_from_a_report_cannot_leave_its_place_in_the_link(make_case, rosa):
    case = make_case(items=[report()["items"][0] | {"id": "../admin?x=1#y"}])
    address = record_view(case_id=case.id, item_id=item_of(case).id, by=rosa)
    assert address == "https://viewer.lantern.example/items/..%2Fadmin%3Fx%3D1%23y"
