"""An expected "no" becomes a page: its sentence, and the status that fits its code."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from belisha.refusal import Refusal

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponse]

# Whatever isn't named here clashes with how things stand, which is 409 (RFC 9110, section 15.5.10).
STATUS = {"not_found": 404, "not_allowed": 403, "erased": 410}
PAGES = {403: "403.html", 404: "404.html", 410: "410.html"}


def refusals(view: View[Rest]) -> View[Rest]:
    """Answer a Refusal of the view with its page."""

    @wraps(view)
    def answered(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refusal as refusal:
            return refused(request, refusal)

    return answered


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The page of one refusal."""
    status = status_of(refusal)
    facts = {"sentence": refusal.sentence, "code": refusal.code, "closed_case": refusal.facts.get("case_id")}
    facts |= {"case": refusal.facts.get("case"), "erasure": refusal.facts.get("erasure")}
    return render(request, PAGES.get(status, "409.html"), facts, status=status)


def status_of(refusal: Refusal) -> int:
    """The status of a refusal: what was sent is wrong (422), not there, not allowed, or can't be done now."""
    if refusal.code.startswith(("wrong_", "no_reason", "nothing_")):
        return 422
    return STATUS.get(refusal.code, 409)


def in_form(form: forms.Form, refusal: Refusal) -> None:
    """Show a refusal in the form that it answers: beside the field that it names, if it names one."""
    field = refusal.facts.get("field")
    form.add_error(field if isinstance(field, str) else None, refusal.sentence)


def shown_or_raised(form: forms.Form, refusal: Refusal) -> None:
    """Show what is wrong with the answers in their form; anything else is a page of its own."""
    if status_of(refusal) != 422:
        raise refusal
    in_form(form, refusal)
