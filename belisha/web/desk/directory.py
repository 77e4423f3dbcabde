"""The directory of authorities: which addresses are confirmed, which were changed, which wait."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from belisha.organisation import addresses, checks, directory_read
from belisha.organisation.profile import profile
from belisha.refusal import Refusal
from belisha.web.desk.directory_forms import (
    ChangeForm,
    ConfirmForm,
    FilterForm,
    NewForm,
    ReadingForm,
    WithdrawForm,
    WrongForm,
    today_in,
)
from belisha.web.desk.door import DeskRequest, desk_page
from belisha.web.desk.refusals import shown_or_raised

CONFIRM, CHANGE = "organisation.confirm_address", "organisation.change_address"


@dataclass
class Forms:
    """The forms of a row's page; one of them may come back with errors."""

    propose: forms.Form
    confirm: forms.Form
    withdraw: forms.Form
    wrong: forms.Form

    @property
    def failed(self) -> forms.Form | None:
        """The form that has errors."""
        return next(
            (one for one in (self.propose, self.confirm, self.withdraw, self.wrong) if one.errors), None
        )


@require_safe
@desk_page(CONFIRM)
def directory(request: DeskRequest) -> HttpResponse:
    """Every authority, by country, what presses first."""
    form = FilterForm(request.GET or None, auto_id="filter_%s")
    filters = form.filters() if form.is_bound else {}
    shown = directory_read.listing(**filters)
    context = {"form": form, "shown": shown, "filtered": any(filters.values())}
    return render(request, "desk/settings/directory.html", context)


@require_safe
@desk_page(CONFIRM)
def authority(request: DeskRequest, authority: str) -> HttpResponse:
    """What is shipped of one authority, what this desk says, and who said it when."""
    return _page(request, authority)


def where_it_moves(_: DeskRequest, parts: Mapping[str, Any]) -> bool:
    """Ask again who it is before mail goes elsewhere; to say that a shipped address is right asks nothing."""
    return directory_read.is_change(parts["claim_id"])


@require_POST
@desk_page(CONFIRM)
def propose(request: DeskRequest, authority: str) -> HttpResponse:
    """Say that the shipped address is right, as the first of two people."""
    form = ReadingForm(request.POST, auto_id="propose_%s")
    if form.is_valid():
        try:
            addresses.propose_as_shipped(authority=authority, reading=form.reading(), by=request.user)
        except Refusal as refusal:
            shown_or_raised(form, refusal)
        else:
            messages.success(request, f"Noted. {_next()}")
            return redirect("authority", authority)
    return _page(request, authority, propose=form)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(CHANGE, fresh=True)
def change(request: DeskRequest, authority: str) -> HttpResponse:
    """Say that an authority is reached otherwise, as the first of two people."""
    page = directory_read.authority_page(authority, request.user.id)
    addresses.refuse_unless_changeable(authority=authority, by=request.user)
    if request.method == "POST":
        given = ChangeForm(request.POST)
        if given.is_valid() and _changed(request, authority, given):
            return redirect("authority", authority)
        return _form(request, given, page, 422)
    known = {"url": page.line.url, "phone": page.line.phone, "email": (page.now and page.now.email) or ""}
    return _form(request, today_in(ChangeForm, initial=known), page, 200)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(CHANGE, fresh=True)
def add(request: DeskRequest) -> HttpResponse:
    """Name an authority in a country that the directory has no row for, as the first of two people."""
    if request.method != "POST":
        return _form(request, today_in(NewForm), None, 200)
    form = NewForm(request.POST)
    if form.is_valid():
        try:
            claim = addresses.propose_new(
                country=form.cleaned_data["country"],
                name=form.cleaned_data["name"],
                for_public=form.cleaned_data["for_public"],
                address=form.address(),
                reading=form.reading(),
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
        except Refusal as refusal:
            shown_or_raised(form, refusal)
        else:
            messages.success(request, f"Noted. {_next()} Then it waits before it counts.")
            return redirect("authority", claim.authority)
    return _form(request, form, None, 422)


@require_POST
@desk_page(CONFIRM, fresh=where_it_moves)
def confirm(request: DeskRequest, authority: str, claim_id: UUID) -> HttpResponse:
    """Be the second person."""
    checks.refuse_unless_about(claim_id, authority)
    form = ConfirmForm(request.POST, auto_id="confirm_%s")
    if form.is_valid():
        try:
            claim = addresses.confirm(
                claim_id=claim_id, read_on=form.cleaned_data["read_on"], by=request.user
            )
        except Refusal as refusal:
            shown_or_raised(form, refusal)
        else:
            waits = claim.holds_from is not None and claim.holds_from > timezone.now()
            said = "It counts once it has cooled off." if waits else "Drafts that waited for it can go on."
            messages.success(request, f"The address is confirmed. {said}")
            return redirect("authority", claim.authority)
    return _page(request, authority, confirm=form)


@require_POST
@desk_page(CONFIRM)
def withdraw(request: DeskRequest, authority: str, claim_id: UUID) -> HttpResponse:
    """Take a proposal back, or a change that waits."""
    checks.refuse_unless_about(claim_id, authority)
    form = WithdrawForm(request.POST, auto_id="withdraw_%s")
    if not form.is_valid():
        return _page(request, authority, withdraw=form)
    addresses.withdraw(claim_id=claim_id, by=request.user, **form.cleaned_data)
    messages.success(request, "It is withdrawn. What held before stays.")
    return redirect("directory")


@require_POST
@desk_page(CONFIRM)
def wrong(request: DeskRequest, authority: str) -> HttpResponse:
    """Say that an address is wrong: it counts at once."""
    form = WrongForm(request.POST, auto_id="wrong_%s")
    if not form.is_valid():
        return _page(request, authority, wrong=form)
    addresses.say_wrong(authority=authority, by=request.user, **form.cleaned_data)
    messages.success(request, "Nobody is told at this address until two people have confirmed it.")
    return redirect("directory")


def _changed(request: DeskRequest, authority: str, form: ChangeForm) -> bool:
    try:
        addresses.propose_change(
            authority=authority,
            address=form.address(),
            reading=form.reading(),
            reason=form.cleaned_data["reason"],
            by=request.user,
        )
    except Refusal as refusal:
        shown_or_raised(form, refusal)
        return False
    messages.success(request, f"Noted. {_next()} Then it waits before it counts.")
    return True


def _next() -> str:
    if profile().one_person_mode:
        return "You or a second person confirms it now."
    return "A second person confirms it now, having read the page too."


def _page(request: DeskRequest, authority: str, **given: forms.Form) -> HttpResponse:
    page = directory_read.authority_page(authority, request.user.id)
    known = {"source_title": page.line.name, "source_url": page.line.url}
    ready = Forms(
        propose=given.get("propose") or today_in(ReadingForm, auto_id="propose_%s", initial=known),
        confirm=given.get("confirm") or today_in(ConfirmForm, auto_id="confirm_%s"),
        withdraw=given.get("withdraw") or WithdrawForm(auto_id="withdraw_%s"),
        wrong=given.get("wrong") or WrongForm(auto_id="wrong_%s"),
    )
    context = {"page": page, "line": page.line, "forms": ready, "form": ready.failed}
    return render(request, "desk/settings/authority.html", context, status=422 if given else 200)


def _form(
    request: DeskRequest, form: forms.Form, page: directory_read.AuthorityPage | None, status: int
) -> HttpResponse:
    hours = directory_read.waiting_hours()
    context = {"form": form, "page": page, "hours": hours, "alone": profile().one_person_mode}
    return render(request, "desk/settings/address.html", context, status=status)
