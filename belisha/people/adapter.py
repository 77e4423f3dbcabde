"""How allauth treats our staff: nobody signs themselves up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are made by an administrator or by `belisha adduser`."""

    def is_open_for_signup(self, request: Any) -> bool:
        return False
