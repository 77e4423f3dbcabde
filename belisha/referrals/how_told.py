"""Who tells an authority: this desk over a channel, or a person; said before the release and after it."""

from dataclasses import dataclass
from uuid import UUID

from belisha.referrals.models import Delivery, Dispatch, Referral, ReferralState
from belisha.referrals.recipients.channels import channel_for
from belisha.referrals.releasing import carrier_of
from belisha.triage.models import Priority

State = Dispatch.State
UNSENT = (ReferralState.DRAFT, ReferralState.HELD)
BEFORE = "Once it is released, this desk sends it by itself ({channel}). You needn’t tell them."
BEFORE_TEST = (
    "Once it is released, this desk sends it to their test environment only. That tells nobody: tell them"
    " by hand too."
)
IN_DANGER = "In danger now, don’t wait for that: tell them by hand as well."
AFTER = {
    State.WAITING: "This desk is sending it by itself ({channel}). You needn’t tell them.",
    State.ARRIVED: "This desk sent it ({channel}), and it arrived. You needn’t tell them.",
}


@dataclass(frozen=True, kw_only=True)
class HowTold:
    """`by_hand`: a person still has to tell them. `sentence` is empty where no channel plays a part."""

    by_hand: bool
    sentence: str


def how_told(referral_id: UUID) -> HowTold:
    """Return whether a person has to tell the authority of this referral, and why not."""
    referral = Referral.objects.select_related("case").get(id=referral_id)
    told = _before(referral) if referral.state in UNSENT else _after(referral)
    if told.by_hand or referral.case.priority != Priority.IMMEDIATE or referral.state not in _UNTOLD:
        return told
    return HowTold(by_hand=True, sentence=f"{told.sentence.partition('. ')[0]}. {IN_DANGER}")


def _before(referral: Referral) -> HowTold:
    reach = carrier_of(referral.authority, notice=referral.is_notice)
    if reach is None or channel_for(reach.channel) is None:
        return HowTold(by_hand=True, sentence="")
    if reach.mode == "test":
        return HowTold(by_hand=True, sentence=BEFORE_TEST)
    return HowTold(by_hand=False, sentence=BEFORE.format(channel=Delivery.Channel(reach.channel).label))


def _after(referral: Referral) -> HowTold:
    row = Dispatch.objects.filter(referral=referral).order_by("-began_at").first()
    if row is None or row.mode == "test" or row.state not in AFTER or row.wanted != Dispatch.Wanted.SEND:
        return HowTold(by_hand=True, sentence="")
    words = AFTER[State(row.state)]
    return HowTold(by_hand=False, sentence=words.format(channel=row.get_channel_display()))


_UNTOLD = (*UNSENT, ReferralState.RELEASED)
