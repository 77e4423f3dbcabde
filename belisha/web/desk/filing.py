"""Filing by hand: the NCA's Schedule 1 and the IWF's addresses field by field; the NCA's register."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from belisha.enforcement import nca_register
from belisha.organisation.emergency import number_to_call
from belisha.organisation.profile import profile
from belisha.referrals import assessed, filing
from belisha.referrals.filing_page import FilingPage, filing_page, open_requests
from belisha.refusal import NotFound, Refusal
from belisha.web.desk.door import DeskRequest, desk_page
from belisha.web.desk.filing_forms import DeclareForm, FiledForm, SaidForm
from belisha.web.desk.refusals import shown_or_raised

RELEASE = "referrals.release_referral"
TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/x-ndjson"}


@require_safe
@desk_page("referrals.view_referral")
def file_referral(request: DeskRequest, referral_id: UUID) -> HttpResponse:
    """Field by field: what to enter, what is missing, and what is to be declared."""
    return _page(request, referral_id, FiledForm())


@require_POST
@desk_page(RELEASE)
def declare(request: DeskRequest, referral_id: UUID) -> HttpResponse:
    """Tick the points of the declaration, and take others back."""
    form = DeclareForm(request.POST)
    if not form.is_valid():
        return _page(request, referral_id, FiledForm(), wrong=form, status=422)
    filing.declare(referral_id=referral_id, by=request.user, **form.cleaned_data)
    messages.success(request, "The declaration is kept as you ticked it.")
    return redirect("file_referral", referral_id)


@require_POST
@desk_page(RELEASE)
def filed(request: DeskRequest, referral_id: UUID) -> HttpResponse:
    """Note that it was filed in the NCA's portal."""
    form = FiledForm(request.POST)
    if form.is_valid():
        try:
            filing.file(referral_id=referral_id, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            shown_or_raised(form, refusal)
        else:
            messages.success(request, "Noted. The reference is kept in the NCA’s register.")
            return redirect("referral", referral_id)
    return _page(request, referral_id, form, wrong=form, status=422)


@require_POST
@desk_page(RELEASE)
def assess(request: DeskRequest, referral_id: UUID) -> HttpResponse:
    """Note what the IWF said of an address, or correct it."""
    form = SaidForm(request.POST)
    if form.is_valid():
        try:
            row = assessed.assess(referral_id=referral_id, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            shown_or_raised(form, refusal)
        else:
            listed = " It is on this desk’s own list." if row.listed else ""
            messages.success(request, f"Noted: {row.get_outcome_display().lower()}.{listed}")
            return redirect("referral", referral_id)
    return render(request, "desk/assess.html", {"form": form, "referral_id": referral_id}, status=422)


@require_safe
@desk_page("referrals.view_referral")
def register(request: DeskRequest) -> HttpResponse:
    """What is to be filed with the NCA, and what was: its references, kept 5 years."""
    rows = nca_register.shown_to(request.user, nca_register.filed())
    context = {
        "waiting": nca_register.open_to(request.user, nca_register.waiting()),
        "requests": nca_register.open_to(request.user, open_requests()),
        "rows": rows,
    }
    return render(request, "desk/register_nca.html", context)


@require_POST
@desk_page("referrals.export_case", fresh=True)
def export_register(request: DeskRequest) -> HttpResponse:
    """The register as a file; who took it out is recorded."""
    form = str(request.POST.get("form", ""))
    text = nca_register.export(form=form, by=request.user)
    answer = HttpResponse(text, content_type=TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="nca-register.{form}"'
    answer["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return answer


def _page(
    request: DeskRequest,
    referral_id: UUID,
    form: FiledForm,
    *,
    wrong: FiledForm | DeclareForm | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = filing_page(referral_id, request.user)
    if shown is None:
        raise NotFound(what="form to be filled in for this referral")
    with timezone.override(profile().zone):
        context = {"shown": shown, "line": shown.seen.page.line, "filed_form": form, "form": wrong}
        context |= {
            "declaration": _declaration(shown),
            "number": number_to_call(),
            "zone": profile().time_zone,
        }
        return render(request, "desk/file.html", context, status=status)


def _declaration(shown: FilingPage) -> DeclareForm:
    return DeclareForm(initial={"points": [point.code for point in shown.points if point.at]})
