"""`/figures/check/`: paste a sentence, and see what the figures say of it. Nothing that is typed is kept."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from belisha.figures.desk.checking import MOST, check_for_everybody
from belisha.web.forms import DateInput
from belisha.web.public.frame import page, text_form
from belisha.web.public.text import take

COLOURS = {"supported": "green", "contradicted": "red", "cannot_say": "amber"}
DAYS = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y"]


class ClaimForm(forms.Form):
    """A text, and the day on which it was written."""

    use_required_attribute = False

    text = forms.CharField(
        label="What does the text say?",
        help_text="Paste a sentence, or a few. Name the force or region, the years and the numbers.",
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": "Paste what you want to check",
            "max_length": f"Paste at most {MOST:,} characters",
        },
    )
    written = forms.DateField(
        label="When was it written?",
        help_text="It tells what “last year” means.",
        required=False,
        input_formats=DAYS,
        widget=DateInput(),
        # Years that no calendar counts back from are no days on which somebody wrote of these figures.
        validators=[MinValueValidator(date(1900, 1, 1)), MaxValueValidator(date(2199, 12, 31))],
        error_messages={
            "invalid": "Enter the day as day, month and year, such as 28/02/2024",
            "min_value": "Enter a day of the 20th century or later",
            "max_value": "Enter a day before 2200",
        },
    )


@text_form
def check(request: HttpRequest) -> HttpResponse:
    """Ask for a text; answer with each claim of it, right under what was asked."""
    if request.method != "POST":
        return page(request, "figures/check", {"form": ClaimForm()})
    form = ClaimForm(request.POST)
    if not form.is_valid():
        return page(request, "figures/check", {"form": form}, status=422)
    text = take(form.cleaned_data["text"], "text").text
    checked = check_for_everybody(text, written=form.cleaned_data["written"], now=timezone.now())
    claims = [(one, COLOURS[one.verdict]) for one in checked.verdicts]
    return page(request, "figures/check", {"form": form, "checked": checked, "claims": claims})
