"""The folders of the lists: versions that never change, copied as they are."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from uuid import UUID

from belisha.jobs.backups.parts import CHUNK, Part, numbered
from belisha.jobs.backups.refusals import ListWentAway
from belisha.jobs.backups.snapshot import Snapshot
from belisha.screening.list_folders import lists_folder

LISTS = "lists"
LOCKS = (".lock",)


def taken(view: Snapshot) -> Iterator[Part]:
    """Every version that the database of this view can search or go back to; raises ListWentAway."""
    if "screening_listversion" not in view.tables():
        return
    for version, of, state in view.ask("SELECT id, hash_list_id, state FROM screening_listversion"):
        folder = lists_folder() / _hex(of) / _hex(version)
        if folder.is_dir():
            yield from _folder(folder)
        elif state == "in_force":
            raise ListWentAway


def put(name: str, content: bytes, folder: Path) -> None:
    """Append one part of a file of a list below this folder."""
    *path, _number = PurePosixPath(name).relative_to(LISTS).parts
    if not path or any(part in ("..", "/") for part in path):
        raise ValueError(name)
    file = folder.joinpath(*path)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with file.open("ab") as end:
        end.write(content)


def _folder(folder: Path) -> Iterator[Part]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in LOCKS:
            name = PurePosixPath(LISTS, *path.relative_to(lists_folder()).parts)
            yield from numbered(str(name), _blocks(path))


def _blocks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while block := file.read(CHUNK):
                yield block
    except FileNotFoundError as problem:
        raise ListWentAway from problem


def _hex(value: object) -> str:
    return value.hex if isinstance(value, UUID) else str(value).replace("-", "")
