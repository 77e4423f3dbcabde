"""The page of the one-time link: the first person of a desk, who then sets up a second factor."""

from allauth.account.internal.flows.login import record_authentication
from django import forms
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from belisha.people.welcome import NotWelcome, check_link, welcome
from belisha.refusal import Refusal
from belisha.web.desk.refusals import in_form, refusals

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class WelcomeForm(forms.Form):
    """Who the first administrator is."""

    name = forms.CharField(label="Your name", max_length=100, help_text="As colleagues will see it.")
    email = forms.EmailField(label="Your e-mail address", help_text="You sign in with it.")
    password = forms.CharField(
        label="Password",
        strip=False,
        min_length=12,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 12 characters. Four words that don’t belong together are good.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@refusals
def first_person(request: HttpRequest, secret: str) -> HttpResponse:
    """Show the form of a live link; a POST makes the first administrator and signs them in."""
    check_link(secret)
    form = WelcomeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, form, 422 if form.is_bound else 200)
    try:
        person = welcome(secret=secret, **form.cleaned_data)
    except NotWelcome:
        raise
    except Refusal as refusal:
        in_form(form, refusal)
        return _page(request, form, 422)
    login(request, person, BACKEND)
    record_authentication(request, person, "password", reauthenticated=True)
    return redirect("mfa_index")


def _page(request: HttpRequest, form: WelcomeForm, status: int) -> HttpResponse:
    return render(request, "account/welcome.html", {"form": form}, status=status)
