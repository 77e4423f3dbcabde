"""How allauth treats our staff: nobody signs themselves up."""

from typing import Any

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context

from belisha.outbound.problem import NotSent
from belisha.people.models import Staff
from belisha.people.staff import set_password

log = structlog.get_logger(__name__)


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are made by an administrator or by `belisha adduser`."""

    def is_open_for_signup(self, request: Any) -> bool:
        return False

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
