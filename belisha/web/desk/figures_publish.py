"""Publishing the figures: what the public sees, what waits, and taking something back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from belisha.figures.desk import publishing
from belisha.figures.site.publication import TITLE
from belisha.refusal import Refusal
from belisha.web.desk.door import DeskRequest, desk_page
from belisha.web.desk.refusals import shown_or_raised
from belisha.web.figures.published import file
from belisha.web.forms import DateAndTime

SEE, CHANGE = "figures.view_figures", "figures.change_figures"


class PublishForm(forms.Form):
    """What is published, and from when."""

    title = forms.CharField(
        label="Title", max_length=120, initial=TITLE, help_text="It stands at the top of every page."
    )
    embargo = forms.SplitDateTimeField(
        label="Embargo until",
        required=False,
        widget=DateAndTime(),
        help_text="By your clock. Before it the public sees nothing; every page and file says when it ends.",
    )


class WithdrawForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(
        label="Why is it taken back?", max_length=500, error_messages={"required": "Give a reason."}
    )


@require_safe
@desk_page(SEE)
def publications(request: DeskRequest) -> HttpResponse:
    """What was published, and a form for the next."""
    return _page(request, PublishForm())


@require_POST
@desk_page(CHANGE)
def publish(request: DeskRequest) -> HttpResponse:
    """Publish what the desk knows now."""
    form = PublishForm(request.POST)
    if form.is_valid():
        try:
            publishing.publish_figures(by=request.user, now=timezone.now(), **form.cleaned_data)
        except Refusal as refusal:
            shown_or_raised(form, refusal)
        else:
            messages.success(request, "Published. The pages are being made, which takes about a minute.")
            return redirect("publications")
    return _page(request, form, 422)


@require_POST
@desk_page(CHANGE)
def withdraw(request: DeskRequest, number: int) -> HttpResponse:
    """Take a publication back."""
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _page(request, PublishForm(), 422, withdrawing=(number, form))
    publishing.withdraw_figures(number=number, by=request.user, now=timezone.now(), **form.cleaned_data)
    messages.success(request, f"Publication {number} was taken back.")
    return redirect("publications")


@require_safe
@desk_page(SEE)
def preview(request: DeskRequest, number: int, address: str) -> HttpResponse:
    """A page or file of a publication, as the public will see it or saw it."""
    found = publishing.preview(number, address)
    if not found.is_page:
        return file(found)
    shown = {"shown": found.page(), "publication": publishing.publication(number)}
    return render(request, "desk/figures/preview.html", shown)


def _page(
    request: DeskRequest,
    form: PublishForm,
    status: int = 200,
    *,
    withdrawing: tuple[int, WithdrawForm] | None = None,
) -> HttpResponse:
    now, may = timezone.now(), request.user.has_perm(CHANGE)
    context: dict[str, Any] = {
        "lines": publishing.lines(now=now),
        "open_findings": publishing.waiting_to_be_confirmed(),
        "form": form if may else None,
        "withdraw": WithdrawForm(auto_id=False) if may else None,
        "withdrawing": withdrawing,
    }
    return render(request, "desk/figures/publish.html", context, status=status)
