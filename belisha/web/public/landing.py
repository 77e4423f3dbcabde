"""`/`: what this desk is, and the ways in."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from belisha.figures.desk.publishing import anything_public
from belisha.web.public.frame import help_lines, page


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """Where to report, where to check on a report, where the staff sign in; the emergency number first."""
    shown = {"help": help_lines(all_worries=True), "figures": anything_public(now=timezone.now())}
    return page(request, "landing", shown)
