"""What an order says beside what it is about: until when something is preserved, and under which law."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from belisha.enforcement.facts import laws
from belisha.enforcement.order_propose import law_for
from belisha.enforcement.order_rules import PRESERVE
from belisha.organisation.profile import profile


@dataclass(frozen=True, kw_only=True)
class Keep:
    """How long something is preserved, and on which grounds."""

    until: datetime
    law: str


def keep_now() -> Keep:
    """Until when something is preserved that is ordered to be now, and on which grounds."""
    law, ours = laws()[law_for(profile().country)], profile()
    return Keep(until=law.ends(timezone.now(), ours.zone), law=law.citation)


def details_of(kind: str) -> dict[str, str]:
    """What an order of this kind tells the service beside its target."""
    if kind != PRESERVE:
        return {}
    keep = keep_now()
    return {"until": keep.until.isoformat(), "law": keep.law}
