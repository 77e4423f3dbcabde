"""Forms of the pages on connectors."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from belisha.intake.connectors.tools import TOOLS
from belisha.organisation.read import services
from belisha.web.forms import Radios

HINTS = {
    "mastodon": "Its webhook “report.created”.",
    "discourse": "Its webhook for the review queue.",
    "hma": "A webhook of an action rule.",
    "mapped": "Any other webhook with JSON.",
}
MOST_JSON = 200_000  # characters


def read_json(text: str) -> Any:
    """JSON that somebody pasted; raises ValidationError."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise ValidationError("This is not JSON: look for a missing quote, comma or bracket") from None


class ConnectorForm(forms.Form):
    """What its words mean, and for which service it reports."""

    service_id = forms.TypedChoiceField(label="It reports for", required=False, coerce=str, empty_value=None)
    mapping = forms.CharField(
        label="What its words mean",
        required=False,
        max_length=MOST_JSON,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text='JSON. For another tool its whole mapping; else such as {"words": {"category:legal":'
        ' ["child_safety"]}, "otherwise": ["other"]}. Left empty, each report is of “Something else”, and'
        " content that HMA matched of indecent images.",
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        several = [(str(one.id), one.name) for one in services()]
        self.fields["service_id"].choices = [("", "All of them, or the only one"), *several]  # type: ignore[attr-defined]

    def clean_mapping(self) -> dict[str, Any]:
        """The mapping as an object; what it says is checked where it is kept."""
        text = self.cleaned_data["mapping"].strip()
        found = read_json(text) if text else {}
        if not isinstance(found, dict):
            raise ValidationError("This must be an object of JSON, in curly brackets")
        return found


class NewConnectorForm(ConnectorForm):
    """A new one."""

    field_order = ("name", "kind", "service_id", "secret", "mapping")
    name = forms.CharField(label="Name", max_length=100, help_text="Such as “Mastodon of the city”.")
    kind = forms.ChoiceField(
        label="What sends the reports?",
        choices=[(kind, tool.name) for kind, tool in TOOLS.items()],
        widget=Radios(hints=HINTS),
        error_messages={"required": "Choose what sends the reports"},
    )
    secret = forms.CharField(
        label="Its secret",
        required=False,
        max_length=200,
        help_text="Mastodon makes one and shows it with the webhook: enter that. Left empty, one is made here"
        " and shown once, for you to enter in the tool.",
    )


class SecretForm(forms.Form):
    """Another secret."""

    secret = forms.CharField(
        label="Its new secret", required=False, max_length=200, help_text="Left empty, one is made here."
    )


class TryForm(forms.Form):
    """An event to try."""

    event = forms.CharField(
        label="An event, as the tool sends it",
        max_length=MOST_JSON,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        error_messages={"required": "Paste an event"},
    )

    def clean_event(self) -> Any:
        """The event as JSON."""
        return read_json(self.cleaned_data["event"])
