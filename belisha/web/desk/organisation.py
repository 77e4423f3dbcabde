"""Who runs this desk: the organisation's profile. The first page of a desk that is not set up."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from belisha.organisation.arrange import WrongProfile, save_profile
from belisha.organisation.profile import Profile, profile
from belisha.routing import find_force
from belisha.web.desk.door import DeskRequest, desk_page
from belisha.web.desk.organisation_form import ProfileForm
from belisha.web.desk.refusals import in_form


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("organisation.change_organisation")
def organisation(request: DeskRequest) -> HttpResponse:
    """Show the profile, or save it."""
    now = profile()
    if request.method != "POST":
        return _page(request, now, ProfileForm(now), 200)
    form = ProfileForm(now, request.POST)
    if not form.is_valid() or not _saved(request, form):
        return _page(request, now, form, 422)
    messages.success(request, f"The organisation is saved. {force_in_words(profile().place)}")
    return redirect("organisation" if now.set_up else "settings")


def _saved(request: DeskRequest, form: ProfileForm) -> bool:
    try:
        save_profile(by=request.user, **form.answers())
    except WrongProfile as wrong:
        in_form(form, wrong)
        return False
    return True


def _page(request: DeskRequest, now: Profile, form: ProfileForm, status: int) -> HttpResponse:
    context = {"form": form, "now": now, "force": force_in_words(now.place)}
    return render(request, "desk/settings/organisation.html", context, status=status)


def force_in_words(place: str) -> str:
    """The police force that follows from the organisation's postcode, or why none does."""
    if not place:
        return "No postcode is given, so your own police force isn’t known."
    found = find_force(place)
    if not found.forces:
        return f"No police force follows from “{place}”. {found.reason}"
    return f"Your own police force is {found.forces[0].name}."
