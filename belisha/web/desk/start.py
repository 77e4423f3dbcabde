"""The first page after signing in: where each person's work is."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from belisha.organisation.profile import profile
from belisha.web.desk.door import DeskRequest, desk_page
from belisha.web.navigation import navigation


@require_safe
@desk_page()
def start(request: DeskRequest) -> HttpResponse:
    """Go to the set-up where that comes first, else to the first place that this person may open."""
    if request.user.has_perm("organisation.change_organisation") and not profile().set_up:
        return redirect("organisation")
    places = [place.url for place in navigation(request) if not place.post]
    return redirect(places[0] if places else "account")
