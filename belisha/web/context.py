"""What every template knows."""

from functools import cache, partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from belisha.referrals import ncmec
from belisha.web.navigation import address, navigation, settings_navigation


def desk(request: HttpRequest) -> dict[str, Any]:
    """Whether the data are invented, and the navigation, worked out once and only on pages that show it."""
    return {
        "demo": settings.BELISHA.demo,
        "navigation": cache(partial(navigation, request)),
        "settings_navigation": cache(partial(settings_navigation, request)),
        "search_url": partial(_search_url, request),
        "ncmec": ncmec.label,
    }


def _search_url(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    return address("search") if user is not None and user.has_perm("triage.view_case") else ""
