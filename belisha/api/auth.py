"""The key that a client sends: `Authorization: Bearer belisha_...`."""

from django.http import HttpRequest
from ninja.security import HttpBearer

from belisha.people.keys import Scope, key_of
from belisha.people.models import ApiKey
from belisha.refusal import Refusal


class ApiRequest(HttpRequest):
    """A request whose key was recognised."""

    auth: ApiKey


class ScopeMissing(Refusal):
    """This key lacks the scope {scopes}."""

    code = "scope_missing"


class BearerKey(HttpBearer):
    """Lets through the live keys that have one of these scopes."""

    def __init__(self, *scopes: Scope) -> None:
        super().__init__()
        self.scopes = scopes

    def authenticate(self, request: HttpRequest, token: str) -> ApiKey | None:
        """Return the key; None where it is wrong, expired or revoked; raises ScopeMissing."""
        key = key_of(token) if token.isascii() and token.isprintable() else None
        if key is not None and not set(self.scopes) & set(key.scopes):
            raise ScopeMissing(scopes=" or ".join(self.scopes))
        return key
