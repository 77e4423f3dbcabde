"""Keeps a snapshot current: looks at most every few milliseconds whether another process wrote something."""

import os
import threading
import time
from pathlib import Path

from belisha.matching import manifest, snapshot
from belisha.matching.files import WrongFile
from belisha.matching.refusals import NoIndex, UnusableIndex
from belisha.matching.snapshot import Snapshot

FRESH = 0.02  # Seconds.
TRIES = 50


class Reader:
    """What the threads of one process search in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._refreshing = threading.Lock()
        self._current: Snapshot
        self._manifest = _Watched(folder / manifest.NAME)
        self._looked = 0.0
        self.refresh()

    def snapshot(self) -> Snapshot:
        """The index as it was at most FRESH ago."""
        if time.monotonic() - self._looked > FRESH:
            self.refresh()
        return self._current

    def refresh(self) -> Snapshot:
        """The index as it is now; raises NoIndex or UnusableIndex."""
        with self._refreshing:
            self._current = self._read()
            self._looked = time.monotonic()
            return self._current

    def _read(self) -> Snapshot:
        reason: Exception | None = None
        for attempt in range(TRIES):
            try:
                return self._attempt(anew=attempt > 0 or not hasattr(self, "_current"))
            except FileNotFoundError as gone:
                # The writer has replaced what the manifest named a moment ago; the next one names the new.
                reason = gone
            except WrongFile as wrong:
                # A log that is being written can look damaged for a moment; anything else stays wrong.
                reason = wrong
                if attempt:
                    break
            except OSError as problem:
                reason = problem
                break
            time.sleep(0.002)
        self._manifest.close()
        raise self._refusal(reason)

    def _attempt(self, *, anew: bool) -> Snapshot:
        octets = self._manifest.changed(anyway=anew)
        if octets is None:
            return self._later(self._current)
        known = self._current.whole if hasattr(self, "_current") else {}
        return snapshot.open_at(self.folder, manifest.parse(octets), known)

    def _later(self, current: Snapshot) -> Snapshot:
        size = (self.folder / current.manifest.log).stat().st_size
        return snapshot.later(current, self.folder) if size > current.delta.end else current

    def _refusal(self, reason: Exception | None) -> Exception:
        if isinstance(reason, WrongFile):
            return UnusableIndex(path=self.folder, reason=reason)
        if not isinstance(reason, FileNotFoundError):
            return UnusableIndex(path=self.folder, reason=getattr(reason, "strerror", reason))
        if not (self.folder / manifest.NAME).exists():
            return NoIndex(path=self.folder)
        return UnusableIndex(path=self.folder, reason=f"{Path(reason.filename).name} is missing")


class _Watched:
    """A file that is replaced, never changed. It is kept open, so that no later one can have its number."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._open: int | None = None

    def changed(self, *, anyway: bool) -> bytes | None:
        """The content, if it is another file than the last time."""
        if (
            self._open is not None
            and not anyway
            and os.path.samestat(os.fstat(self._open), os.stat(self._path))
        ):
            return None
        self.close()
        self._open = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
        return b"".join(iter(lambda: os.read(self._open or 0, 1 << 20), b""))

    def close(self) -> None:
        if self._open is not None:
            os.close(self._open)
            self._open = None

    def __del__(self) -> None:
        self.close()
