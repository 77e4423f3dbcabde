"""`/report/status/`: what became of a report, for whoever holds its receipt. A guesser learns nothing."""

from django import forms
from django.http import HttpRequest, HttpResponse

from belisha.intake.read import Status, status_of
from belisha.intake.receipts import read_receipt
from belisha.web.public.frame import page, text_form
from belisha.web.public.guessing import WITHIN, is_guessing, note_miss

# Looked up in the place of what can't be a receipt, so that it takes as long as one that is unknown.
NOBODYS = "0000 0000 0000 0000"


class ReceiptForm(forms.Form):
    """Shown empty again after a wrong number: all wrong answers are alike."""

    use_required_attribute = False

    receipt = forms.CharField(
        label="Your receipt number",
        help_text="It has 16 digits. Spaces do not matter.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-20"}),
        error_messages={"required": "We do not know this number. Check each digit and try again"},
    )


@text_form
def status(request: HttpRequest) -> HttpResponse:
    """Ask for a receipt, and say in plain words where its report stands."""
    if request.method != "POST":
        return page(request, "status", {"form": ReceiptForm()})
    if is_guessing(request):
        answer = page(request, "status_wait", status=429)
        answer.headers["Retry-After"] = str(WITHIN)
        return answer
    found = _look_up(request.POST.get("receipt", ""))
    if found is None:
        note_miss(request)
        return page(request, "status", {"form": ReceiptForm({})}, status=404)
    return page(request, "status_found", {"found": found})


def _look_up(typed: str) -> Status | None:
    receipt = read_receipt(typed)
    found = status_of(receipt or NOBODYS, of_people=True)
    return found if receipt else None
