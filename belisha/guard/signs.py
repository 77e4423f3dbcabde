"""Cheap signs: what a text without them can't hold need not be looked for letter by letter."""


def longest(text: str) -> int:
    """Return the length of the longest run of a text that no blank and no line end breaks."""
    return max(map(len, text.split()), default=0)
