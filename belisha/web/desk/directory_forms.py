"""The forms of the directory: where an address was read, on which day, and what is said of it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from belisha.organisation.addresses import Address, Reading
from belisha.organisation.checks import today
from belisha.organisation.directory_read import STATES, WIDER, countries_without
from belisha.web.forms import DateInput

ADDRESS = ("url", "phone", "email", "reason")
READING = ("source_title", "source_url", "read_on")


class FilterForm(forms.Form):
    """Which rows a person wants to see."""

    text = forms.CharField(label="Country or name", required=False, max_length=100)
    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[("", "Any"), *((name, words) for name, (words, _) in STATES.items()), *WIDER.items()],
    )

    def filters(self) -> dict[str, str]:
        """The filters asked for; what makes no sense is left out, so that no address shows an error."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in ("text", "state")}


class ReadingForm(forms.Form):
    """Where somebody read an address themselves, and when."""

    source_title = forms.CharField(
        label="Where you read it",
        max_length=200,
        help_text="The title of the page.",
    )
    source_url = forms.CharField(
        label="Address of that page",
        max_length=300,
        help_text="The authority’s own page or a government’s, beginning with https://.",
    )
    read_on = forms.DateField(
        label="The day on which you read it",
        widget=DateInput(),
        help_text="Not in the future, and not more than 180 days ago.",
    )

    def reading(self) -> Reading:
        """The page that was read."""
        given = self.cleaned_data
        return Reading(title=given["source_title"], url=given["source_url"], read_on=given["read_on"])


class ConfirmForm(forms.Form):
    """The second person's word."""

    read_on = forms.DateField(label="The day on which you read the page yourself", widget=DateInput())
    read_it = forms.BooleanField(
        label="I have opened the page myself, and it says what stands here",
        error_messages={"required": "Open the page yourself, and tick the box once you have compared it."},
    )


class WithdrawForm(forms.Form):
    """Why a proposal is withdrawn."""

    reason = forms.CharField(
        label="Why you withdraw it", max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class WrongForm(forms.Form):
    """What is wrong with an address."""

    reason = forms.CharField(label="What is wrong", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class ReadAgainForm(forms.Form):
    """The rows whose own pages somebody opened and found unchanged."""

    row_ids = forms.MultipleChoiceField(
        label="Rows", error_messages={"required": "Tick the rows whose pages you have read."}
    )
    read_on = forms.DateField(label="The day on which you read them", widget=DateInput())

    def __init__(self, *args: Any, rows: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["row_ids"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - tells mypy what the class body says
        field.choices = [(row, row) for row in rows]


class AddressForm(forms.Form):
    """How an authority is reached."""

    url = forms.CharField(
        label="Address of the page where reports are made",
        max_length=300,
        required=False,
        help_text="Beginning with https://. Copy it from the browser, after the page has opened.",
    )
    phone = forms.CharField(label="Telephone number", max_length=30, required=False)
    email = forms.CharField(label="E-mail address", max_length=250, required=False)
    reason = forms.CharField(
        label="Why it changes",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="In a few words.",
    )

    def address(self) -> Address:
        """The address that was typed."""
        return Address(**{name: self.cleaned_data[name].strip() for name in ("url", "phone", "email")})


class ChangeForm(ReadingForm, AddressForm):
    """A changed address, and where it was read."""

    field_order: Sequence[str] = (*ADDRESS, *READING)


class NewForm(ChangeForm):
    """An authority in a country that the directory has no row for."""

    country = forms.ChoiceField(label="Country")
    name = forms.CharField(label="Name of the authority", max_length=100, help_text="In Latin letters.")
    for_public = forms.BooleanField(
        label="Anybody may report there, not only companies", required=False, initial=True
    )
    reason = forms.CharField(label="Why you add it", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    field_order = ("country", "name", "for_public", *ADDRESS, *READING)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country = self.fields["country"]
        assert isinstance(country, forms.ChoiceField)  # noqa: S101 - tells mypy what the class body says
        country.choices = [("", "Choose one"), *countries_without()]


def today_in(form_class: type[forms.Form], **kwargs: Any) -> forms.Form:
    """An empty form that offers today as the day of reading, by the clock of those who run the desk."""
    return form_class(initial={"read_on": today()} | kwargs.pop("initial", {}), **kwargs)
