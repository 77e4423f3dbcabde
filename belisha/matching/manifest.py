"""The manifest: which files are the index now. Replaced in one step: the old or the new."""

import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from belisha.matching.files import ArrayFile, WrongFile, durably, sync

NAME = "manifest.json"
FORMAT, VERSION, ENDIANNESS = "belisha-matching", 1, "little"
_SEGMENT = re.compile(r"segment-[0-9a-f]{16}")
_LOG = re.compile(r"log-[0-9a-f]{16}")
_REMOVED = re.compile(r"removed-[0-9a-f]{16}[.]bin")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_ENTRIES = ("|u1", "<u2", "<u4", "<u8")
# What each array must be. A dash stands for any count; the others are checked when they are put together.
_ARRAYS: dict[str, tuple[tuple[str, ...], int]] = {
    "hashes": (("<u8",), 2),
    "entries": (_ENTRIES, 1),
    "several_at": (("<u4",), 1),
    "several_offsets": (("<u4",), 1),
    "several_entries": (_ENTRIES, 1),
    "offsets": (("<u4",), 2),
    "checks": (("<u2",), 2),
    "ids": (("<u4",), 2),
}
_BANDS = {"offsets", "checks", "ids"}
_REMOVED_RULE = (("<u8",), 1)


@dataclass(frozen=True)
class SegmentFiles:
    """One segment: the folder of its arrays, and which entries were removed since."""

    name: str
    arrays: Mapping[str, ArrayFile]
    removed: ArrayFile | None = None


@dataclass(frozen=True)
class Manifest:
    """The whole index at one moment; the log holds what came since."""

    generation: int
    log: str
    segments: tuple[SegmentFiles, ...]

    def to_bytes(self) -> bytes:
        body = {"format": FORMAT, "version": VERSION, "endianness": ENDIANNESS} | asdict(self)
        return json.dumps({**body, "sha256": _digest(body)}, indent=1).encode()


def parse(octets: bytes) -> Manifest:
    """Read a manifest; raises WrongFile for anything that this version did not write."""
    try:
        body = json.loads(octets)
    except (ValueError, RecursionError):
        raise WrongFile("the manifest is cut short or no manifest at all") from None
    if not isinstance(body, dict) or body.get("format") != FORMAT:
        raise WrongFile("the manifest belongs to another program")
    for name, here in (("version", VERSION), ("endianness", ENDIANNESS)):
        if body.get(name) != here:
            raise WrongFile(f"its {name} is {body.get(name)!r}, and this program reads {here!r}")
    written = body.pop("sha256", None)
    if written != _digest(body):
        raise WrongFile("the manifest was changed: its digest is not the one that was written")
    try:
        return _manifest(body)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise WrongFile("the manifest lacks what a manifest holds") from None


def read(folder: Path) -> Manifest:
    """The manifest of an index; raises FileNotFoundError or WrongFile."""
    return parse((folder / NAME).read_bytes())


def replace(folder: Path, manifest: Manifest) -> None:
    """Make this the index. Everything that it names must be on the disk already."""
    new = folder / f"{NAME}.new"
    new.unlink(missing_ok=True)
    durably(new, manifest.to_bytes())
    os.replace(new, folder / NAME)
    sync(folder)


def _digest(body: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _manifest(body: dict[str, Any]) -> Manifest:
    if type(body["generation"]) is not int:
        raise ValueError
    segments = tuple(_segment(one) for one in body["segments"])
    return Manifest(body["generation"], _named(_LOG, body["log"]), segments)


def _segment(one: dict[str, Any]) -> SegmentFiles:
    arrays = {name: _array(known, *_ARRAYS[name]) for name, known in one["arrays"].items()}
    if arrays.keys() not in (_ARRAYS.keys(), _ARRAYS.keys() - _BANDS):
        raise ValueError
    if any(known.file != f"{name}.bin" for name, known in arrays.items()):
        raise ValueError
    removed = None if one["removed"] is None else _array(one["removed"], *_REMOVED_RULE)
    if removed:
        _named(_REMOVED, removed.file)
    return SegmentFiles(_named(_SEGMENT, one["name"]), arrays, removed)


def _array(known: dict[str, Any], dtypes: tuple[str, ...], dimensions: int) -> ArrayFile:
    shape = tuple(known["shape"])
    if len(shape) != dimensions or any(type(size) is not int or not 0 <= size < 2**40 for size in shape):
        raise ValueError
    if known["dtype"] not in dtypes:
        raise ValueError
    return ArrayFile(known["file"], known["dtype"], shape, _named(_DIGEST, known["sha256"]))


def _named(pattern: re.Pattern[str], word: str) -> str:
    """A name of ours, so that no manifest leads out of its folder."""
    if not pattern.fullmatch(word):
        raise ValueError
    return word
