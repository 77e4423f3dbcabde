"""Lists of invented hashes, as files and as what is asked of them."""

import secrets
from io import BytesIO

from belisha.ledger.record import CONSOLE
from belisha.screening.found import Asked, View
from belisha.screening.library import look_up
from belisha.screening.lists import import_list
from belisha.screening.parse.read import Reading


def digits(octets=32):
    """An invented fingerprint."""
    return secrets.token_hex(octets)


def flipped(pdq, bits):
    """The same PDQ with some bits turned, spread over all of it."""
    turned = int(pdq, 16)
    for place in range(bits):
        turned ^= 1 << (place * 37 % 256)
    return f"{turned:064x}"


def picture(pdq, quality=100, what="stored"):
    """One view of a picture, as it is asked for."""
    return Asked(views=(View(pdq, quality, what),))


def known(value, kind="sha256"):
    """A digest, as it is asked for."""
    return Asked(digests=((kind, value),))


def found(asked):
    return look_up([asked])[0]


def hits(asked):
    return found(asked).hits


def file_of(folder, *lines, name="list.txt", end="\n"):
    path = folder / name
    path.write_text("\n".join(lines) + end, encoding="utf-8")
    return path


def taken(folder, *lines, name="partner", **options):
    """Import lines as a list."""
    return import_list(name=name, path=file_of(folder, *lines), by=CONSOLE, **options)


def parsed(text, **options):
    """What a file holds."""
    octets = text if isinstance(text, bytes) else text.encode()
    return list(Reading(BytesIO(octets), **options))
