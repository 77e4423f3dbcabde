"""The forms of mailboxes and partners: where referrals go, and where somebody read it."""

from typing import Any

from django import forms

from belisha.web.desk.directory_forms import READING, ReadingForm
from belisha.web.forms import Radios

CHANGE = ("reason", *READING)


def _reason() -> forms.CharField:
    return forms.CharField(
        label="Why",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="In a few words, such as who told you and how.",
    )


class MailboxForm(ReadingForm):
    """An authority's mailbox for referrals, with the key that letters are encrypted to."""

    email = forms.CharField(
        label="E-mail address for referrals",
        max_length=250,
        help_text="One address of theirs, such as referrals@police.example.",
    )
    key = forms.CharField(
        label="Their public OpenPGP key",
        required=False,
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"}),
        help_text="From -----BEGIN PGP PUBLIC KEY BLOCK----- to its end. Compare its fingerprint with them by"
        " telephone.",
    )
    plain_allowed = forms.BooleanField(
        label="They have no key: letters may go to them unencrypted",
        required=False,
        help_text="Whoever runs a mail server on the way can read them.",
    )
    reason = _reason()
    field_order = ("email", "key", "plain_allowed", *CHANGE)

    def given(self) -> dict[str, Any]:
        """What was typed, as the use case takes it."""
        data = self.cleaned_data
        typed = {name: data[name].strip() for name in ("email", "key", "reason")}
        return typed | {"plain_allowed": data["plain_allowed"], "reading": self.reading()}


class PartnerForm(ReadingForm):
    """A partner service, or another desk, that takes referrals by webhook."""

    short = forms.CharField(
        label="Short name",
        max_length=60,
        help_text="Small letters, digits and hyphens, such as other-desk. It never changes.",
    )
    name = forms.CharField(label="Name", max_length=100, help_text="In Latin letters.")
    url = forms.CharField(
        label="Address to which messages are posted",
        max_length=300,
        help_text="Beginning with https://. They give it to you.",
    )
    signing = forms.ChoiceField(
        label="How messages are signed",
        choices=[("hmac", "One secret"), ("ed25519", "A key of this desk")],
        initial="hmac",
        widget=Radios(
            hints={
                "hmac": "HMAC-SHA256. You take the secret to them.",
                "ed25519": "Ed25519. They get the public key; only this desk can sign.",
            }
        ),
    )
    reason = _reason()
    field_order = ("short", "name", "url", "signing", *CHANGE)

    def given(self) -> dict[str, Any]:
        """What was typed, as the use case takes it."""
        data = self.cleaned_data
        typed = {name: data[name].strip() for name in ("short", "name", "url", "signing", "reason")}
        return typed | {"reading": self.reading()}


class CloseForm(forms.Form):
    """Why nothing is sent there any more."""

    reason = forms.CharField(
        label="Why nothing is to go there any more", max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class LookedForm(forms.Form):
    """That its source still says so."""

    read_on = forms.DateField(
        label="The day on which you read its source again", widget=ReadingForm.base_fields["read_on"].widget
    )


class GoForm(forms.Form):
    """Which authority's mailbox somebody wants to see."""

    authority = forms.ChoiceField(label="Authority", required=False)

    def __init__(self, *args: Any, authorities: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["authority"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells mypy what the class body says
        field.choices = [("", "Choose one"), *authorities]
