"""What the guard stopped or left out of a draft, and whether it was a false alarm."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from belisha.referrals import false_alarms
from belisha.web.desk.decision_forms import ReasonForm
from belisha.web.desk.door import DeskRequest, desk_page, unless_immediate

RELEASE = "referrals.release_referral"


@require_POST
@desk_page(RELEASE)
def say_false(request: DeskRequest, referral_id: UUID) -> HttpResponse:
    """Say that it is a false alarm, as the first of two people."""
    form = ReasonForm(request.POST, auto_id="alarm_%s")
    if not form.is_valid():
        messages.warning(request, "Say in a few words how you know that it is a false alarm.")
        return redirect("referral", referral_id)
    false_alarms.say_false(referral_id=referral_id, reason=form.cleaned_data["reason"], by=request.user)
    messages.success(request, "Noted. A second person looks at the text and releases it with all of it.")
    return redirect("referral", referral_id)


@require_POST
@desk_page(RELEASE, fresh=unless_immediate)
def release_false(request: DeskRequest, referral_id: UUID) -> HttpResponse:
    """Release it with the whole text, as the second of two people."""
    released = false_alarms.release_false(referral_id=referral_id, by=request.user)
    messages.success(request, f"Released, with the whole text, to {released.authority_name}.")
    return redirect("referral", referral_id)
