"""What an authority asked, what followed, and whether nobody may be told: a part of a referral's page."""

from typing import Any
from uuid import UUID

from django import template

from belisha.referrals.follow_read import follow_up_of, may_tell_as_seen
from belisha.triage.hide import mask_of_all

register = template.Library()


@register.inclusion_tag("desk/referral/_follow_up.html", takes_context=True)
def referral_follow_up(context: dict[str, Any]) -> dict[str, Any]:
    """What an authority asked, what followed, and whether nobody may be told."""
    viewer = context["request"].user
    follows = follow_up_of(context["line"].id, viewer)
    return {"line": context["line"], "perms": context["perms"], "follows": follows}


@register.inclusion_tag("desk/referral/_dont_tell.html", takes_context=True)
def dont_tell_of(context: dict[str, Any], case_id: UUID) -> dict[str, Any]:
    """Whether the people whom a case is about may be told of it, on the case's page."""
    mask = mask_of_all(case_id, context["request"].user)
    return {"may_tell": may_tell_as_seen(case_id, mask)}
