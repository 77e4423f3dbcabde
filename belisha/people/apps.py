"""What happens around a sign-in, hung on what Django and allauth say of it."""

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest


class People(AppConfig):
    """Staff, their ways to sign in, and keys."""

    name = "belisha.people"

    def ready(self) -> None:
        user_logged_in.connect(_signed_in, dispatch_uid="people")


def _signed_in(sender: Any, request: HttpRequest | None, user: Any, **rest: Any) -> None:
    from belisha.people.browser import in_words
    from belisha.people.session_store import begin

    if request is not None:
        begin(request.session, in_words(request.headers.get("User-Agent", "")))
