"""From the fields of one row or object, under the names that its source gives them, to an entry."""

from collections.abc import Iterator, Mapping
from typing import Any

from belisha.screening.parse.entry import LONGEST_ID, Entry, NoEntry, UnknownKind, word
from belisha.screening.parse.kinds import VIDEO, kind_of, kind_of_value, squeezed, value_of

MEANING = {
    **dict.fromkeys(
        ("algorithm", "algo", "hashtype", "hashalgorithm", "type", "signaltype", "fingerprinttype", "kind"),
        "algorithm",
    ),
    **dict.fromkeys(
        ("hash", "hashvalue", "value", "fingerprint", "digest", "signal", "signalvalue", "indicator"), "hash"
    ),
    **dict.fromkeys(("category", "classification", "class", "label", "tag", "tags"), "category"),
    **dict.fromkeys(("ageband", "agegroup", "agerange", "age", "grade", "severity", "rank"), "grade"),
    **dict.fromkeys(
        ("sourceid", "id", "entryid", "contentid", "externalid", "reference", "ref", "imageid", "hashid"),
        "source_id",
    ),
    **dict.fromkeys(("added", "addedat", "addedon", "dateadded", "created", "createdat", "date"), "added"),
    **dict.fromkeys(
        ("removed", "removedat", "removedon", "deleted", "deletedat", "withdrawn", "withdrawnat"), "removed"
    ),
    **dict.fromkeys(("hashes", "fingerprints", "digests", "signals"), "hashes"),
}
Fingerprint = tuple[str, bytes]
_NOT_REMOVED = frozenset({"", "0", "false", "no", "n", "none", "null", "nan", "-"})


def meaning_of(name: str) -> str:
    """What a column means to us: a meaning, "kind:md5", or "" for one that is passed over."""
    squeezed_name = squeezed(name)
    if squeezed_name in MEANING:
        return MEANING[squeezed_name]
    kind = kind_of(squeezed_name)
    return f"kind:{kind}" if kind else ""


def is_removed(value: Any) -> bool:
    """Does the source say, with a time or a yes, that this is no longer listed?"""
    return value is not None and str(value).strip().lower() not in _NOT_REMOVED


def entry_of(fields: Mapping[str, Any]) -> Entry:
    """The entry of fields by their meaning; raises NoEntry."""
    found: dict[Fingerprint, None] = {}
    video = False
    for kind, value in _values(fields):
        video = video or kind == VIDEO
        found.update(dict.fromkeys(value_of(kind, value)))
    if not found:
        raise NoEntry("it has no fingerprint")
    return Entry(
        fingerprints=tuple(found),
        category=word(_said(fields.get("category"))),
        grade=word(_said(fields.get("grade"))),
        source_id=" ".join(_said(fields.get("source_id")).split())[:LONGEST_ID],
        video=video,
    )


def _values(fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if value := _text(fields.get("hash")):
        named = fields.get("algorithm")
        yield from ((kind, value) for kind in (_kind(_said(named)) if named else kind_of_value(value)))
    for meaning, given in fields.items():
        if meaning[:5] == "kind:" and (value := _text(given)):
            yield meaning[5:], value


def _kind(algorithm: str) -> tuple[str]:
    kind = kind_of(algorithm)
    if kind is None:
        raise UnknownKind("its algorithm is none that is compared here")
    return (kind,)


def _text(value: Any) -> str:
    """A fingerprint, or the frames of a video."""
    if isinstance(value, str):
        return value.strip()
    return " ".join(map(str, value)) if isinstance(value, list) else ""


def _said(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else str(value)
