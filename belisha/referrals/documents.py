"""Handing a released document to a person: recorded before it is opened."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from belisha.ledger.record import record
from belisha.people.models import Staff
from belisha.referrals.models import Pack
from belisha.refusal import NotFound, Refusal
from belisha.triage.danger import is_immediate

DANGER = "A child is in danger now."
CONTENT_TYPES = {
    "json": "application/json",
    "pdf": "application/pdf",
    "xml": "application/xml",
    "text": "text/plain; charset=utf-8",
}


class NoReasonToTake(Refusal):
    """Say what the document is taken out for. The reason is kept."""

    code = "no_reason"


@dataclass(frozen=True, kw_only=True)
class Document:
    """A pack as it left, byte for byte; its name says who took it out and when, and nothing of the case."""

    name: str
    content_type: str
    data: bytes


@transaction.atomic
def take_out(*, referral_id: UUID, kind: str, by: Staff, reason: str) -> Document:
    """Return a released pack and record who took it out, and why. Raises NotFound, NoReasonToTake.

    What an authority gets must have the digest that was released, so the mark stands outside: in the name of
    the file and in the ledger.
    """
    pack = Pack.objects.select_related("referral__case").filter(referral_id=referral_id, kind=kind).first()
    if pack is None:
        raise NotFound(what="document")
    if not reason.strip() and not is_immediate(pack.referral.case_id):
        raise NoReasonToTake
    number = pack.referral.number
    document = Document(
        name=f"referral-{number}-{slugify(by.name) or 'staff'}-{timezone.now():%Y%m%dT%H%M%SZ}.{pack.kind}",
        content_type=CONTENT_TYPES[pack.kind],
        data=bytes(pack.document),
    )
    facts = {"number": number, "kind": kind, "sha256": pack.sha256, "reason": reason.strip() or DANGER}
    record("referral.taken_out", by=by, about=pack.referral.case, name=document.name, **facts)
    return document
