"""`/where-to-report/rules/`: every rule behind the answers, with its source, as the code has it."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from belisha.routing.rules import RULES
from belisha.web.public.frame import page
from belisha.web.public.where.shown import dated

_SURE = {
    "high": "High: an official page, or two that do not depend on each other",
    "medium": "Medium: known at second hand",
    "low": "Low: weak",
}


_SHORT_NAMES = frozenset({"nca", "iwf", "ceop", "ncmec"})


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """The rules in the order in which they are asked."""
    today = timezone.localdate()
    shown = [
        {
            "id": one.id,
            "name": _name(one.id),
            "says": one.says,
            "source": one.source,
            "sure": _SURE[one.confidence],
            "checked": dated(one.source.checked_on, today),
        }
        for one in RULES
    ]
    return page(request, "where/rules", {"rules": shown})


def _name(id: str) -> str:
    return id.upper() if id in _SHORT_NAMES else id.replace("_", " ").capitalize()
