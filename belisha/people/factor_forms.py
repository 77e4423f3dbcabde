"""allauth's forms of second factors, with our lock-out, our words, and passkeys that were vouched for."""

from typing import Any

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as codes
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms as passkeys
from django import forms

from belisha.people.code_use import first_use
from belisha.people.lockout import CODE, Attempt, attempt
from belisha.people.second_factor import is_vouched_for
from belisha.vault.seal import CannotOpen


class _Code(forms.Form):
    user: Any
    authenticator: Any  # whose code it was

    def clean_code(self) -> str:
        tried = attempt(CODE, self.user.email, context.request)
        if not tried.heard:
            raise get_adapter().validation_error("incorrect_code")
        return self._checked(tried)

    def _checked(self, tried: Attempt) -> str:
        try:
            code: str = super().clean_code()  # type: ignore[misc]  # allauth's, which has no types
        except CannotOpen as problem:
            tried.was_wrong()
            raise get_adapter().validation_error("incorrect_code") from problem
        except forms.ValidationError:
            tried.was_wrong()
            raise
        if self.authenticator.type == Authenticator.Type.TOTP and not first_use(self.user, code):
            tried.was_wrong()
            raise get_adapter().validation_error("incorrect_code")
        tried.was_right()
        return code

    @property
    def ways(self) -> dict[str, bool]:
        """Which ways this person has, for the page."""
        types = set(Authenticator.objects.filter(user=self.user).values_list("type", flat=True))
        return {
            "code": bool(types - {Authenticator.Type.WEBAUTHN}),
            "app": Authenticator.Type.TOTP in types,
            "passkey": Authenticator.Type.WEBAUTHN in types,
        }


class Authenticate(_Code, codes.AuthenticateForm):  # type: ignore[misc]
    """The code after the password."""


class Reauthenticate(_Code, codes.ReauthenticateForm):  # type: ignore[misc]
    """The code, to show again that it is you."""


class _Passkey(forms.Form):
    def clean_credential(self) -> Authenticator:
        passkey = super().clean_credential()  # type: ignore[misc]
        if not is_vouched_for(passkey):
            raise get_adapter().validation_error("incorrect_code")
        return passkey


class LoginPasskey(_Passkey, passkeys.LoginWebAuthnForm):  # type: ignore[misc]
    """A passkey alone."""


class AuthenticatePasskey(_Passkey, passkeys.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey after the password."""


class ReauthenticatePasskey(_Passkey, passkeys.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey, to show again that it is you."""


class AddPasskey(passkeys.AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey, which signs in by itself unless somebody says otherwise."""

    mark_optional = False
    name = forms.CharField(
        label="Name",
        required=False,
        max_length=50,
        help_text="So that you know which one it is, such as “Phone”.",
    )
    passwordless = forms.BooleanField(
        label="Sign in with it alone, without your password",
        required=False,
        initial=True,
        help_text="It then always asks for your fingerprint, your face or its PIN. Untick this for an older"
        " security key that can only stand beside a password.",
    )
