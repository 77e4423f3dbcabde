"""Opening an item in the service's own restricted viewer: recorded first, then the person is sent there."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from belisha.decisions.models import View
from belisha.decisions.refusals import NoViewer
from belisha.decisions.viewer import NoAddress, viewer_address
from belisha.intake.models import Item
from belisha.ledger.record import record
from belisha.people.models import Staff
from belisha.refusal import NotFound
from belisha.triage.models import Case


@transaction.atomic
def record_view(*, case_id: UUID, item_id: UUID, by: Staff, form: str = "link") -> str:
    """Record that the person opens an item of the case, and return the address in the service's viewer.

    What is recorded is that the link was opened, never that something was seen: what the viewer showed, and
    in which form (grey, blurred, with sound), only the service knows. Raises NotFound, NoViewer.
    """
    case, item = _item_of(case_id, item_id)
    service = item.report.service or case.service
    try:
        address = viewer_address(service.viewer_link if service else "", item.external_id)
    except NoAddress as problem:
        raise NoViewer(problem=str(problem)) from problem
    view = View.objects.create(case=case, item=item, by=by, at=timezone.now(), form=form[:40])
    record("item.opened", by=by, about=case, item=str(item.id), view=str(view.id), form=view.form)
    return address


def _item_of(case_id: UUID, item_id: UUID) -> tuple[Case, Item]:
    case = Case.objects.select_related("service").filter(id=case_id).first()
    item = (
        Item.objects.select_related("report__service")
        .filter(id=item_id, report__memberships__case_id=case_id, report__memberships__left_at=None)
        .first()
    )
    if case is None or item is None:
        raise NotFound(what="item in this case")
    return case, item
