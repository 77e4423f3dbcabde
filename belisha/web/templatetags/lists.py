"""Words of the pages about lists."""

from django import template

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
    "repeated": "repeated ones left out",
}


@register.filter
def count_words(kind: str) -> str:
    """What a version holds so many of: "PDQ hashes"."""
    return COUNTED.get(kind, kind)
