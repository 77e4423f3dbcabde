"""Opening what could not be screened in the service's own restricted viewer: recorded first."""

from uuid import UUID

from django.db import transaction

from belisha.decisions.refusals import NoViewer
from belisha.decisions.viewer import NoAddress, viewer_address
from belisha.ledger.record import record
from belisha.people.models import Staff
from belisha.refusal import NotFound
from belisha.screening.models import Unscreened


@transaction.atomic
def open_unscreened(*, unscreened_id: UUID, by: Staff) -> str:
    """Record that the person opens an upload that could not be screened, and return its address.

    What is recorded is that the link was opened, never that something was seen. Raises NotFound, NoViewer.
    """
    row = Unscreened.objects.select_related("service").filter(id=unscreened_id).first()
    if row is None:
        raise NotFound(what="upload")
    try:
        address = viewer_address(row.service.viewer_link if row.service else "", row.content_id)
    except NoAddress as problem:
        raise NoViewer(problem=str(problem)) from problem
    record("unscreened.opened", by=by, about=row)
    return address
