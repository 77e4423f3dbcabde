"""What happens around a sign-in, hung on what Django and allauth say of it."""

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest


class People(AppConfig):
    """Staff, their ways to sign in, and keys."""

    name = "belisha.people"

    def ready(self) -> None:
        from allauth.mfa import signals

        user_logged_in.connect(_signed_in, dispatch_uid="people")
        signals.authenticator_added.connect(_added, dispatch_uid="people")
        signals.authenticator_removed.connect(_removed, dispatch_uid="people")
        signals.authenticator_reset.connect(_new_codes, dispatch_uid="people")
        signals.authenticator_used.connect(_used, dispatch_uid="people")


def _signed_in(sender: Any, request: HttpRequest | None, user: Any, **rest: Any) -> None:
    from belisha.people.browser import in_words
    from belisha.people.lockout import note_place
    from belisha.people.session_store import begin

    if request is not None:
        begin(request.session, in_words(request.headers.get("User-Agent", "")))
        note_place(user, request)


def _added(sender: Any, user: Any, authenticator: Any, **rest: Any) -> None:
    from belisha.people.factor_log import note_added

    note_added(factor=authenticator, by=user)


def _removed(sender: Any, user: Any, authenticator: Any, **rest: Any) -> None:
    from belisha.people.factor_log import note_removed

    note_removed(factor=authenticator, by=user)


def _new_codes(sender: Any, user: Any, **rest: Any) -> None:
    from belisha.people.factor_log import note_new_codes

    note_new_codes(by=user)


def _used(sender: Any, user: Any, authenticator: Any, **rest: Any) -> None:
    from belisha.people.factor_log import note_used

    note_used(factor=authenticator, by=user)
