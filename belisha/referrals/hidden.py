"""A referral as one person may see it now: what names somebody is hidden until it is asked for.

What was released stays as it left, byte for byte: only what the page shows goes through the mask.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any
from uuid import UUID

from belisha.people.models import Staff
from belisha.referrals.locator import defang
from belisha.referrals.models import Referral
from belisha.referrals.read import DeliveryView, ReferralPage, referral_page
from belisha.referrals.recipients import Instruction
from belisha.triage.hide import mask_of_all
from belisha.triage.mask import Hidden, Mask, hidden_person

ACCOUNT = {
    "id": "account",
    "screen_name": "screen_name",
    "emails": "email",
    "phones": "phone",
    "ips": "ip",
    "profile_url": "profile",
}
TYPED = {
    "accounts": ACCOUNT,
    "items": {"id": "item", "locator": "locator", "ip": "ip"},
    "conversation": {"from_": "person", "to": "person"},
    "viewed": {"item": "item"},
    "reporter": {"name": "name", "email": "email", "phone": "phone"},
    "earlier_reports": {"reference": "reference"},
}
"""Which fields of a message name somebody or something, and as what."""
TIP_ACCOUNT = {
    "id": "account",
    "first_name": "name",
    "last_name": "name",
    "born": "person",
    "display_names": "screen_name",
    "bio": "profile",
    "group": "account",
    "vehicle": "person",
    "school": "place",
    "city": "place",
    "region": "place",
    "prior_reports": "reference",
}
TIP_AGENCY = {"reference": "reference", "officer": "name", "phone": "phone", "email": "email"}


@dataclass(frozen=True, kw_only=True)
class HiddenPage:
    """The page, its message as plain values, what is hidden, and whether its text may be changed."""

    page: ReferralPage
    message: Mapping[str, Any] | None
    hidden: list[Hidden]
    editable: bool


def page_for(referral_id: UUID, viewer: Staff) -> HiddenPage | None:
    """One referral through the mask; None where there is no such referral."""
    page = referral_page(referral_id)
    if page is None:
        return None
    mask = mask_of_all(page.line.case_id, viewer).spelt(defang)
    typed = _typed(_plain(page.message), mask) if page.message else None
    return HiddenPage(
        page=_page(page, mask),
        message=mask.all(typed) if typed else None,
        hidden=mask.hidden,
        # A text in which something is hidden would be kept with what stands in for it.
        editable=not any(mask.hides(text) for text in _texts(page.edited)),
    )


def instructions_for(case_id: UUID, steps: tuple[Instruction, ...], viewer: Staff) -> list[Instruction]:
    """What to do or to say, as this person may see it now."""
    mask = mask_of_all(case_id, viewer).spelt(defang)
    return [_step(step, mask) for step in steps]


def hidden_in(case_id: UUID, viewer: Staff) -> Mask:
    """All that is hidden of a case now, what its referrals alone say too."""
    mask = mask_of_all(case_id, viewer).spelt(defang)
    for referral_id in Referral.objects.filter(case_id=case_id).values_list("id", flat=True):
        page = referral_page(referral_id)
        if page and page.message:
            _typed(_plain(page.message), mask)
    return mask


def _page(page: ReferralPage, mask: Mask) -> ReferralPage:
    return replace(
        page,
        line=replace(page.line, problem=mask.text(page.line.problem)),
        step=page.step | {"why": mask.text(page.step.get("why", ""))},
        checklist=tuple(replace(one, text=mask.text(one.text)) for one in page.checklist),
        how_to=tuple(_step(step, mask) for step in page.how_to),
        deliveries=tuple(_delivery(one, mask) for one in page.deliveries),
    )


def _step(step: Instruction, mask: Mask) -> Instruction:
    return replace(step, text=mask.text(step.text))


def _delivery(one: DeliveryView, mask: Mask) -> DeliveryView:
    return replace(one, contact=mask.text(one.contact), note=mask.text(one.note))


def _texts(edited: Mapping[str, Any]) -> list[str]:
    return [str(edited.get("what_happened", "")), *map(str, edited.get("notes", ()))]


def _typed(message: dict[str, Any], mask: Mask) -> dict[str, Any]:
    """A message whose fields are hidden by what they are, whether a report says the same or not."""
    for part, kinds in TYPED.items():
        value = message.get(part)
        for one in value if isinstance(value, list) else [value or {}]:
            for name, kind in kinds.items():
                if one.get(name):
                    one[name] = _of_kind(kind, one[name], mask)
    _typed_tip(message.get("cybertip") or {}, mask)
    for one in message.get("items", ()):
        if isinstance(one.get("ip"), Hidden):
            one["port"] = None
    for part in ("child", "suspect"):
        if message.get(part):
            message[part] = hidden_person(message[part], mask)
    return message


def _typed_tip(tip: dict[str, Any], mask: Mask) -> None:
    """The same for what a person entered of a CyberTip: no report need say it."""
    for account in tip.get("accounts", ()):
        _hide(account, TIP_ACCOUNT, mask)
        for event in account["ip_events"]:
            _hide(event, {"ip": "ip"}, mask)
        for device in account["devices"]:
            _hide(device, {"value": "account"}, mask)
    for agency in tip.get("told", ()):
        _hide(agency, TIP_AGENCY, mask)


def _hide(part: dict[str, Any], kinds: Mapping[str, str], mask: Mask) -> None:
    for name, kind in kinds.items():
        if part.get(name):
            part[name] = _of_kind(kind, part[name] if name != "born" else part[name].isoformat(), mask)


def _of_kind(kind: str, value: Any, mask: Mask) -> Any:
    return [mask.typed(kind, one) for one in value] if isinstance(value, list) else mask.typed(kind, value)


def _plain(value: Any) -> Any:
    """A message as mappings and lists: its own types refuse what stands in for a value."""
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return [_plain(one) for one in value] if isinstance(value, tuple) else value
