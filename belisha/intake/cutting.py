"""Takes pictures out of a report's texts before the first write, and says field by field what was removed."""

from typing import Any

from belisha.guard.cut import cut

Removed = list[dict[str, Any]]
"""What was removed: the field, how it was written, its media type, the size in bytes and the SHA-256."""


def without_pictures(texts: dict[str, Any]) -> tuple[dict[str, Any], Removed]:
    """Return the same JSON values with every text cut, and what was removed from where."""
    removed: Removed = []
    return _walk(texts, "", removed), removed


def _walk(value: Any, path: str, removed: Removed) -> Any:
    if isinstance(value, str):
        result = cut(value)
        removed += [{"field": path, **thing.as_json()} for thing in result.removed]
        return result.text
    if isinstance(value, dict):
        return {name: _walk(one, f"{path}.{name}" if path else name, removed) for name, one in value.items()}
    if isinstance(value, list):
        return [_walk(one, f"{path}[{number}]", removed) for number, one in enumerate(value)]
    return value
