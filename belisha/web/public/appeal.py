"""`/appeal/`: say that a decision was wrong; `/appeal/status/`: where that stands. Without cookies."""

import secrets
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from belisha.enforcement.appeal import Received, appeal
from belisha.enforcement.appeal_refusals import AskedAlready, UnknownCode
from belisha.enforcement.appeal_status import status_of
from belisha.intake.pace import Pace
from belisha.intake.values import Email
from belisha.ledger.record import PUBLIC
from belisha.refusal import Refusal
from belisha.web.forms import Radios
from belisha.web.limits import network
from belisha.web.public.fields import shaped
from belisha.web.public.frame import help_lines, text_form
from belisha.web.public.frame import page as public_page
from belisha.web.public.guessing import WITHIN, is_guessing, note_miss

AN_HOUR = 3600
COMPLAINTS = Pace(20, AN_HOUR)
"""Complaints without a number that one network may send in an hour."""


class AppealForm(forms.Form):
    """What is wrong, and the number by which it is found."""

    use_required_attribute = False
    mark_optional = True

    about = forms.ChoiceField(
        label="What is this about?",
        choices=[
            ("mine", "Something I posted, or my account"),
            ("reported", "Something I reported"),
            ("tool", "Something that works by itself, such as a check or a warning"),
        ],
        widget=Radios(),
        error_messages={"required": "Choose what this is about"},
    )
    code = forms.CharField(
        label="Your number",
        help_text="It has 16 digits. It is in the message you got, or it is your receipt number.",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-20"}),
    )
    text = forms.CharField(
        label="What is wrong?",
        help_text="Use your own words. Do not send pictures.",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Tell us in a few words what is wrong"},
    )
    contact = forms.CharField(
        label="Your e-mail address",
        help_text="We write to you once, when there is an answer.",
        required=False,
        validators=[shaped(Email, "Enter an e-mail address, such as name@mail.example")],
        widget=forms.EmailInput(),
    )
    # A page that is sent twice, by a slow network or a second press, is one appeal.
    once = forms.CharField(widget=forms.HiddenInput(), required=False, max_length=64)


class NumberForm(forms.Form):
    """Shown empty again after a wrong number: all wrong answers are alike."""

    use_required_attribute = False

    code = forms.CharField(
        label="Your number",
        help_text="It has 16 digits. Spaces do not matter.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-20"}),
        error_messages={"required": "We do not know this number. Check each digit and try again"},
    )


@text_form
def ask(request: HttpRequest) -> HttpResponse:
    """Take an appeal, and give its receipt and the day by which it is to be answered."""
    if request.method != "POST":
        return page(request, "appeal", {"form": AppealForm(initial={"once": secrets.token_hex(16)})})
    if is_guessing(request):
        return _wait(request)
    form = AppealForm(request.POST)
    if not form.is_valid():
        return page(request, "appeal", {"form": form}, status=422)
    return _asked(request, form)


def _asked(request: HttpRequest, form: AppealForm) -> HttpResponse:
    given = form.cleaned_data
    if not given["code"].strip() and COMPLAINTS.is_over(network(request)):
        return _wait(request)
    try:
        return _sent(request, _appeal(given))
    except AskedAlready:
        return _shown(request, given["code"])
    except Refusal as refusal:
        if isinstance(refusal, UnknownCode):
            note_miss(request)
        form.add_error(getattr(refusal, "field", "code"), refusal.sentence)
        return page(
            request, "appeal", {"form": form}, status=404 if isinstance(refusal, UnknownCode) else 422
        )


def _appeal(given: dict[str, str]) -> Received:
    words = {name: given[name] for name in ("text", "code", "contact")}
    return appeal(**words, tool=given["about"] == "tool", by=PUBLIC, retry=given["once"])


def _sent(request: HttpRequest, received: Received) -> HttpResponse:
    return page(request, "appeal_sent", {"received": received})


@text_form
def status(request: HttpRequest) -> HttpResponse:
    """Ask for a number, and say in plain words where the appeal stands."""
    if request.method != "POST":
        return page(request, "appeal_status", {"form": NumberForm()})
    if is_guessing(request):
        return _wait(request)
    return _shown(request, request.POST.get("code", ""))


def _shown(request: HttpRequest, typed: str) -> HttpResponse:
    found = status_of(typed)
    if found is None:
        note_miss(request)
        return page(request, "appeal_status", {"form": NumberForm({})}, status=404)
    return page(request, "appeal_found", {"found": found})


def page(
    request: HttpRequest, name: str, shown: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """A page of this kind, which always says whom one can talk to."""
    return public_page(request, name, {"help": help_lines(all_worries=True)} | (shown or {}), status=status)


def _wait(request: HttpRequest) -> HttpResponse:
    answer = page(request, "appeal_wait", status=429)
    answer.headers["Retry-After"] = str(WITHIN)
    return answer
