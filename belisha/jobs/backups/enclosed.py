"""The first and the last part of a backup: what it is, and the seal that shows that this desk made it."""

import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from belisha import __version__
from belisha.jobs.backups.parts import Part, Tally
from belisha.jobs.backups.refusals import DamagedBackup, ForeignBackup
from belisha.jobs.backups.snapshot import Snapshot
from belisha.vault.keys import DESK_KEY, key_to_open, key_to_seal
from belisha.vault.seal import Erased

FIRST, LAST = "manifest.json", "end.json"
FORMAT, VERSION = "belisha-backup", 1
DATA, KEYS = "data", "keys"


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What a backup is, said before anything else of it."""

    what: str
    id: str
    taken_at: str
    vendor: str
    migrations: list[tuple[str, str]]
    entries: int = 0
    masters: tuple[str, ...] = ()
    belisha: str = __version__
    format: str = FORMAT
    version: int = VERSION

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.taken_at)

    def part(self) -> Part:
        return FIRST, json.dumps(asdict(self)).encode()


@dataclass(frozen=True, kw_only=True)
class End:
    """What there was of everything, sealed under the desk's own key."""

    parts: int
    sha256: str
    rows: dict[str, int]
    desk_key: int
    mac: str

    def require_ours(self, file: Path) -> None:
        """Raise ForeignBackup unless this desk made it: anybody can encrypt to a public key."""
        try:
            key = key_to_open(DESK_KEY, self.desk_key)
        except Erased as problem:
            raise ForeignBackup(file=file) from problem
        if not hmac.compare_digest(_mac(key, self.sha256, self.rows), self.mac):
            raise ForeignBackup(file=file)


def manifest_of(
    view: Snapshot, *, what: str, id: str, masters: Iterable[str] = (), entries: int = 0
) -> Manifest:
    """What is about to be taken of this database."""
    ran = view.ask("SELECT app, name FROM django_migrations ORDER BY app, name")
    return Manifest(
        what=what,
        id=id,
        taken_at=datetime.now(UTC).isoformat(),
        vendor=view.vendor,
        migrations=[(app, name) for app, name in ran],
        entries=entries,
        masters=tuple(masters),
    )


def ended(parts: Iterable[Part], rows: dict[str, int]) -> Iterator[Part]:
    """The same parts, and the last one that seals them; `rows` is filled while they are taken."""
    tally = Tally()
    for part in parts:
        tally.add(part)
        yield part
    version, key = key_to_seal(DESK_KEY)
    mac = _mac(key, tally.digest, rows)
    end = End(parts=tally.count, sha256=tally.digest, rows=dict(rows), desk_key=version, mac=mac)
    yield LAST, json.dumps(asdict(end)).encode()


class Reading:
    """The parts between the first and the last; afterwards `end` says what there had to be."""

    def __init__(self, parts: Iterator[Part], file: Path) -> None:
        self._parts, self._file, self._tally = parts, file, Tally()
        self.manifest = self._first()
        self.end: End | None = None

    def __iter__(self) -> Iterator[Part]:
        for part in self._parts:
            if self.end is not None:
                raise DamagedBackup(file=self._file, problem="something follows its end")
            if part[0] == LAST:
                self.end = self._last(part[1])
                continue
            self._tally.add(part)
            yield part
        if self.end is None:
            raise DamagedBackup(file=self._file, problem="its end is missing")

    def whole(self) -> End:
        """Read what is left of it, and return what it says of itself."""
        for _ in self:
            pass
        assert self.end is not None  # noqa: S101 - for the type checker: the loop above raises otherwise
        return self.end

    def _first(self) -> Manifest:
        try:
            name, content = next(self._parts)
            said: dict[str, Any] = json.loads(content)
            if (name, said["format"], said["version"]) != (FIRST, FORMAT, VERSION):
                raise ValueError("it is no backup of this kind")
            self._tally.add((name, content))
            said["migrations"] = [(app, ran) for app, ran in said["migrations"]]
            return Manifest(**said)
        except (StopIteration, KeyError, TypeError, ValueError) as problem:
            raise DamagedBackup(file=self._file, problem="it doesn't begin as one") from problem

    def _last(self, content: bytes) -> End:
        try:
            end = End(**json.loads(content))
        except (TypeError, ValueError) as problem:
            raise DamagedBackup(file=self._file, problem="its end can't be read") from problem
        if (end.parts, end.sha256) != (self._tally.count, self._tally.digest):
            raise DamagedBackup(file=self._file, problem="its end doesn't fit what came before")
        return end


def _mac(key: bytes, digest: str, rows: dict[str, int]) -> str:
    return hmac.digest(
        key, b"belisha backup\0" + json.dumps([digest, sorted(rows.items())]).encode(), "sha256"
    ).hex()
