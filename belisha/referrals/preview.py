"""A referral to NCMEC as the XML that leaves, for whoever looks at it before: recorded before it is shown."""

from django.db import transaction

from belisha.ledger.record import Actor, record
from belisha.referrals.message import ReferralMessage
from belisha.referrals.models import Pack, Referral
from belisha.referrals.recipients.cybertip import schema
from belisha.referrals.recipients.cybertip.report import written
from belisha.referrals.refusals import NotReady
from belisha.referrals.tip import NCMEC
from belisha.refusal import NotFound


@transaction.atomic
def preview(*, number: str, by: Actor) -> bytes:
    """Return the XML that left, or that would leave now. Raises NotFound, NotReady, NotSendable."""
    referral = Referral.objects.select_related("case").filter(number=number, authority=NCMEC).first()
    if referral is None:
        raise NotFound(what="referral to NCMEC")
    left = Pack.objects.filter(referral=referral, kind=Pack.Kind.XML).first()
    document = bytes(left.document) if left else _made(referral)
    record("referral.previewed", by=by, about=referral.case, number=number, kind="xml")
    return document


def _made(referral: Referral) -> bytes:
    if not referral.message:
        raise NotReady(number=referral.number, problem=referral.problem.rstrip(".") or "it is not written")
    document = written(ReferralMessage.from_json(referral.message))
    schema.refuse_unless_valid(document)
    return document
