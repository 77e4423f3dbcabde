"""How often a child is shown a message, so that warnings don't weary. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from belisha.contact.advice import RANK, Word
from belisha.contact.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the child was shown before: of this pair last (when, at which advice), and of all in a day."""

    pair_at: datetime | None = None
    pair_advice: Word = "warn"
    today: int = 0


NOTHING = Seen()


def wearies(advice: Word, at: datetime, seen: Seen, policy: Policy) -> bool:
    """Would this message be one too many? Only of the two mildest; never where it is graver than the last.

    A day's count leaves out what informs, never a warning: else many strangers would silence each other.
    """
    if advice not in ("inform", "warn"):
        return False
    if advice == "inform" and seen.today >= policy.most_a_day:
        return True
    if seen.pair_at is None or RANK[advice] > RANK[seen.pair_advice]:
        return False
    return timedelta(0) <= at - seen.pair_at < timedelta(days=policy.same_pair_days)
