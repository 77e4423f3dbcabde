"""Why an endpoint can't be set so, or something can't be sent again."""

from belisha.refusal import Refusal


class NameTaken(Refusal):
    """There is an endpoint named {name} already."""

    code = "wrong_name"


class MissingName(Refusal):
    """Give the endpoint a name, such as “chat”."""

    code = "wrong_name"


class MissingToken(Refusal):
    """That system's own interface asks for an access token: make one there for this desk."""

    code = "wrong_token"


class WrongSigning(Refusal):
    """Choose how events are signed: hmac or ed25519."""

    code = "wrong_signing"


class NotTested(Refusal):
    """{name} has not taken a test event since it was set. Test it first, then turn it on."""

    code = "not_tested"


class HasNoSecret(Refusal):
    """{name} checks no signature: what it asks for is its access token, which is changed with its address."""

    code = "has_no_secret"


class EditedElsewhere(Refusal):
    """{name} was changed in the database, by nobody here. Remove it, find out who did, and add it anew."""

    code = "edited_elsewhere"


class OffFirst(Refusal):
    """{name} is on. Turn it off first, then remove it."""

    code = "off_first"


class NothingToSend(Refusal):
    """Nothing is there to be sent again."""

    code = "nothing_to_send"
