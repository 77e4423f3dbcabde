"""The way to telling a partner, on the page of a case."""

from typing import Any
from uuid import UUID

from django import template

from belisha.people.models import Staff
from belisha.referrals.partners import may_tell_a_partner

register = template.Library()


@register.inclusion_tag("desk/_tell_partner.html")
def tell_partner_link(case_id: UUID, viewer: Staff) -> dict[str, Any]:
    """A link, for those who may release, where there is a partner to tell."""
    shown = viewer.has_perm("referrals.release_referral") and may_tell_a_partner(case_id)
    return {"tell_partner_case": case_id if shown else None}
