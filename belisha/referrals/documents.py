"""Handing a released document to a person: recorded before it is opened."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from belisha.ledger.record import record
from belisha.people.models import Staff
from belisha.referrals.models import Pack
from belisha.refusal import NotFound

CONTENT_TYPES = {"json": "application/json", "pdf": "application/pdf"}


@dataclass(frozen=True, kw_only=True)
class Document:
    """A pack as it left, under a name that tells nobody anything."""

    name: str
    content_type: str
    data: bytes


@transaction.atomic
def take_out(*, referral_id: UUID, kind: str, by: Staff) -> Document:
    """Return a released pack and record who took it out. Raises NotFound."""
    pack = Pack.objects.select_related("referral__case").filter(referral_id=referral_id, kind=kind).first()
    if pack is None:
        raise NotFound(what="document")
    number = pack.referral.number
    document = Document(
        name=f"referral-{number}.{pack.kind}",
        content_type=CONTENT_TYPES[pack.kind],
        data=bytes(pack.document),
    )
    record(
        "referral.taken_out", by=by, about=pack.referral.case, number=number, kind=kind, sha256=pack.sha256
    )
    return document
