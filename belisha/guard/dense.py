"""Find bytes written with most of the keyboard (base85, base91 and kin): no language mixes letters so."""

import base64
import re
from collections.abc import Callable, Iterator

from belisha.guard.signs import longest
from belisha.guard.span import Span, judge, type_of

LONG = 320
"""Characters from which a run counts although nothing in it is recognised: 256 bytes."""

FIRST = 40
"""Characters of its first line."""

_DENSE = re.compile(r"[!-~]{40,}+(?:\s{1,4}+[!-~]{20,}+)*+")
_LEAST = {"[a-z]": 0.20, "[A-Z]": 0.20, "[0-9]": 0.06, "[^A-Za-z0-9]": 0.12}
_MOST = 0.42
_SHARES = [(re.compile(letters), least) for letters, least in _LEAST.items()]


def find_dense(text: str) -> Iterator[Span]:
    """Yield each run that decodes to media, and each long one of that make-up. Linear in the text."""
    for run in _DENSE.finditer(text) if longest(text) >= FIRST else ():
        letters = "".join(run.group().split())
        if len(letters) < LONG or "://" in letters or not _mixed(letters):
            continue
        for decode in (_b85, _a85):
            decoded = decode(letters)
            seen = judge(decoded)
            if seen:
                yield Span(*run.span(), "encoded", "base85", seen.media_type, decoded[seen.offset :])
                break
        else:
            decoded = letters.encode("ascii")
            yield Span(*run.span(), "run", "dense text", type_of(decoded), decoded)


def _mixed(letters: str) -> bool:
    shares = [(len(kind.findall(letters)) / len(letters), least) for kind, least in _SHARES]
    return len(set(letters)) >= 50 and all(least <= share <= _MOST for share, least in shares)


def _quietly(decode: Callable[[str], bytes]) -> Callable[[str], bytes]:
    def decoded(letters: str) -> bytes:
        try:
            return decode(letters)
        except ValueError:
            return b""

    return decoded


_b85, _a85 = _quietly(base64.b85decode), _quietly(base64.a85decode)
