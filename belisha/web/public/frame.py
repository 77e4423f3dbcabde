"""What every page for everyone shows: the emergency number, who runs the desk, who else can help."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import wraps
from typing import Any, Literal
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from belisha.organisation.emergency import number_to_call
from belisha.organisation.profile import profile
from belisha.routing import Facts, route
from belisha.routing.answer import Help
from belisha.routing.facts import Concern, Reporter, Where

View = Callable[[HttpRequest], HttpResponse]

FORM = "application/x-www-form-urlencoded"
THIS_SERVICE = "this service"
# Whose name doesn't say what they do.
REMARKS = {
    "Report Remove": "They can help to take down a private picture of you.",
    "Take It Down (NCMEC)": "They can help to take down a private picture of you.",
}
_NUMBER = re.compile(r"\+?[0-9][0-9 -]*")


def page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Render a page of `templates/public/` with what all of them show."""
    number = number_to_call()
    shared = {
        "number": number,
        "dial": dialled(number),
        "organisation": profile().legal_name or THIS_SERVICE,
    }
    answer = render(request, f"public/{template}.html", shared | (context or {}), status=status)
    # A help line that is opened from here need not know where its visitor comes from.
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def text_form(view: View) -> View:
    """Take a form without a cookie, in text only: a body that could carry a file is refused unread.

    No cookie means nothing to forge: whoever makes another's browser send this could send it themselves.
    """

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and request.content_type != FORM:
            return page(request, "text_only", status=415)
        try:
            return view(request)
        except RequestDataTooBig:
            room = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1000
            return page(request, "too_long", {"room": room}, status=413)

    return answer


def dialled(number: str) -> str:
    """What a telephone dials, "" where the number is words."""
    return re.sub("[ -]", "", number) if _NUMBER.fullmatch(number) else ""


@dataclass(frozen=True, kw_only=True)
class Line:
    """Somebody to talk to, as a page shows it."""

    name: str
    audience: str
    remark: str
    phone: str
    dial: str
    url: str
    host: str


def help_lines(
    reporter: Reporter | None = None, concerns: Collection[Concern] = (), *, all_worries: bool = False
) -> list[Line]:
    """Who can be talked to in the desk's own country; `all_worries` adds those for worries about oneself."""
    found = _help(reporter, concerns, worried=False)
    if all_worries:
        found += _help(reporter, concerns, worried=True)
    return [_line(one) for one in dict.fromkeys(found)]


def _line(one: Help) -> Line:
    phone, url = one.phone or "", one.url or ""
    host = urlsplit(url).netloc.removeprefix("www.")
    return Line(
        name=one.name,
        audience=one.audience,
        remark=REMARKS.get(one.name, ""),
        phone=phone.replace(" ", "\u00a0"),
        dial=dialled(phone),
        url=url,
        host=host,
    )


def _help(reporter: Reporter | None, concerns: Collection[Concern], *, worried: bool) -> tuple[Help, ...]:
    pictures = {"indecent_images", "coercion"} & set(concerns)
    # Nobody is asked whether the picture is their own: where it may be, its removal is offered.
    own: Literal["yes", "no"] = "yes" if pictures and reporter in {None, "child"} else "no"
    facts = Facts(
        reporter=reporter,
        concerns=frozenset(concerns),
        danger_now="no",
        child_made_it=own,
        other_adult_behaviour=worried,
        reader=Where(country=profile().country or None),
    )
    return route(facts).help
