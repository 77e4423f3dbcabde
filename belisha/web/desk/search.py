"""Search by any identifier. What is searched for is posted: it must not stand in an address."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from belisha.referrals.read import cases_known_as
from belisha.triage import read
from belisha.web.desk.door import DeskRequest, desk_page

LONGEST = 500


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("triage.view_case")
def search(request: DeskRequest) -> HttpResponse:
    """The cases in which something is named exactly so."""
    text = str(request.POST.get("q", "")).strip()[:LONGEST]
    found = read.search(text, request.user, also=cases_known_as(text)) if text else []
    return render(request, "desk/search.html", {"found": found, "asked": text})
