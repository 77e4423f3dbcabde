"""The page of one case. Opening it is noted: it stops the alarm."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from belisha.decisions.known import CATEGORIES, Listable, listable
from belisha.decisions.read import decision_panel, emergency_panel
from belisha.organisation.emergency import number_to_call
from belisha.referrals.foresee import route_of
from belisha.referrals.read import referral_panel
from belisha.refusal import NotFound
from belisha.triage.cases import WORKABLE
from belisha.triage.mask import Mask
from belisha.triage.matched import matched
from belisha.triage.page import REPORTS, case_page
from belisha.triage.queue import opened
from belisha.triage.shown import shown_panel
from belisha.web.desk.case_forms import Forms
from belisha.web.desk.door import DeskRequest, desk_page, page_number
from belisha.web.desk.history import events_of
from belisha.web.desk.who_to_tell import who_to_tell


@require_safe
@desk_page("triage.view_case")
def case(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """Everything about a case that a person needs before them to decide."""
    opened(case_id=case_id, by=request.user)
    return case_response(request, case_id, Forms())


def case_response(request: DeskRequest, case_id: UUID, forms: Forms, status: int = 200) -> HttpResponse:
    """The page of a case, with forms that may carry errors."""
    number = page_number(request)
    shown = case_page(case_id, viewer=request.user, page=number)
    context = {
        "shown": shown,
        "case": shown.case,
        "mine": shown.case.owner_id == request.user.id,
        "claimable": shown.case.state in WORKABLE and request.user.has_perm("triage.claim_case"),
        "changeable": request.user.has_perm("triage.change_case"),
        "pages": Paginator(range(shown.case.report_count), REPORTS).get_page(number),
        "events": events_of(shown.history),
        "forms": forms.about(shown),
        "decision_panel": decision_panel(case_id, request.user, shown.mask),
        "matched": matched(case_id, request.user),
        "answers_matches": request.user.has_perm("decisions.add_decision"),
        "listable": _listable(case_id, shown.mask),
        "listed_as": CATEGORIES.items(),
        "panel_shown": shown_panel(case_id, request.user),
        "leave_hours": settings.BELISHA.leave_hours,
    }
    context |= _whom_to_tell(request, case_id, shown.mask)
    return render(request, "desk/case.html", context, status=status)


def _listable(case_id: UUID, mask: Mask) -> list[Listable]:
    return [replace(item, external_id=mask.text(item.external_id)) for item in listable(case_id)]


def _whom_to_tell(request: DeskRequest, case_id: UUID, mask: Mask) -> dict[str, Any]:
    """What the page says of danger now, of the authorities, and of what was done about either."""
    danger, referrals = emergency_panel(case_id, mask), referral_panel(case_id, request.user)
    if danger is None or referrals is None:
        raise NotFound(what="case")
    number = number_to_call()
    shown = who_to_tell(
        route_of(case_id),
        timezone.localdate(),
        referrals=referrals.lines,
        calls=danger.calls,
        own_number=number,
    )
    panels = {"emergency_panel": danger, "referral_panel": referrals}
    return {"emergency_number": number, "who": shown, **panels}
