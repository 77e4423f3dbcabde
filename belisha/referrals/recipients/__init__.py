"""One file per kind of authority: what it asks for, how it is told, in which order its pack is."""

from belisha.referrals.recipients.emergency import Emergency
from belisha.referrals.recipients.iwf import Iwf
from belisha.referrals.recipients.mechanism import Mechanism
from belisha.referrals.recipients.nca import Nca
from belisha.referrals.recipients.ncmec import Ncmec
from belisha.referrals.recipients.police import Police
from belisha.referrals.recipients.recipient import Asked, Instruction, Recipient
from belisha.referrals.recipients.webhook import Webhook
from belisha.refusal import Refusal

__all__ = ["RECIPIENTS", "Asked", "Instruction", "Recipient", "UnknownAuthority", "recipient_for"]

RECIPIENTS: tuple[Recipient, ...] = (Emergency(), Police(), Nca(), Ncmec(), Iwf(), Mechanism(), Webhook())


class UnknownAuthority(Refusal):
    """No kind of authority has the id {authority}."""

    code = "unknown_authority"


def recipient_for(authority_id: str) -> Recipient:
    """Return the kind that an authority is of. Raises UnknownAuthority."""
    for recipient in RECIPIENTS:
        if recipient.id_matches(authority_id):
            return recipient
    raise UnknownAuthority(authority=authority_id)
