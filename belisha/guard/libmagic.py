"""Ask libmagic, where the machine has it, what a file is: a second opinion, never the only one."""

import ctypes
import re
from collections.abc import Iterator
from functools import cache
from threading import Lock
from typing import Any

from belisha.guard.finding import Finding

_NAMES = ("libmagic.so.1", "libmagic.dylib")
_MIME_TYPE = 0x10
_MOST = 1024 * 1024
_SHOWN = re.compile(r"(image|video|audio)/[a-z0-9.+-]{1,60}", re.IGNORECASE)
_FAMILIES = {"image": "picture", "video": "video", "audio": "audio"}
_one_at_a_time = Lock()


def _loaded(name: str) -> Any:
    try:
        return ctypes.CDLL(name)
    except OSError:
        return None


@cache
def _opened() -> tuple[Any, Any] | None:
    """Return the library and its open data, or None where there is none."""
    library = next(filter(None, map(_loaded, _NAMES)), None)
    if library is None:
        return None
    library.magic_open.restype = ctypes.c_void_p
    library.magic_load.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
    library.magic_buffer.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t]
    library.magic_buffer.restype = ctypes.c_char_p
    data = library.magic_open(_MIME_TYPE)
    return (library, data) if data and library.magic_load(data, None) == 0 else None


def second_opinion(data: bytes) -> Iterator[Finding]:
    """Yield a finding when libmagic takes the file for a picture, video or sound."""
    with _one_at_a_time:  # Its data are not made for two threads.
        opened = _opened()
        if opened is None:
            return
        said = opened[0].magic_buffer(opened[1], data[:_MOST], min(len(data), _MOST))
    seen = _SHOWN.fullmatch((said or b"").decode("ascii", "replace"))
    if seen:
        yield Finding(_FAMILIES[seen[1].lower()], "", f"{seen[0]} to libmagic")  # type: ignore[arg-type]  # Kinds.
