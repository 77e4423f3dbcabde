"""The forms of a list: what its matches mean, putting an entry back, and feedback for its source."""

from typing import Any
from uuid import UUID

from django import forms

from belisha.web.forms import DateInput, Radios

MEANS = [("hold", "Hold it"), ("hold_and_look", "Hold it, and ask a person to look first")]


def _percent(label: str, hint: str, most: int = 100) -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=hint, min_value=0, max_value=most)


class SettingsForm(forms.Form):
    """What the matches of a list mean at this desk, and which updates of it are believed."""

    max_distance = forms.IntegerField(
        label="How far a picture may differ",
        help_text="In bits, 0 to 40. 31 is usual; the more, the more innocent pictures match.",
        min_value=0,
        max_value=40,
    )
    quality_floor = forms.IntegerField(
        label="Least quality of a picture",
        help_text="0 to 100. Below 50 a picture has too little in it to be recognised nearly.",
        min_value=0,
        max_value=100,
    )
    video_share = _percent("Share of a video that must match", "Of its distinct frames, in percent.")
    on_exact = forms.ChoiceField(label="An exact match means", choices=MEANS, widget=forms.RadioSelect)
    on_near = forms.ChoiceField(
        label="A near match means",
        choices=MEANS,
        widget=Radios(hints={"hold": "Only where near matches of this list have proved to be right."}),
    )
    sample_percent = _percent(
        "Share of exact matches to be looked at", "In percent, drawn at random, so that mistakes are found."
    )
    least_percent = _percent("An update may shrink the list to", "In percent of what is in force.", 10_000)
    most_percent = _percent("An update may grow the list to", "In percent of what is in force.", 10_000)
    old_after_days = forms.IntegerField(
        label="The list is old after", help_text="In days without a check.", min_value=1, max_value=365
    )
    ends_on = forms.DateField(
        label="Valid until",
        help_text="From the day after on it matches nothing. Leave it empty where no end is agreed.",
        required=False,
        widget=DateInput(),
    )


class PutBackForm(forms.Form):
    """Why an entry that was set aside is put back."""

    reason = forms.CharField(
        label="Why?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why. The reason is kept."},
    )

    def __init__(self, asked: Any, *, change_id: UUID) -> None:
        super().__init__(asked, auto_id=f"put-back-{change_id}-%s")
        self.change_id = change_id


class UntilForm(forms.Form):
    """Up to which answer the feedback is meant: what the page showed, not what came since."""

    until = forms.DateTimeField(widget=forms.HiddenInput)
    format = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)


def settings_form(asked: Any, known: dict[str, Any]) -> SettingsForm:
    """The form with what holds now: of the settings of a list, those that are `known` of it."""
    form = SettingsForm(asked, initial=known, auto_id="settings_%s")
    for name in form.fields.keys() - known.keys():
        del form.fields[name]
    return form
