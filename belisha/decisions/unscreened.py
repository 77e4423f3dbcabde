"""Opening what could not be screened in the service's own restricted viewer: recorded first."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from belisha.decisions.refusals import NoViewer
from belisha.decisions.viewer import NoAddress, viewer_address
from belisha.ledger.record import record
from belisha.people.models import Staff
from belisha.refusal import NotFound, Refusal
from belisha.screening.models import Unscreened
from belisha.screening.read_unscreened import closed_to

HIDDEN = {"content_id": "id of the content", "account": "account", "locator": "address"}
"""What names somebody among what is known of an upload, in words."""


class NothingToShow(Refusal):
    """Choose what is to be shown, and say why. The reason is kept."""

    code = "no_reason"


class OfOthers(Refusal):
    """That is an upload of a service that another team works on."""

    code = "not_allowed"


def refuse_unless_served(*, ids: Collection[UUID], person: Staff) -> None:
    """Let nobody go on whose teams don't serve the service of these uploads; raises OfOthers."""
    if closed_to(person, ids):
        raise OfOthers


@transaction.atomic
def reveal_unscreened(*, unscreened_id: UUID, fields: Collection[str], reason: str, by: Staff) -> None:
    """Record that the person is shown what names somebody, and why; whoever calls shows it then, once."""
    row = Unscreened.objects.select_for_update().filter(id=unscreened_id).first()
    if row is None:
        raise NotFound(what="upload")
    if not reason.strip() or not fields or not set(fields) <= set(HIDDEN):
        raise NothingToShow
    # The words stay with the upload and go with it: an entry about it is sealed under the desk's own key.
    said = f"{timezone.now():%Y-%m-%d %H:%M} {by.ledger_name}: {reason.strip()}"
    row.shown_because = "\n".join(filter(None, [row.shown_because, said]))
    row.save(update_fields=["shown_because"])
    record("unscreened.revealed", by=by, about=row, fields=sorted(fields))


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
