"""Error pages in plain words. They repeat nothing of what was sent."""

import sys
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from belisha.web.limits import too_large

AWAY = (OperationalError, InterfaceError, InternalError)
RETRY_AFTER = 5  # seconds: a restarted database is back by then, most likely


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """An error of ours; or the database is locked, full, read-only or away, and nothing was acknowledged."""
    if isinstance(sys.exc_info()[1], AWAY):
        answer = render(request, "503.html", status=503)
        answer.headers["Retry-After"] = str(RETRY_AFTER)
        return answer
    return render(request, "500.html", status=500)
