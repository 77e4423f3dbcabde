"""Encryption of a backup to a public key (age-encryption.org/v1): whoever takes it can't read it again."""

import os
import re
import tarfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pyrage

from belisha.jobs.backups.parts import Part, Pulled, packed, unpacked
from belisha.jobs.backups.refusals import (
    AnotherIdentity,
    CouldNotWrite,
    DamagedBackup,
    FileIsThere,
    WrongIdentity,
    WrongRecipient,
)

SECRET = re.compile(r"^AGE-SECRET-KEY-1[0-9A-Z]+$", re.MULTILINE)
Recipient = Any  # pyrage brings no types
Identity = Any


def recipients(texts: Sequence[str]) -> list[Recipient]:
    """The public keys of these texts; raises WrongRecipient."""
    return [_recipient(text) for text in texts]


def _recipient(text: str) -> Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError as problem:
        raise WrongRecipient(text=text) from problem


def identities(path: Path) -> list[Identity]:
    """The private keys in a file as age-keygen writes it; raises WrongIdentity."""
    try:
        found = SECRET.findall(path.read_text(encoding="utf-8"))
        keys = [pyrage.x25519.Identity.from_str(secret) for secret in found]
    except (OSError, ValueError, pyrage.IdentityError) as problem:
        raise WrongIdentity(file=path) from problem
    if not keys:
        raise WrongIdentity(file=path)
    return keys


def new_identity(path: Path) -> str:
    """Write a new private key, readable by its owner alone, and return its public key; raises FileIsThere."""
    made = pyrage.x25519.Identity.generate()
    public = str(made.to_public())
    with _new(path) as file:
        file.write(f"# public key: {public}\n{made}\n".encode())
        _keep(file)
    return public


def write(path: Path, parts: Iterator[Part], to: Sequence[Recipient]) -> Identity:
    """Write parts to a new file, durably; return a key for reading it back that ends with this process."""
    own = pyrage.x25519.Identity.generate()
    source = Pulled(packed(parts))
    with _new(path) as file:
        try:
            pyrage.encrypt_io(source, file, [*to, own.to_public()])
            _keep(file)
        except (OSError, pyrage.EncryptError) as problem:
            if source.problem is not None:
                raise source.problem from problem
            raise CouldNotWrite(file=path, problem=_said(problem)) from problem
    return own


@contextmanager
def opened(path: Path, keys: Sequence[Identity]) -> Iterator[Iterator[Part]]:
    """The parts of an encrypted file, as they are decrypted; raises AnotherIdentity and DamagedBackup."""
    problems: list[Exception] = []
    reading, writing = os.pipe()
    pouring = threading.Thread(target=_pour, args=(path, keys, writing, problems), daemon=True)
    pouring.start()
    try:
        with os.fdopen(reading, "rb") as stream:
            yield _parts(stream, path, problems, pouring)
    finally:
        pouring.join()


def _parts(
    stream: IO[bytes], path: Path, problems: list[Exception], pouring: threading.Thread
) -> Iterator[Part]:
    try:
        yield from unpacked(stream)
        # What follows the last part: only there it shows that the file wasn't cut.
        while stream.read(1 << 16):
            pass
    except (tarfile.TarError, OSError) as problem:
        problems.append(problem)
    pouring.join()
    if problems:
        raise _refusal(path, problems[0]) from problems[0]


def _pour(path: Path, keys: Sequence[Identity], writing: int, problems: list[Exception]) -> None:
    try:
        # The pipe first: its other end would wait for ever for a file that is not there.
        with os.fdopen(writing, "wb") as sink, path.open("rb") as source:
            pyrage.decrypt_io(source, sink, keys)
    except BrokenPipeError:
        pass  # whoever read had seen enough
    except Exception as problem:
        problems.insert(0, problem)


def _refusal(path: Path, problem: Exception) -> Exception:
    if isinstance(problem, pyrage.DecryptError) and "matching keys" in str(problem):
        return AnotherIdentity(file=path)
    return DamagedBackup(file=path, problem=_said(problem))


def _said(problem: Exception) -> str:
    return getattr(problem, "strerror", None) or str(problem) or type(problem).__name__


def _new(path: Path) -> IO[bytes]:
    try:
        return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
    except FileExistsError as problem:
        raise FileIsThere(file=path) from problem
    except OSError as problem:
        raise CouldNotWrite(file=path, problem=_said(problem)) from problem


def _keep(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())
