"""A letter to an authority that came back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from belisha.referrals import letters
from belisha.web.desk.decision_forms import ReasonForm
from belisha.web.desk.door import DeskRequest, desk_page


@require_POST
@desk_page("referrals.release_referral")
def came_back(request: DeskRequest, referral_id: UUID) -> HttpResponse:
    """Note that the letter came back, and why: a person tells the authority."""
    form = ReasonForm(request.POST, auto_id="came_back_%s")
    if not form.is_valid():
        messages.error(request, "Say why it came back, in a sentence.")
        return redirect("referral", referral_id)
    back = letters.came_back(referral_id=referral_id, by=request.user, reason=form.cleaned_data["reason"])
    if back.chase_at:
        messages.success(request, f"Noted. {back.authority_name} was told by a person besides.")
    else:
        messages.success(request, f"Noted. {back.authority_name} has not been told: tell them by hand.")
    return redirect("referral", referral_id)
