"""Where referrals go without a person: mailboxes of authorities, and partners."""

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from belisha.organisation import destination_care, destination_read, destinations
from belisha.organisation import destination_checks as checks
from belisha.organisation.profile import profile
from belisha.refusal import Refusal
from belisha.web.desk.destination_forms import CloseForm, GoForm, LookedForm, MailboxForm, PartnerForm
from belisha.web.desk.directory_forms import ConfirmForm, WithdrawForm, today_in
from belisha.web.desk.door import DeskRequest, desk_page
from belisha.web.desk.refusals import shown_or_raised

CONFIRM, CHANGE = "organisation.confirm_address", "organisation.change_address"


@dataclass
class Forms:
    """The forms of a destination's page; one of them may come back with errors."""

    confirm: forms.Form
    withdraw: forms.Form
    close: forms.Form
    looked: forms.Form

    @property
    def failed(self) -> forms.Form | None:
        """The form that has errors."""
        every = (self.confirm, self.withdraw, self.close, self.looked)
        return next((one for one in every if one.errors), None)


@require_safe
@desk_page(CONFIRM)
def all_destinations(request: DeskRequest) -> HttpResponse:
    """Every destination that holds, waits or is proposed; and the way to any authority's own page."""
    form = GoForm(request.GET or None, authorities=destination_read.writable(), auto_id="go_%s")
    if form.is_bound and form.is_valid() and form.cleaned_data["authority"]:
        return redirect("destination", form.cleaned_data["authority"])
    context = {"form": form, "rows": destination_read.destinations()}
    return render(request, "desk/settings/destinations.html", context)


@require_safe
@desk_page(CONFIRM)
def destination(request: DeskRequest, authority: str) -> HttpResponse:
    """Where one authority or partner takes referrals, and who said so when."""
    return _page(request, authority)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(CHANGE, fresh=True)
def mailbox(request: DeskRequest, authority: str) -> HttpResponse:
    """Say that an authority takes referrals by e-mail, as the first of two people."""
    known = checks.known(authority)
    title = f"A mailbox of {known.name}"
    if request.method != "POST":
        return _form(request, today_in(MailboxForm, initial=_before(authority)), title, authority, 200)
    form = MailboxForm(request.POST)
    if form.is_valid():
        try:
            destinations.propose_mailbox(authority=authority, by=request.user, **form.given())
        except Refusal as refusal:
            shown_or_raised(form, refusal)
        else:
            messages.success(request, _next())
            return redirect("destination", authority)
    return _form(request, form, title, authority, 422)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(CHANGE, fresh=True)
def partner(request: DeskRequest) -> HttpResponse:
    """Say that a partner takes referrals by webhook, as the first of two people."""
    if request.method != "POST":
        known = {name: request.GET.get(name, "")[:100] for name in ("short", "name")}
        return _form(request, today_in(PartnerForm, initial=known), "A partner", "", 200)
    form = PartnerForm(request.POST)
    if form.is_valid():
        try:
            row = destinations.propose_partner(by=request.user, **form.given())
        except Refusal as refusal:
            shown_or_raised(form, refusal)
        else:
            messages.success(request, _next())
            return redirect("destination", row.authority)
    return _form(request, form, "A partner", "", 422)


@require_POST
@desk_page(CHANGE, fresh=True)
def confirm(request: DeskRequest, authority: str, destination_id: UUID) -> HttpResponse:
    """Be the second person."""
    checks.refuse_unless_about(destination_id, authority)
    form = ConfirmForm(request.POST, auto_id="confirm_%s")
    if form.is_valid():
        try:
            day = form.cleaned_data["read_on"]
            destinations.confirm(destination_id=destination_id, read_on=day, by=request.user)
        except Refusal as refusal:
            shown_or_raised(form, refusal)
        else:
            messages.success(request, "It is confirmed, and counts once it has cooled off.")
            return redirect("destination", authority)
    return _page(request, authority, confirm=form)


@require_POST
@desk_page(CONFIRM)
def withdraw(request: DeskRequest, authority: str, destination_id: UUID) -> HttpResponse:
    """Take a proposal back, or a change that waits."""
    checks.refuse_unless_about(destination_id, authority)
    form = WithdrawForm(request.POST, auto_id="withdraw_%s")
    if not form.is_valid():
        return _page(request, authority, withdraw=form)
    destinations.withdraw(destination_id=destination_id, by=request.user, **form.cleaned_data)
    messages.success(request, "It is withdrawn. What held before stays.")
    return redirect("destinations")


@require_POST
@desk_page(CONFIRM)
def close(request: DeskRequest, authority: str, destination_id: UUID) -> HttpResponse:
    """Say that nothing is to go there any more: it counts at once."""
    checks.refuse_unless_about(destination_id, authority)
    form = CloseForm(request.POST, auto_id="close_%s")
    if not form.is_valid():
        return _page(request, authority, close=form)
    destinations.close(destination_id=destination_id, by=request.user, **form.cleaned_data)
    messages.success(request, "It is closed. Whatever was on its way there stops, and a person is asked.")
    return redirect("destinations")


@require_POST
@desk_page(CONFIRM)
def looked(request: DeskRequest, authority: str, destination_id: UUID) -> HttpResponse:
    """Note that its source was read again."""
    checks.refuse_unless_about(destination_id, authority)
    form = LookedForm(request.POST, auto_id="looked_%s")
    if form.is_valid():
        try:
            destination_care.look_again(destination_id=destination_id, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            shown_or_raised(form, refusal)
        else:
            messages.success(request, "Noted.")
            return redirect("destination", authority)
    return _page(request, authority, looked=form)


@require_POST
@desk_page(CHANGE, fresh=True)
def secret(request: DeskRequest, authority: str, destination_id: UUID) -> HttpResponse:
    """What the partner verifies with, for whoever takes it to them; written to the ledger first."""
    checks.refuse_unless_about(destination_id, authority)
    shown = destination_care.show_secret(destination_id=destination_id, by=request.user)
    page = destination_read.destination_page(authority, request.user.id)
    context = {"page": page, "secret": shown, "public": shown.startswith("whpk_")}
    answer = render(request, "desk/settings/destination_secret.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def _before(authority: str) -> dict[str, object]:
    # The key is never prefilled: whoever changes a mailbox says anew what letters are encrypted to.
    found = destination_read.mailbox_before(authority)
    return {"email": found} if found else {}


def _next() -> str:
    who = "You or a second person confirms" if profile().one_person_mode else "A second person confirms"
    return f"Noted. {who} it now, having read its source too. Then it waits before it counts."


def _page(request: DeskRequest, authority: str, **given: forms.Form) -> HttpResponse:
    page = destination_read.destination_page(authority, request.user.id)
    ready = Forms(
        confirm=given.get("confirm") or today_in(ConfirmForm, auto_id="confirm_%s"),
        withdraw=given.get("withdraw") or WithdrawForm(auto_id="withdraw_%s"),
        close=given.get("close") or CloseForm(auto_id="close_%s"),
        looked=given.get("looked") or today_in(LookedForm, auto_id="looked_%s"),
    )
    context = {"page": page, "forms": ready, "form": ready.failed}
    return render(request, "desk/settings/destination.html", context, status=422 if given else 200)


def _form(request: DeskRequest, form: forms.Form, title: str, authority: str, status: int) -> HttpResponse:
    hours = settings.BELISHA.directory_cooling_off_hours
    context = {"form": form, "title": title, "authority": authority, "hours": hours}
    context |= {"alone": profile().one_person_mode}
    return render(request, "desk/settings/destination_form.html", context, status=status)
