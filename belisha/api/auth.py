"""The key that a client sends: `Authorization: Bearer belisha_...`."""

from django.http import HttpRequest
from ninja.security import HttpBearer

from belisha.people.key_limits import KeyLimit, beyond_limit
from belisha.people.keys import Scope, key_of
from belisha.people.models import ApiKey
from belisha.refusal import Refusal


class ApiRequest(HttpRequest):
    """A request whose key was recognised. `beyond`: what to refuse it with, where the door decides that."""

    auth: ApiKey
    beyond: KeyLimit | None


class ScopeMissing(Refusal):
    """This key lacks the scope {scopes}."""

    code = "scope_missing"


class BearerKey(HttpBearer):
    """Lets through the live keys that have one of these scopes and have not sent too much.

    `door_refuses`: the door itself refuses what is beyond the limit, once it has seen what it is.
    """

    def __init__(self, *scopes: Scope, door_refuses: bool = False) -> None:
        super().__init__()
        self.scopes, self.door_refuses = scopes, door_refuses

    def authenticate(self, request: HttpRequest, token: str) -> ApiKey | None:
        """Return the key; None where it is wrong, expired or revoked; raises ScopeMissing and KeyLimit."""
        key = key_of(token) if token.isascii() and token.isprintable() else None
        if key is None:
            return None
        if not set(self.scopes) & set(key.scopes):
            raise ScopeMissing(scopes=" or ".join(self.scopes))
        beyond = beyond_limit(key)
        if beyond and not self.door_refuses:
            raise beyond
        request.beyond = beyond  # type: ignore[attr-defined]  # an ApiRequest from here on
        return key
