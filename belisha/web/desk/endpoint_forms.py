"""The forms in which an administrator says where a service takes its orders."""

from typing import Any
from uuid import UUID

from django import forms

from belisha.enforcement.endpoint_read import EndpointView, services
from belisha.web.forms import Radios

KINDS = {"webhook": "Webhook of your own service", "mastodon": "Mastodon’s admin interface"}
SIGNING = {
    "hmac": "Shared secret (HMAC, v1): what most libraries check",
    "ed25519": "Key pair (Ed25519, v1a): the service holds the public half only",
}
ALL = "All services"


class EndpointForm(forms.Form):
    """Where it is, and whose orders it takes."""

    name = forms.CharField(label="Name", max_length=100, help_text="As your team calls it, such as “chat”.")
    url = forms.CharField(
        label="Address",
        max_length=300,
        help_text="It begins with https://. No redirect is followed.",
    )
    service = forms.ChoiceField(label="Takes the orders of", required=False)
    token = forms.CharField(
        label="Access token",
        max_length=300,
        required=False,
        help_text="For Mastodon only: a token of an account that may moderate.",
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *given: Any, signed: bool = False, **facts: Any) -> None:
        super().__init__(*given, **facts)
        if signed:
            # A webhook checks our signature, and asks for no token.
            del self.fields["token"]
        choices = [("", ALL), *((str(one), name) for one, name in services())]
        self.fields["service"].choices = choices  # type: ignore[attr-defined]

    @property
    def facts(self) -> dict[str, Any]:
        """What was filled in, as the use cases take it."""
        given = dict(self.cleaned_data)
        service = given.pop("service")
        return given | {"service_id": UUID(service) if service else None}


class NewEndpointForm(EndpointForm):
    """A new one: besides, of which kind it is and how its events are signed."""

    kind = forms.ChoiceField(label="Kind", choices=list(KINDS.items()), initial="webhook", widget=Radios)
    signing = forms.ChoiceField(
        label="Events are signed with", choices=list(SIGNING.items()), initial="hmac", widget=Radios
    )
    field_order = ("name", "kind", "url", "service", "signing", "token")


def kept(one: EndpointView) -> dict[str, str]:
    """What an endpoint's form shows before it is changed; a token is never shown."""
    return {"name": one.name, "url": one.url, "service": str(one.service_id or "")}
