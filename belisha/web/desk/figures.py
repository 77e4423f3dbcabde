"""The figures at the desk: what the book holds, its answers, and where each figure stands."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from belisha.figures.desk import read
from belisha.web.desk.door import DeskRequest, desk_page

SEE, CHANGE = "figures.view_figures", "figures.change_figures"


@require_safe
@desk_page(SEE)
def landing(request: DeskRequest) -> HttpResponse:
    """What is in the book, what came last, what waits to be looked at."""
    return render(request, "desk/figures/landing.html", {"shown": read.landing()})
