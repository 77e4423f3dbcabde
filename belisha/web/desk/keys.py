"""Keys of programs that use the API: made, shown once, revoked."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from belisha.organisation.profile import profile
from belisha.organisation.read import services
from belisha.people.keys import A_YEAR, Scope, add_key, revoke_key
from belisha.people.read import KeyRow
from belisha.people.read import keys as all_keys
from belisha.web.desk.door import DeskRequest, desk_page, when_acting
from belisha.web.forms import Checkboxes, DateInput

SCOPES = {
    Scope.REPORT: ("Report", "Send reports, and ask how they stand."),
    Scope.SCREEN: ("Screen", "Have uploads, hashes and addresses screened."),
    Scope.CONTACT: ("Contact", "Ask who may contact a child."),
    Scope.ORDERS: ("Orders", "Fetch orders, and say that they are done."),
    Scope.READ: ("Read", "Ask how reports stand."),
}
COLOURS = {"live": "green", "expired": "amber", "revoked": "grey"}


class KeyForm(forms.Form):
    """A new key."""

    name = forms.CharField(
        label="Name", max_length=100, help_text="Which program holds it, such as “upload service”."
    )
    scopes = forms.MultipleChoiceField(
        label="It may",
        choices=[(scope.value, words[0]) for scope, words in SCOPES.items()],
        widget=Checkboxes(hints={scope.value: words[1] for scope, words in SCOPES.items()}),
    )
    services = forms.MultipleChoiceField(
        label="It is for",
        required=False,
        widget=Checkboxes(),
        help_text="Tick the services whose reports, orders and contacts the program handles: of others it"
        " sees nothing. None ticked means all of them, also those that come later. This can't be changed"
        " afterwards.",
    )
    last_day = forms.DateField(
        label="Its last day",
        required=False,
        widget=DateInput(),
        help_text="The key works until this day ends. Empty it, and it works until it is revoked. You are"
        " reminded two weeks before, and can rotate it then.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.id), one.name) for one in services()]
        cast(forms.MultipleChoiceField, self.fields["services"]).choices = choices
        if not choices:
            del self.fields["services"]

    def clean_last_day(self) -> datetime | None:
        """The moment at which the last day ends by the organisation's clock."""
        day = self.cleaned_data["last_day"]
        if day is None:
            return None
        end = datetime.combine(day + timedelta(days=1), time(), profile().zone)
        if end <= timezone.now():
            raise ValidationError("The last day has passed: choose today or a later day")
        return end


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("people.manage_keys", fresh=when_acting)
def keys(request: DeskRequest) -> HttpResponse:
    """All keys; a POST makes one and shows its secret, this once: it is in no address and no session."""
    if request.method != "POST":
        return _page(request, KeyForm(initial={"last_day": _in_a_year()}), 200)
    form = KeyForm(request.POST)
    if not form.is_valid():
        return _page(request, form, 422)
    given = form.cleaned_data
    bound = [UUID(one) for one in given.get("services", ())]
    made = add_key(
        name=given["name"],
        scopes=given["scopes"],
        services=bound,
        expires_at=given["last_day"],
        by=request.user,
    )
    return render(request, "desk/settings/key.html", {"name": given["name"], "secret": made.secret})


@require_POST
@desk_page("people.manage_keys", fresh=True)
def revoke(request: DeskRequest, key_id: UUID) -> HttpResponse:
    """Revoke a key: its next request is refused."""
    key = revoke_key(key_id=key_id, by=request.user)
    messages.success(request, f"The key “{key.name}” is revoked.")
    return redirect("keys")


def _page(request: DeskRequest, form: KeyForm, status: int) -> HttpResponse:
    keys, names = all_keys(), {one.id: one.name for one in services()}
    rows = [
        (key, COLOURS[key.state], _scopes_in_words(key.scopes), _services_in_words(key, names))
        for key in keys
    ]
    free = sum(key.state == "live" and key.services is None for key in keys) if len(names) > 1 else 0
    context = {"form": form, "rows": rows, "free": free, "several": len(names)}
    return render(request, "desk/settings/keys.html", context, status=status)


def _in_a_year() -> date:
    return (timezone.now() + A_YEAR).astimezone(profile().zone).date()


def _services_in_words(key: KeyRow, names: Mapping[UUID, str]) -> str:
    if key.services is None:
        return "All services"
    return ", ".join(sorted(names.get(one, "a service that is gone") for one in key.services))


def _scopes_in_words(scopes: list[str]) -> str:
    return ", ".join(SCOPES[Scope(scope)][0] for scope in scopes)
