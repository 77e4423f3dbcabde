"""Reading the directory again: what is old or was never read, ticked off row by row."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from belisha.organisation import directory_read, read_again
from belisha.refusal import Refusal
from belisha.routing.review import OldRow
from belisha.web.desk.directory_forms import ReadAgainForm, ReadingForm, today_in
from belisha.web.desk.door import DeskRequest, desk_page
from belisha.web.desk.refusals import shown_or_raised

CONFIRM = "organisation.confirm_address"


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(CONFIRM)
def review(request: DeskRequest) -> HttpResponse:
    """Every row that was read too long ago, or never; a POST notes that the ticked ones are still true."""
    old = [row for row in directory_read.rows_to_review() if not row.never_checked]
    if request.method != "POST":
        return _page(request, old, today_in(ReadAgainForm), 200)
    form = ReadAgainForm(request.POST, rows=[row.id for row in old if row.url])
    if not form.is_valid():
        return _page(request, old, form, 422)
    try:
        count = read_again.look_again_at(by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        shown_or_raised(form, refusal)
        return _page(request, old, form, 422)
    messages.success(request, f"Noted: {count} {'row is' if count == 1 else 'rows are'} still true.")
    return redirect("directory_review")


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(CONFIRM)
def look_again(request: DeskRequest, row_id: str) -> HttpResponse:
    """Note that a row was read again and is still true."""
    row = directory_read.row_to_read(row_id)
    known = {"source_title": row.name, "source_url": row.url or ""}
    if request.method != "POST":
        form: forms.Form = today_in(ReadingForm, initial=known)
        return render(request, "desk/settings/look_again.html", {"form": form, "row": row})
    given = ReadingForm(request.POST)
    if given.is_valid():
        try:
            read_again.look_again(row_id=row_id, reading=given.reading(), by=request.user)
        except Refusal as refusal:
            shown_or_raised(given, refusal)
        else:
            messages.success(request, f"Noted that {row.name} is still true.")
            return redirect("directory_review")
    return render(request, "desk/settings/look_again.html", {"form": given, "row": row}, status=422)


def _page(request: DeskRequest, old: list[OldRow], form: forms.Form, status: int) -> HttpResponse:
    never = [row for row in directory_read.rows_to_review() if row.never_checked]
    context = {"old": old, "never": never, "form": form}
    return render(request, "desk/settings/directory_review.html", context, status=status)
