"""From the records of an exchange to entries of a list. Pure: records as Meta's clients give them.

Every fingerprint that is compared here is kept, MD5 and SHA-1 of pictures too; what the source deleted or its
owner withdrew is gone, and an update replaces what its source id stood for.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from belisha.screening.parse.entry import LONGEST_ID, Entry, NoEntry, UnknownKind, word
from belisha.screening.parse.kinds import kind_of, value_of

# StopNCII protects adults: a match is no indecent image of a child, and the list says so with every one.
INTIMATE = "intimate image of an adult"
_WITHDRAWN = frozenset({"Withdrawn", "Deleted"})
_STOPNCII_KINDS = {"ImagePDQ": "pdq", "VideoMD5": "md5", "URL": "url"}


class Mapped(NamedTuple):
    """An entry, and how many fingerprints of its record could not be read, or are of kinds not compared."""

    entry: Entry
    malformed: int = 0
    unknown: int = 0


def of_ncmec(record: Any) -> Mapped:
    """The entry of a record of NCMEC's (threatexchange: NCMECEntryUpdate); `grade` is its classification."""
    source_id = word(f"{record.member_id}-{record.id}", LONGEST_ID)
    if record.deleted:
        return Mapped(Entry(source_id=source_id, gone=True))
    found, malformed, unknown = _read(record.fingerprints, kind_of)
    if not found:
        # What it stood for before is not what it stands for now.
        return Mapped(Entry(source_id=source_id, gone=True), malformed, unknown)
    video = record.entry_type.value == "video"
    grade = word(record.classification)
    return Mapped(
        Entry(fingerprints=found, grade=grade, source_id=source_id, video=video), malformed, unknown
    )


def of_stopncii(record: Any) -> Mapped:
    """The entry of a record of StopNCII's (threatexchange: StopNCIIHashRecord)."""
    kind, value = record.signalType.value, record.hashValue.strip()
    source_id = f"{kind}-{_short(value if kind == 'URL' else value.lower())}"
    if _is_withdrawn(record):
        return Mapped(Entry(source_id=source_id, gone=True))
    found, malformed, unknown = _read({kind: value}, _STOPNCII_KINDS.get)
    if not found:
        return Mapped(Entry(source_id=source_id, gone=True), malformed, unknown)
    return Mapped(Entry(fingerprints=found, category=INTIMATE, source_id=source_id))


def _is_withdrawn(record: Any) -> bool:
    """Withdrawn as a whole, or in each of the cases that it came from."""
    cases = {case.value for case in record.caseNumbers.values()}
    return record.hashStatus.value in _WITHDRAWN or (bool(cases) and cases <= _WITHDRAWN)


def _read(
    fingerprints: Mapping[str, str], known: Callable[[str], str | None]
) -> tuple[tuple[tuple[str, bytes], ...], int, int]:
    found: dict[tuple[str, bytes], None] = {}
    malformed = unknown = 0
    for pair in _values(fingerprints, known):
        try:
            found |= dict.fromkeys(value_of(*pair))
        except UnknownKind:
            unknown += 1
        except NoEntry:
            malformed += 1
    return tuple(found), malformed, unknown


def _values(fingerprints: Mapping[str, str], known: Callable[[str], str | None]) -> Iterator[tuple[str, str]]:
    for name, value in fingerprints.items():
        yield known(name) or "", value.strip()


def _short(value: str) -> str:
    return value if len(value) <= LONGEST_ID // 2 else hashlib.sha256(value.encode()).hexdigest()
