"""The fingerprints of a picture or video that a stranger sent: decoded in a bounded worker, never here.

Knows no Django and no settings: `from belisha.screening.fingerprint import fingerprint` works by itself.
"""

from dataclasses import replace
from typing import Literal

from belisha.screening.digests import digests
from belisha.screening.found import Asked, View
from belisha.screening.look import look
from belisha.screening.pool import Pool, default_pool
from belisha.screening.seen import Fingerprint, NotScreened

__all__ = ["Fingerprint", "Mode", "NotScreened", "asked_of", "digests", "fingerprint"]

Mode = Literal["exact", "fast"]
DIGITS = frozenset("0123456789abcdef")


def fingerprint(data: bytes, *, mode: Mode = "exact", pool: Pool | None = None) -> Fingerprint:
    """Look at one file; `pool`: whose workers do it, this process's own where none is given.

    "exact" decodes all pixels: PDQ is that of `pdqhash` on them, bit for bit. "fast" decodes a JPEG shrunk
    and in grey: at most 8 bits off, and several times faster; other files are looked at exactly, and the
    answer's `mode` says so. Raises NotScreened with the reason: never take that for "no match". `digests`
    names such a file all the same.
    """
    if mode not in ("exact", "fast"):
        raise ValueError('mode is "exact" or "fast"')
    if not data:
        raise NotScreened(reason="empty")
    seen = (pool or default_pool()).run(look, data, mode)
    if not all(_is_pdq(view) for view in (*seen.views, *seen.turned)):
        raise NotScreened(reason="worker_died")  # It was taken over, or it would not say that.
    known = digests(data)
    return replace(seen, md5=known["md5"], sha1=known["sha1"], sha256=known["sha256"])


def asked_of(seen: Fingerprint) -> Asked:
    """What to ask the lists about a file: each way in which it was seen, turned and mirrored; its digests."""
    named = tuple((kind, getattr(seen, kind)) for kind in ("md5", "sha1", "sha256"))
    return Asked(views=seen.turned, digests=named, share=seen.video)


def _is_pdq(view: View) -> bool:
    return len(view.pdq) == 64 and DIGITS.issuperset(view.pdq)
