"""Inspect JSON: every key and string, strings cut into pieces, numbers that are bytes."""

import json
import re
from collections.abc import Iterator, Mapping, Set

from belisha.guard.finding import Finding
from belisha.guard.limits import MAX_NODES, TooMuch
from belisha.guard.pieces import inspect_pieces
from belisha.guard.span import judge
from belisha.guard.text import inspect_text
from belisha.guard.writing import inspect_writing

Typed = Mapping[str, str]
"""For a field's name, the pattern that its whole value must match."""

FINGERPRINTS: Typed = {
    "md5": "[0-9a-fA-F]{32}",
    "sha1": "[0-9a-fA-F]{40}",
    "sha256": "[0-9a-fA-F]{64}",
    "sha512": "[0-9a-fA-F]{128}",
    "pdq": "[0-9a-fA-F]{64}",
    "photodna": "[0-9a-fA-F]{288}|[A-Za-z0-9+/]{192}",
}
"""The fields of a report that hold fingerprints: 144 bytes of PhotoDNA in hex or base64, else hex."""

LONG_NUMBER = 40
"""Digits of the longest honest number; a longer one can hold anything."""


class _Pairs(list[tuple[str, object]]):
    """The members of an object. A dict would drop the first of two with one name, and what it holds."""


def parsed(text: str) -> object:
    """Return the value, objects as `_Pairs`. Raises ValueError where it is no JSON, or nested too deeply."""
    try:
        return json.loads(text, object_pairs_hook=_Pairs, parse_int=str, parse_float=str, parse_constant=str)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def inspect_value(
    value: object, typed: Typed | None = None, known: Set[str] = frozenset()
) -> Iterator[Finding]:
    """Yield what a parsed value carries. A field named in `typed` may hold that, and nothing else."""
    waiting: list[tuple[str, str, object]] = [("$", "", value)]
    pieces: list[str] = []
    fields: dict[str, list[str]] = {}
    for _ in range(MAX_NODES):
        if not waiting:
            yield from inspect_text("\n".join(pieces), "pieces put together")
            yield from _together(fields, known)
            return
        path, name, found = waiting.pop()
        if isinstance(found, str):
            pattern = (typed or {}).get(name)
            yield from _string(found, path, pattern)
            if not pattern:
                fields.setdefault(name, []).append(found)
            pieces += [found] if _PIECE.fullmatch(found) and not pattern and not _fingerprint(found) else []
        elif isinstance(found, _Pairs):
            yield from (finding for key, _ in found for finding in inspect_text(key, f"{path}, a key"))
            waiting += [(f"{path}.{_shown(key)}", key, item) for key, item in reversed(found)]
        elif isinstance(found, list):
            yield from _numbers(found, path)
            waiting += [(f"{path}[{at}]", name, item) for at, item in reversed([*enumerate(found)])]
    raise TooMuch(f"it has more than {MAX_NODES:,} values")


def _together(fields: Mapping[str, list[str]], known: Set[str]) -> Iterator[Finding]:
    for name, values in fields.items():
        if len(values) > 1:
            yield from inspect_pieces(values, _shown(name), known)
    texts = (value for values in fields.values() for value in values)
    yield from inspect_writing("\n".join(texts), "the text as a whole", known)


_PIECE = re.compile(r"[A-Za-z0-9+/_-]{40,}={0,2}")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,30}")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_ANY_FINGERPRINT = re.compile("|".join(f"(?:{pattern})" for pattern in FINGERPRINTS.values()))


def _fingerprint(text: str) -> bool:
    return _ANY_FINGERPRINT.fullmatch(text) is not None


def _shown(key: str) -> str:
    return key if _NAME.fullmatch(key) else "*"  # A key may be a name or an address: never quoted then.


def _string(text: str, path: str, pattern: str | None) -> Iterator[Finding]:
    if pattern and text:
        if not re.fullmatch(pattern, text):
            yield Finding("unknown", path, "not what a field of this name may hold")
        yield from (finding for finding in inspect_text(text, path) if finding.kind != "run")
        return
    if len(text) > LONG_NUMBER and _NUMBER.fullmatch(text):
        yield Finding("run", path, f"a number of {len(text):,} digits")
    yield from inspect_text(text, path)


def _numbers(values: list[object], path: str) -> Iterator[Finding]:
    numbers = [
        int(value) for value in values if isinstance(value, str) and len(value) < 4 and value.isdecimal()
    ]
    if len(numbers) >= 18 and (seen := judge(bytes(number for number in numbers if number < 256))):
        yield Finding("encoded", path, f"{seen.media_type} written as numbers")


def inspect_json(text: str, typed: Typed | None = None, known: Set[str] = frozenset()) -> Iterator[Finding]:
    """Yield what a JSON text carries: raw, in its strings and keys, and put together."""
    try:
        value = parsed(text)
    except ValueError:
        yield Finding("broken", "", "not JSON, or nested too deeply")
        return
    yield from inspect_value(value, typed, known)
    # As it stands, a list of short strings is one run; a run alone is judged in its own field.
    yield from (finding for finding in inspect_text(text) if finding.kind != "run")
