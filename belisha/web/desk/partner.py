"""Telling a partner of a case, beside the authorities."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from belisha.organisation.partners import Partner
from belisha.referrals.partners import partners_to_tell, tell_partner
from belisha.triage.leave import label_of
from belisha.web.desk.case_forms import reason_field
from belisha.web.desk.door import DeskRequest, desk_page
from belisha.web.forms import Radios


class PartnerForm(forms.Form):
    """Who, and why."""

    authority = forms.ChoiceField(
        label="Whom?", widget=Radios, error_messages={"required": "Choose the partner."}
    )
    reason = reason_field("Why do they need to know?")

    def __init__(self, *given: object, partners: tuple[Partner, ...]) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        choices = [(one.authority, one.name) for one in partners]
        self.fields["authority"].choices = choices  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("referrals.release_referral")
def partner(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """Draft what a partner is told of a case."""
    partners = partners_to_tell(case_id)
    form = PartnerForm(request.POST or None, partners=partners)
    if request.method != "POST" or not form.is_valid():
        context = {"form": form, "case_id": case_id, "label": label_of(case_id), "partners": partners}
        status = 422 if request.method == "POST" else 200
        return render(request, "desk/partner.html", context, status=status)
    drafted = tell_partner(case_id=case_id, by=request.user, **form.cleaned_data)
    messages.success(request, f"{drafted.number} is drafted. Read it, then release it.")
    return redirect("referral", drafted.id)
