"""How allauth treats our staff: nobody signs themselves up."""

from typing import Any, ClassVar

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.conf import settings
from django.urls import reverse

from belisha.outbound.problem import NotSent
from belisha.people.lockout import PASSWORD, attempt
from belisha.people.models import Staff
from belisha.people.provider import configured
from belisha.people.sign_on import is_linked
from belisha.people.staff import set_password

log = structlog.get_logger(__name__)


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are made by an administrator or by `belisha adduser`."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": "Too many wrong tries. Wait 15 minutes, sign in with a passkey, or ask an"
        " administrator. In danger now, call 999 (or the emergency number): it needs no sign-in.",
    }

    def is_open_for_signup(self, request: Any) -> bool:
        return False

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways to show again that it is you; through the provider, for those who came in by it."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if user.is_authenticated and configured() and is_linked(user):
            name = settings.BELISHA.oidc_name
            entry = {
                "id": "sign_on",
                "description": f"Sign in again with {name}",
                "url": reverse("sign_on_again"),
            }
            methods.append(entry)
        return methods

    def pre_authenticate(self, request: Any, **credentials: Any) -> None:
        """Count the try before its password is looked at, the same for addresses that nobody has."""
        super().pre_authenticate(request, **credentials)
        self.tried = attempt(PASSWORD, credentials.get("email", ""), request)
        if not self.tried.heard:
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: Any, **credentials: Any) -> Staff | None:
        """Say of the try whether it was right."""
        person: Staff | None = super().authenticate(request, **credentials)
        if person is None:
            self.tried.was_wrong()
        else:
            self.tried.was_right()
        return person

    def set_password(self, user: Staff, password: str) -> None:
        """Record what people change themselves, too; the caller goes on with `user` as it then is."""
        here = context.request.session.session_key if user == context.request.user else None
        user.password = set_password(person_id=user.id, password=password, by=user, stay=here).password

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send it, or note that it was not sent: an error page would tell whose address is known."""
        try:
            super().send_mail(template_prefix, email, context)
        except NotSent as problem:
            log.error("mail.not_sent", problem=problem.problem)
