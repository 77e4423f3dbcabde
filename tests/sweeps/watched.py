"""What a test writes beside its databases: files opened for writing, or made where temporary ones go."""

import ctypes
import os
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_IN_CREATE, _IN_MOVED_TO, _IN_NONBLOCK = 0x100, 0x80, 0x800
_listening: list[list[str]] = []
_hooked: list[bool] = []


class Watched:
    """`opened`: paths that Python opened for writing; `made`: names made in the watched folder by anybody."""

    def __init__(self, folder: Path) -> None:
        self.opened: list[str] = []
        self.folder, self._libc = folder, ctypes.CDLL(None, use_errno=True)
        self._watch = self._libc.inotify_init1(_IN_NONBLOCK)
        made = self._libc.inotify_add_watch(self._watch, os.fsencode(folder), _IN_CREATE | _IN_MOVED_TO)
        assert made >= 0

    @property
    def made(self) -> list[str]:
        """What was made in the folder since it was last asked, those that are gone again too."""
        names = []
        try:
            while events := os.read(self._watch, 65536):
                while events:
                    _, _, _, size = struct.unpack_from("iIII", events)
                    names.append(events[16 : 16 + size].rstrip(b"\0").decode())
                    events = events[16 + size :]
        except BlockingIOError:
            return names
        return names

    def close(self) -> None:
        os.close(self._watch)


@contextmanager
def watched(folder: Path) -> Iterator[Watched]:
    """Watch what is written from here on; `folder` is where temporary files go."""
    watch = Watched(folder)
    # A hook can't be taken out again, so there is one for all tests, which tells whoever listens now.
    if not _hooked:
        sys.addaudithook(_heard)
        _hooked.append(True)
    _listening.append(watch.opened)
    try:
        yield watch
    finally:
        _listening.remove(watch.opened)
        watch.close()


def _heard(event: str, arguments: tuple[object, ...]) -> None:
    if event != "open" or not _listening:
        return
    path, _, flags = arguments
    if isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR) and isinstance(path, (str, bytes)):
        for one in _listening:
            one.append(os.fsdecode(path))
