"""Taking out the evidence of a case, for police or court."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from belisha.ledger.checkpoints import DoesNotFollow
from belisha.ledger.excerpt import DoesNotProve
from belisha.referrals.evidence import Evidence, EvidenceRefused, export
from belisha.triage.leave import label_of
from belisha.web.desk.case_forms import reason_field
from belisha.web.desk.door import DeskRequest, desk_page


class EvidenceForm(forms.Form):
    """Why it is taken out."""

    reason = reason_field("Who asked for it, and why?")


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("referrals.export_case", fresh=True)
def take_out_evidence(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """The evidence of a case as one file, recorded before it is handed over."""
    form = EvidenceForm(request.POST or None)
    if request.method != "POST":
        return _page(request, case_id, form)
    if not form.is_valid():
        return _page(request, case_id, form, status=422)
    try:
        evidence = export(case_id=case_id, by=request.user, named=request.user.name, **form.cleaned_data)
    except (EvidenceRefused, DoesNotProve, DoesNotFollow) as refusal:
        return _page(request, case_id, form, status=409, refused=refusal.sentence)
    return _download(evidence)


def _page(
    request: DeskRequest, case_id: UUID, form: EvidenceForm, *, status: int = 200, refused: str = ""
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "case_id": case_id, "label": label_of(case_id)}
    return render(request, "desk/evidence.html", context | {"refused": refused}, status=status)


def _download(evidence: Evidence) -> HttpResponse:
    answer = HttpResponse(evidence.data, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{evidence.name}"'
    answer["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return answer
