"""Flat arrays in files: written durably with their digest, mapped without a copy."""

import hashlib
import mmap
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


class WrongFile(Exception):
    """A file is not what the manifest says; the text says how."""


@dataclass(frozen=True)
class ArrayFile:
    """What the manifest knows of one array."""

    file: str
    dtype: str
    shape: tuple[int, ...]
    sha256: str

    @property
    def bytes(self) -> int:
        return int(np.prod(self.shape)) * np.dtype(self.dtype).itemsize


def write(folder: Path, name: str, array: NDArray[Any]) -> ArrayFile:
    """Write an array and wait until it is on the disk."""
    array = np.ascontiguousarray(array)
    little = array.astype(array.dtype.newbyteorder("<"), copy=False)
    octets = memoryview(little.reshape(-1).view(np.uint8).data)
    durably(folder / f"{name}.bin", octets)
    return ArrayFile(f"{name}.bin", little.dtype.str, array.shape, hashlib.sha256(octets).hexdigest())


def durably(path: Path, octets: bytes | memoryview) -> None:
    """Write a new file and wait until its content is on the disk."""
    with path.open("xb") as file:
        file.write(octets)
        file.flush()
        os.fsync(file.fileno())


def sync(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def mapped(folder: Path, known: ArrayFile) -> NDArray[Any]:
    """The array as it lies in the file, shared by all processes; raises WrongFile where the size is wrong."""
    with (folder / known.file).open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size != known.bytes:
            raise WrongFile(f"{folder.name}/{known.file} has {size} bytes, not {known.bytes}")
        octets = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ) if size else b""
    return np.frombuffer(octets, dtype=known.dtype).reshape(known.shape)


def verify(folder: Path, known: ArrayFile) -> None:
    """Read the whole file and compare its digest; raises WrongFile."""
    with (folder / known.file).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != known.sha256:
        raise WrongFile(
            f"{folder.name}/{known.file} was changed: its SHA-256 is not the one that was written"
        )
