"""Deciding a case, and confirming, sending back or reopening a decision."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from belisha.decisions import decide, read, views
from belisha.decisions.read import BeforeDeciding, DecisionView
from belisha.enforcement import decide_and_order, order_read
from belisha.organisation.emergency import number_to_call
from belisha.referrals.foresee import Foreseen, foresee
from belisha.referrals.refer import prepare
from belisha.referrals.refusals import NotSetUp
from belisha.refusal import NotFound, Refusal
from belisha.triage.hide import mask_for
from belisha.triage.page import REPORTS, reported
from belisha.web.desk.decision_forms import CATEGORIES, DecisionForm, ReasonForm
from belisha.web.desk.door import DeskRequest, desk_page
from belisha.web.desk.order_choices import offered
from belisha.web.desk.refusals import shown_or_raised
from belisha.web.desk.who_to_tell import who_to_tell

SENIOR = "decisions.decide_child_suspect"


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("decisions.add_decision")
def make_decision(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """Decide a case: outcome, grounds, reasons, and the facts that the route rests on."""
    before, foreseen = _before(case_id, request)
    category = _category(request, before)
    mask = mask_for(case_id, request.user)
    form = DecisionForm(request.POST or None, category=category, facts=foreseen.facts, mask=mask)
    if request.method == "POST" and form.is_valid():
        try:
            return _decided(request, case_id, form)
        except Refusal as refusal:
            shown_or_raised(form, refusal)
    return _decision_page(request, before, foreseen, form, status=422 if request.POST else 200)


def _decided(request: DeskRequest, case_id: UUID, form: DecisionForm) -> HttpResponse:
    judged = form.judged()
    if judged["child_suspect"] and not request.user.has_perm(SENIOR):
        decide.hand_to_senior(case_id=case_id, by=request.user, reason=judged["reasons"])
        messages.success(request, "Handed to a senior, who decides, as a child may be the suspect.")
        return redirect("case", case_id)
    ticked = request.POST.getlist("orders")
    decision = decide_and_order.decide(case_id=case_id, by=request.user, orders=ticked, **judged)
    _draft(request, case_id)
    waits = decision.state == "proposed"
    messages.success(request, "It waits for a second person now." if waits else "The decision is in force.")
    return redirect("case", case_id)


def _decision_page(
    request: DeskRequest, before: BeforeDeciding, foreseen: Foreseen, form: DecisionForm, *, status: int
) -> HttpResponse:
    context: dict[str, Any] = {
        "before": before,
        "who": who_to_tell(foreseen.route, timezone.localdate(), own_number=number_to_call()),
        "form": form,
        "categories": CATEGORIES.items(),
        "category_words": CATEGORIES[form.category],
        "orders": offered(request, before, form.category),
    }
    return render(request, "desk/decide.html", context, status=status)


def _before(case_id: UUID, request: DeskRequest) -> tuple[BeforeDeciding, Foreseen]:
    before, foreseen = read.before_deciding(case_id, request.user), foresee(case_id)
    if before is None or foreseen is None:
        raise NotFound(what="case")
    return before, foreseen


def _category(request: DeskRequest, before: BeforeDeciding) -> str:
    asked = str(request.POST.get("category") or request.GET.get("category") or before.concern)
    return asked if asked in CATEGORIES else "other"


@require_safe
@desk_page("triage.view_case")
def decision(request: DeskRequest, case_id: UUID, decision_id: UUID) -> HttpResponse:
    """One decision in full, with what may be done about it."""
    return _page_of(request, _decision_of(case_id, decision_id), ReasonForm())


def _page_of(request: DeskRequest, shown: DecisionView, form: ReasonForm, status: int = 200) -> HttpResponse:
    mask = mask_for(shown.case_id, request.user)
    shown, panel = read.through(mask, shown), read.decision_panel(shown.case_id, request.user, mask)
    context: dict[str, Any] = {"decision": shown, "panel": panel, "form": form}
    if shown.waits:
        context["planned"] = order_read.planned_on(shown.id, mask)
    if shown.standing and panel is not None and panel.may_confirm:
        # Whoever looks a second time looks at what was reported, not only at what somebody made of it.
        found = reported(shown.case_id, viewer=request.user)
        pages = Paginator(range(found.case.report_count), REPORTS).get_page(1)
        context |= {"second_look": True, "case": found.case, "reports": found.reports, "pages": pages}
    return render(request, "desk/decision.html", context, status=status)


def _decision_of(case_id: UUID, decision_id: UUID) -> DecisionView:
    shown = read.decision_page(decision_id)
    if shown is None or shown.case_id != case_id:
        raise NotFound(what="decision")
    return shown


@require_POST
@desk_page("decisions.confirm_decision")
def confirm_decision(request: DeskRequest, case_id: UUID, decision_id: UUID) -> HttpResponse:
    """Confirm somebody else's decision."""
    _decision_of(case_id, decision_id)
    decide_and_order.confirm(decision_id=decision_id, by=request.user)
    _draft(request, case_id)
    messages.success(request, "You confirmed the decision.")
    return redirect("case", case_id)


@require_POST
@desk_page("decisions.confirm_decision")
def send_back(request: DeskRequest, case_id: UUID, decision_id: UUID) -> HttpResponse:
    """Send a decision back with a reason."""
    shown, form = _decision_of(case_id, decision_id), ReasonForm(request.POST)
    if not form.is_valid():
        return _page_of(request, shown, form, 422)
    decide_and_order.send_back(decision_id=decision_id, by=request.user, reason=form.cleaned_data["reason"])
    _draft(request, case_id)
    messages.success(request, "The decision is sent back.")
    return redirect("case", case_id)


@require_POST
@desk_page("decisions.add_decision")
def reopen(request: DeskRequest, case_id: UUID, decision_id: UUID) -> HttpResponse:
    """Reopen a case with a reason."""
    shown, form = _decision_of(case_id, decision_id), ReasonForm(request.POST)
    if not form.is_valid():
        return _page_of(request, shown, form, 422)
    decide_and_order.reopen(case_id=case_id, by=request.user, reason=form.cleaned_data["reason"])
    _draft(request, case_id)
    messages.success(request, "The case is open again. Its drafts are withdrawn.")
    return redirect("case", case_id)


@require_POST
@desk_page("triage.view_case")
def open_item(request: DeskRequest, case_id: UUID, item_id: UUID) -> HttpResponse:
    """Record the view, then send the person to the service's own restricted viewer."""
    address = views.record_view(case_id=case_id, item_id=item_id, by=request.user)
    answer = render(request, "desk/viewer.html", {"case_id": case_id, "address": address})
    # Not a redirect: our policy lets a form go to ourselves alone, and a browser counts redirects in.
    answer["Refresh"] = f"0; url={address}"
    return answer


@require_POST
@desk_page("decisions.add_decision")
def ask_senior(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """Ask a senior to decide a case in which a child may be the suspect."""
    decide.hand_to_senior(case_id=case_id, by=request.user, reason="A child may be the suspect.")
    messages.success(request, "A senior is asked to decide.")
    return redirect("case", case_id)


def _draft(request: DeskRequest, case_id: UUID) -> None:
    """Bring the drafts in line at once: whoever decided sees them; the worker would, a moment later."""
    try:
        prepare(case_id=case_id, by=request.user)
    except NotSetUp as refusal:
        messages.warning(request, refusal.sentence)
