"""What a backup holds, part by part, as a tar archive: other programs can open it once it is decrypted."""

import tarfile
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import IO

Part = tuple[str, bytes]

CHUNK = 1 << 20  # bytes: so much of a backup lies in memory
BLOCK = tarfile.BLOCKSIZE


class Tally:
    """How many parts there were, and one digest over all their names and contents."""

    def __init__(self) -> None:
        self.count, self._digest = 0, sha256()

    def add(self, part: Part) -> None:
        name, content = part[0].encode(), part[1]
        self.count += 1
        self._digest.update(len(name).to_bytes(4, "big") + name + len(content).to_bytes(8, "big") + content)

    @property
    def digest(self) -> str:
        return self._digest.hexdigest()


class Pulled:
    """A file to read from, made of bytes that are only made when they are asked for."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks, self._rest = blocks, memoryview(b"")
        self.problem: Exception | None = None

    def read(self, size: int = CHUNK) -> bytes:
        while not self._rest:
            try:
                self._rest = memoryview(next(self._blocks))
            except StopIteration:
                return b""
            except Exception as problem:
                # Whoever reads tells of every fault alike; this says which one it was.
                self.problem = problem
                raise
        given, self._rest = self._rest[:size], self._rest[size:]
        return bytes(given)


def packed(parts: Iterable[Part]) -> Iterator[bytes]:
    """The archive, block by block."""
    for name, content in parts:
        head = tarfile.TarInfo(name)
        head.size, head.mode = len(content), 0o600
        yield head.tobuf(tarfile.PAX_FORMAT)
        yield content
        yield bytes(-len(content) % BLOCK)
    yield bytes(2 * BLOCK)


def unpacked(stream: IO[bytes]) -> Iterator[Part]:
    """The parts of an archive; raises tarfile.TarError."""
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        for head in archive:
            content = archive.extractfile(head)
            if content is None:
                raise tarfile.ReadError("a part is no file")
            yield head.name, content.read()


def numbered(name: str, blocks: Iterable[bytes]) -> Iterator[Part]:
    """Blocks as parts of one name, joined until each is large enough to be worth a head."""
    number, waiting, size = 0, list[bytes](), 0
    for block in blocks:
        waiting.append(bytes(block))
        size += len(block)
        if size >= CHUNK:
            yield f"{name}/{number:06}", b"".join(waiting)
            number, waiting, size = number + 1, [], 0
    if waiting or not number:
        yield f"{name}/{number:06}", b"".join(waiting)
