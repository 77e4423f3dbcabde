"""Every field of every table of ours that is neither sealed nor a look-up, and why it may lie in the clear.

A new field fails the sweep until it is sealed or has its reason here.
"""

KEY = "random or serial key"
LINK = "link between rows"
CLOCK = "a time, needed to order and to count"
STATE = "a word from a fixed list, needed to order and to count"
COUNT = "a number without meaning for a person"
STAFF = "staff are told of it when they join: needed to sign in and to be woken"
DESK = "a fact about the organisation, not about a person"
LEDGER = "evidence that must outlive the erasure of its content"

PLAIN = {
    "vault.datakey": {
        "id": KEY,
        "kind": STATE,
        "subject": LINK,
        "version": COUNT,
        "master": "names a master key, opens nothing",
        "wrapped": "a data key, itself wrapped by the master key",
        "created_at": CLOCK,
        "destroyed_at": CLOCK,
    },
    "ledger.entry": {
        "seq": KEY,
        "at": CLOCK,
        "event": STATE,
        "actor": LINK,
        "about_kind": STATE,
        "about_id": LINK,
        "key_kind": STATE,
        "key_id": LINK,
        "content_hmac": LEDGER,
        "leaf": LEDGER,
        "root": LEDGER,
    },
    "ledger.head": {"id": KEY, "size": COUNT, "hashes": LEDGER},
    "people.staff": {
        "id": KEY,
        "email": STAFF,
        "name": STAFF,
        "password": "a slow salted hash",
        "last_login": CLOCK,
        "roles": STATE,
        "is_active": STATE,
        "joined_at": CLOCK,
    },
    "people.apikey": {
        "id": KEY,
        "name": "the operator's own label of a program",
        "prefix": "finds the row, opens nothing",
        "digest": "hash of 256 random bits",
        "scopes": STATE,
        "created_by": LINK,
        "created_at": CLOCK,
        "expires_at": CLOCK,
        "last_used_at": CLOCK,
        "revoked_at": CLOCK,
    },
}
