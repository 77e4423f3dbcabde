"""The policy on contacts with children: what holds, what waits, and what another would change."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from belisha.contact import policy_change, policy_read
from belisha.contact.policy_file import MOST, PRESETS, as_toml, preset_text
from belisha.organisation.profile import profile
from belisha.refusal import Refusal
from belisha.web.desk.door import DeskRequest, desk_page
from belisha.web.desk.refusals import shown_or_raised

VIEW, CHANGE = "contact.view_contact", "contact.change_policy"


class PolicyForm(forms.Form):
    """A policy as text, and why."""

    text = forms.CharField(
        label="The policy",
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "autocomplete": "off"}),
        help_text="TOML or JSON. What isn’t named keeps its default. “allow” turns a rule off.",
    )
    reason = forms.CharField(
        label="Why",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="In a few words, for whoever confirms it. Not needed to look at what it would change.",
    )


@require_safe
@desk_page(VIEW)
def policy(request: DeskRequest) -> HttpResponse:
    """What holds, since when and by whom; what waits for a second person."""
    page = policy_read.policy_page(request.user.id)
    return render(request, "desk/contact/policy.html", {"page": page, "presets": PRESETS})


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(CHANGE)
def propose(request: DeskRequest) -> HttpResponse:
    """Try another policy on the recorded contacts, or propose it."""
    if request.method != "POST":
        return _form(request, PolicyForm(initial={"text": _begun(request)}))
    form = PolicyForm(request.POST)
    try:
        if form.is_valid() and "try" in request.POST:
            changes, replayed = policy_read.tried(form.cleaned_data["text"])
            return _form(request, form, tried=True, changes=changes, replayed=replayed)
        if form.is_valid():
            policy_change.propose(by=request.user, **form.cleaned_data)
            messages.success(request, f"Proposed. {_who()} confirms it now; until then nothing changes.")
            return redirect("contact_policy")
    except Refusal as refusal:
        _show(form, refusal)
    return _form(request, form, status=422)


@require_POST
@desk_page(CHANGE, fresh=True)
def confirm(request: DeskRequest, policy_id: UUID) -> HttpResponse:
    """Be the second person: it holds at once."""
    row = policy_change.confirm(policy_id=policy_id, by=request.user)
    messages.success(request, f"{row.name} is in force.")
    return redirect("contact_policy")


@require_POST
@desk_page(CHANGE)
def withdraw(request: DeskRequest, policy_id: UUID) -> HttpResponse:
    """Take a proposal back."""
    policy_change.withdraw(policy_id=policy_id, by=request.user)
    messages.success(request, "It is withdrawn. What held before stays.")
    return redirect("contact_policy")


def _begun(request: DeskRequest) -> str:
    """What the form begins with: a preset, or what holds now."""
    name = request.GET.get("preset", "")
    return preset_text(name) if name in PRESETS else as_toml(policy_read.holding())


def _show(form: PolicyForm, refusal: Refusal) -> None:
    if refusal.code in ("wrong_policy", "no_reason"):
        form.add_error("text" if refusal.code == "wrong_policy" else "reason", refusal.sentence)
    else:
        shown_or_raised(form, refusal)


def _form(request: DeskRequest, form: PolicyForm, *, status: int = 200, **more: object) -> HttpResponse:
    context = {"form": form, "presets": PRESETS, "who": _who(), **more}
    return render(request, "desk/contact/policy_form.html", context, status=status)


def _who() -> str:
    return "You or a second person" if profile().one_person_mode else "A second person"
