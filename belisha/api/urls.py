"""Addresses of the API. Whatever is asked for and however, the answer is JSON."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path, re_path
from django.views.decorators.csrf import csrf_exempt

from belisha.api.application import api
from belisha.api.handlers import nothing_here
from belisha.api.problems import problem

View = Callable[..., HttpResponse]


def in_json(view: View) -> View:
    """Say "no such method" as a problem; no cookie counts here, so there is nothing to forge."""

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        given = view(request, *args, **kwargs)
        if given.status_code != 405:
            return given
        allow = {"Allow": ", ".join(sorted(given["Allow"].split(", ")))}
        return problem(405, "method_not_allowed", "There is no such method here.", headers=allow)

    return answer


def _with_problems(pattern: URLPattern | URLResolver) -> URLPattern:
    assert isinstance(pattern, URLPattern), "ninja nests no addresses"  # noqa: S101 - at the start, for us alone
    pattern.callback = in_json(pattern.callback)
    return pattern


_patterns, _app, _namespace = api.urls

urlpatterns = [
    path("", csrf_exempt(nothing_here)),
    path("", ([_with_problems(pattern) for pattern in _patterns], _app, _namespace)),
    re_path(r"", csrf_exempt(nothing_here)),
]
