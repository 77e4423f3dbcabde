"""allauth's form of a new password, with our lock-out: a session that was left open is no place to guess."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm
from allauth.core import context
from django import forms

from belisha.people.lockout import PASSWORD, attempt


class ChangePassword(ChangePasswordForm):  # type: ignore[misc]  # allauth has no types
    """The old password counts like one with which somebody signs in."""

    def clean_oldpassword(self) -> str:
        tried = attempt(PASSWORD, self.user.email, context.request)
        if not tried.heard:
            raise get_adapter().validation_error("too_many_login_attempts")
        try:
            old: str = super().clean_oldpassword()
        except forms.ValidationError:
            tried.was_wrong()
            raise
        tried.was_right()
        return old
