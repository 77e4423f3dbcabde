"""The secrets of second factors, sealed: whoever holds the database alone can't make a code from them."""

import base64

from allauth.mfa.adapter import DefaultMFAAdapter

from belisha.vault.keys import DESK_KEY, key_to_open, key_to_seal
from belisha.vault.seal import seal, unseal, version_of

PLACE = {"table": "mfa_authenticator", "column": "data", "row": ""}  # allauth doesn't say which row


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Seals what allauth stores of a second factor under the desk's own key."""

    def encrypt(self, text: str) -> str:
        version, key = key_to_seal(DESK_KEY)
        return base64.b64encode(seal(key, version, text.encode(), **PLACE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        sealed = base64.b64decode(encrypted_text)
        return unseal(key_to_open(DESK_KEY, version_of(sealed)), sealed, **PLACE).decode()
