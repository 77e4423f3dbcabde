"""Why a file isn't read. Nothing of it is kept then."""

from belisha.refusal import Refusal


class Unreadable(Refusal):
    """{name} can't be read."""

    code = "unreadable"

    def __init__(self, *, name: str = "The file", **facts: object) -> None:
        super().__init__(name=name, **facts)


class NotATable(Unreadable):
    """{name} is {what}, not a table. Save the table as XLSX, ODS or CSV, or copy it and paste it."""

    code = "not_a_table"


class Empty(Unreadable):
    """{name} holds nothing to read."""

    code = "empty"


class Encrypted(Unreadable):
    """{name} is locked with a password. Open it, save it without the password, and import that."""

    code = "encrypted"


class TooLarge(Unreadable):
    """{name} is too large: {what}. Split it, or leave out what isn't needed."""

    code = "too_large"


class ZipBomb(Unreadable):
    """{name} would unpack to far more than it should ({what}). It isn't opened."""

    code = "zip_bomb"


class WrongEncoding(Unreadable):
    """{name} isn't text that can be told for sure ({what}). Save it as CSV in UTF-8."""

    code = "wrong_encoding"


class Broken(Unreadable):
    """{name} is damaged or isn't what its name says: {what}."""

    code = "broken"


class Unsafe(Unreadable):
    """{name} holds {what}, which no answer needs. It isn't opened."""

    code = "unsafe"


class TooSlow(Unreadable):
    """{name} took too long or too much memory to read. It was given up, and nothing of it is kept."""

    code = "too_slow"


ALL: dict[str, type[Unreadable]] = {
    refusal.code: refusal
    for refusal in (
        *(Unreadable, NotATable, Empty, Encrypted, TooLarge, ZipBomb, WrongEncoding, Broken, Unsafe),
        TooSlow,
    )
}
