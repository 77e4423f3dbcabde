"""The manifest of a version: each file with size and SHA-256, and a MAC, so that no other folder passes."""

import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from belisha.matching import manifest as index_manifest
from belisha.screening.store.arrays import ArrayFile, WrongFile, durably, verify
from belisha.screening.store.secrets import ListKeys

NAME = "manifest.json"
FORMAT, VERSION = "belisha-list", 1
INDEX = "pdq"
_LARGEST = 1 << 26
_LOCKS = ("writer.lock", "merge.lock")


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What a version is: whose, how many of what, and its files by their names."""

    list_id: str
    version_id: str
    entries: int
    counts: Mapping[str, int]
    files: Mapping[str, ArrayFile]
    index: Mapping[str, str]

    def to_bytes(self, keys: ListKeys) -> bytes:
        body = {"format": FORMAT, "version": VERSION, **asdict(self)}
        return json.dumps({**body, "mac": keys.mac(_canonical(body))}, indent=1).encode()


def write(folder: Path, made: Manifest, keys: ListKeys) -> bytes:
    """Write it, last of all files; returns its bytes."""
    octets = made.to_bytes(keys)
    durably(folder / NAME, octets)
    return octets


def read(folder: Path, keys: ListKeys, version_id: str) -> Manifest:
    """The manifest of this version; raises WrongFile unless we wrote it, for this version."""
    path = folder / NAME
    try:
        if path.stat().st_size > _LARGEST:
            raise WrongFile("its manifest is too large")
        body = json.loads(path.read_bytes())
    except OSError as problem:
        raise WrongFile(f"its manifest can't be read: {problem.strerror}") from None
    except (ValueError, RecursionError):
        raise WrongFile("its manifest is cut short or no manifest at all") from None
    return _checked(body, keys, version_id)


def index_files(folder: Path) -> dict[str, str]:
    """The files of the PDQ index with their SHA-256, by their paths in the version's folder."""
    if not (folder / INDEX).is_dir():
        return {}
    known = index_manifest.read(folder / INDEX)
    arrays = {
        f"{INDEX}/{one.name}/{array.file}": array.sha256
        for one in known.segments
        for array in one.arrays.values()
    }
    return {
        **arrays,
        **{f"{INDEX}/{name}": _sha256(folder / INDEX / name) for name in ("manifest.json", known.log)},
    }


def require_files(folder: Path, made: Manifest) -> None:
    """Raise WrongFile unless exactly the files of the manifest are there, in their sizes."""
    known = {one.file for one in made.files.values()} | set(made.index) | {NAME}
    there = {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and path.name not in _LOCKS
    }
    if missing := known - there:
        raise WrongFile(f"{min(missing)} is missing")
    if more := there - known:
        raise WrongFile(f"{min(more)} doesn't belong to it")
    for one in made.files.values():
        if (size := (folder / one.file).stat().st_size) != one.bytes:
            raise WrongFile(f"{one.file} has {size} bytes, not {one.bytes}")
    for name, digest in made.index.items():
        # Small and named nowhere else; the arrays' sizes are compared when the index is opened.
        if name.count("/") == 1 and _sha256(folder / name) != digest:
            raise WrongFile(f"{name} was changed: its SHA-256 is not the one that was written")


def verify_all(folder: Path, made: Manifest) -> None:
    """Read every file and compare its SHA-256; raises WrongFile."""
    require_files(folder, made)
    for one in made.files.values():
        verify(folder, one)
    for name, digest in made.index.items():
        if _sha256(folder / name) != digest:
            raise WrongFile(f"{name} was changed: its SHA-256 is not the one that was written")


def _checked(body: Any, keys: ListKeys, version_id: str) -> Manifest:
    if not isinstance(body, dict) or body.get("format") != FORMAT:
        raise WrongFile("its manifest belongs to another program")
    mac = str(body.pop("mac", ""))
    if not hmac.compare_digest(mac.encode(), keys.mac(_canonical(body)).encode()):
        raise WrongFile("its manifest was not written here: its authentication fails")
    if body["version"] != VERSION:
        raise WrongFile(f"its version is {body['version']}, and this program reads {VERSION}")
    if body["version_id"] != version_id:
        raise WrongFile("it is another version")
    files = {name: ArrayFile(**{**one, "shape": tuple(one["shape"])}) for name, one in body["files"].items()}
    kept = {name: body[name] for name in ("list_id", "version_id", "entries", "counts", "index")}
    return Manifest(**kept, files=files)


def _canonical(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body, sort_keys=True, separators=(",", ":")).encode()


def _sha256(path: Path) -> str:
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
