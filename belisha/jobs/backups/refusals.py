"""What can be wrong with a backup, with its place, or with where it is to go."""

from belisha.refusal import Refusal


class WrongRecipient(Refusal):
    """{text} is no public key of age: it begins with age1. To make a pair:
    belisha backup --new-identity FILE"""

    code = "wrong_recipient"


class WrongIdentity(Refusal):
    """{file} holds no private key of age that is not itself behind a password: a line AGE-SECRET-KEY-1..."""

    code = "wrong_identity"


class AnotherIdentity(Refusal):
    """{file} was encrypted to another key than the one that was given."""

    code = "another_identity"


class FileIsThere(Refusal):
    """{file} is there already, and a backup never writes over another. Give it another name."""

    code = "file_is_there"


class CouldNotWrite(Refusal):
    """{file} can't be written: {problem}. Nothing was left there."""

    code = "could_not_write"


class DamagedBackup(Refusal):
    """{file} is no whole backup: {problem}."""

    code = "damaged_backup"


class ForeignBackup(Refusal):
    """{file} was not made by this desk: its seal doesn't fit."""

    code = "foreign_backup"


class ListWentAway(Refusal):
    """A version of a list was replaced while it was copied. Run it again."""

    code = "list_went_away"


class NewerBackup(Refusal):
    """{file} was made by a later version of Belisha, {version}. Install that one first."""

    code = "newer_backup"


class AnotherDatabase(Refusal):
    """{file} was taken from {was}, and this place is {now}. A backup goes back into what it came from."""

    code = "another_database"


class OlderKeys(Refusal):
    """{file} is older than the data: it lacks the keys of what came after. Give the keys of the same
    backup, or later ones."""

    code = "older_keys"


class NotEmpty(Refusal):
    """There is something in {place} already, and a restore writes over nothing. Name an empty folder
    with --data, or new and empty databases."""

    code = "not_empty"


class HalfRestored(Refusal):
    """A restore into this place did not come to its end. Empty the place and restore again: nothing of it is
    served before that."""

    code = "half_restored"


class WrongErasure(Refusal):
    """{file} is to say what was erased, and {problem}. Nothing is restored: what was erased could come back,
    or what must be kept could go. Look at the folder. Where the ledger's key was replaced after the backup,
    give the new one too with --key."""

    code = "wrong_erasure"


class NoHeads(Refusal):
    """{folder} holds no signed head of this desk's ledger: {problem}. Without one nobody knows that what was
    erased since lies there. Is it the right folder, and mounted? Where the ledger's key was replaced after
    the backup, give the new one with --key. Where there is no such folder, say --no-checkpoints."""

    code = "no_heads"
