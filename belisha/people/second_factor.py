"""Second factors at rest: secrets sealed for one person, passkeys vouched for: neither can be moved."""

import base64
import hmac
from hashlib import sha256

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Q

from belisha.people.models import Staff
from belisha.vault.fields import json_bytes
from belisha.vault.keys import DESK_KEY, key_to_open, key_to_seal
from belisha.vault.seal import CannotOpen, seal, unseal, version_of

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What counts as a second factor; recovery codes stand in for one."""

TABLE, COLUMN = "mfa_authenticator", "data"
BOUND = "person:"  # before a text that is sealed for its person; those of the first desks are for nobody
SEAL = "belisha_seal"


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Seals what allauth stores of a second factor under the desk's own key, for whoever sets it up."""

    def encrypt(self, text: str) -> str:
        return _sealed(text, context.request.user)

    def decrypt(self, encrypted_text: str) -> str:
        """Open it for whose row holds it. Raises CannotOpen where that is somebody else's, or several do."""
        if not encrypted_text.startswith(BOUND):
            return _opened(encrypted_text, "")
        holders = Authenticator.objects.filter(Q(data__secret=encrypted_text) | Q(data__seed=encrypted_text))
        owners = {str(owner) for owner in holders.values_list("user_id", flat=True)}
        if len(owners) != 1:
            raise CannotOpen(f"{TABLE}.{COLUMN}")
        return _opened(encrypted_text.removeprefix(BOUND), owners.pop())

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys belong to the name under which people reach this desk, whatever a request says."""
        asked = context.request.get_host().partition(":")[0]
        return {"id": settings.OWN_HOST if settings.SESSION_COOKIE_SECURE else asked, "name": "Belisha"}

    def generate_authenticator_name(self, user: Staff, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user=user, type=type).count()
        return f"Passkey {count + 1}" if count else "Passkey"


def vouch(passkey: Authenticator) -> None:
    """Bind a new passkey to its person: a row that somebody writes into the database signs nobody in."""
    passkey.data[SEAL] = _sealed(_digest(passkey), passkey.user)
    passkey.save(update_fields=["data"])


def is_vouched_for(passkey: Authenticator) -> bool:
    """Was this passkey added here, by the person whose row it stands in?"""
    try:
        told = _opened(str(passkey.data.get(SEAL, "")).removeprefix(BOUND), str(passkey.user_id))
    except (CannotOpen, ValueError):
        return False
    return hmac.compare_digest(told, _digest(passkey))


def bind_old() -> int:
    """Seal for their persons the secrets that the first desks sealed for nobody; return how many."""
    old = [
        (row, name, text)
        for row in Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN)
        for name in ("secret", "seed")
        if (text := row.data.get(name)) and not text.startswith(BOUND)
    ]
    for row, name, text in old:
        row.data[name] = _sealed(_opened(text, ""), row.user)
        row.save(update_fields=["data"])
    return len(old)


def _sealed(text: str, person: Staff) -> str:
    version, key = key_to_seal(DESK_KEY)
    sealed = seal(key, version, text.encode(), table=TABLE, column=COLUMN, row=str(person.pk))
    return BOUND + base64.b64encode(sealed).decode()


def _opened(text: str, row: str) -> str:
    sealed = base64.b64decode(text)
    key = key_to_open(DESK_KEY, version_of(sealed))
    return unseal(key, sealed, table=TABLE, column=COLUMN, row=row).decode()


def _digest(passkey: Authenticator) -> str:
    return sha256(json_bytes(passkey.data["credential"])).hexdigest()
