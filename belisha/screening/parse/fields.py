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
    return str(value if value is not None else "").strip().lower() not in _NOT_REMOVED


def entry_of(fields: Mapping[str, Any]) -> Entry:
    """The entry of fields by their meaning; raises NoEntry."""
    found = list(_fingerprints(fields))
    if not found:
        raise NoEntry("it has no fingerprint")
    fingerprints = dict.fromkeys(pair for _, pairs in found for pair in pairs)
    return Entry(
        fingerprints=tuple(fingerprints),
        category=word(fields.get("category")),
        grade=word(fields.get("grade")),
        source_id=word(fields.get("source_id"), LONGEST_ID),
        video=any(kind == VIDEO for kind, _ in found),
    )


def _fingerprints(fields: Mapping[str, Any]) -> Iterator[tuple[str, tuple[tuple[str, bytes], ...]]]:
    if value := _text(fields.get("hash")):
        yield from _named(_text(fields.get("algorithm")), value)
    for meaning, given in fields.items():
        if meaning.startswith("kind:") and (value := _text(given)):
            kind = meaning.removeprefix("kind:")
            yield kind, value_of(kind, value)


def _named(algorithm: str, value: str) -> Iterator[tuple[str, tuple[tuple[str, bytes], ...]]]:
    kind = kind_of(algorithm) if algorithm else None
    if algorithm and kind is None:
        raise UnknownKind("its algorithm is none that is compared here")
    for one in (kind,) if kind else kind_of_value(value):
        yield one, value_of(one, value)


def _text(value: Any) -> str:
    if value is None or isinstance(value, bool | int | float):
        return ""
    if isinstance(value, list):
        return " ".join(map(str, value))
    return str(value).strip()
