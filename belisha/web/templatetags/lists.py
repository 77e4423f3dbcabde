"""Words of the pages about lists."""

from django import template

from belisha.decisions.known import CATEGORIES

register = template.Library()

COUNTED = {
    "entries": "entries",
    "pdq": "PDQ hashes",
    "md5": "MD5 digests",
    "sha1": "SHA-1 digests",
    "sha256": "SHA-256 digests",
    "photodna": "PhotoDNA hashes",
    "video": "videos",
    "url": "addresses",
    "source": "with an id of the source",
    "repeated": "repeated ones",
}


KNOWN_BY = {"pdq": "PDQ", "md5": "MD5", "sha1": "SHA-1", "sha256": "SHA-256", "photodna": "PhotoDNA"}


@register.filter
def known_by(kind: str) -> str:
    """By what an entry is recognised; digests of entries are kept without their kind."""
    only_near = {"near": "PDQ, where only near", "near_kept": "PhotoDNA, where only near"}
    return {**KNOWN_BY, **only_near, "url": "address", "kept": "digests"}.get(kind, kind)


@register.filter
def category_words(category: str) -> str:
    """A category as it was received; those of this desk's own list in words."""
    return CATEGORIES.get(category, category)


@register.filter
def count_words(kind: str) -> str:
    """What a version holds so many of: "PDQ hashes"."""
    return COUNTED.get(kind, kind)
