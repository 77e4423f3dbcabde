"""Writing a publication into a folder: all of it beside the old one, which is then exchanged for it."""

import ctypes
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from belisha.figures.figures import Figures
from belisha.figures.site.material import Material, Sheets
from belisha.figures.site.publication import TITLE, Publication
from belisha.figures.site.site import Site
from belisha.refusal import Refusal

MARK: Final = "site.json"  # tells a folder of ours from any other: nobody's files are replaced
Progress = Callable[[int, int], None]


class NotOurFolder(Refusal):
    """{folder} holds something else than figures published before. Name an empty folder, or a new one."""

    code = "not_our_folder"


class CannotWriteFolder(Refusal):
    """{folder} can’t be written: {problem}. What was there is as it was."""

    code = "cannot_write_folder"


@dataclass(frozen=True, kw_only=True, slots=True)
class Published:
    """What was written. `first`: the page to open."""

    folder: Path
    first: Path
    pages: int
    files: int
    bytes: int
    notice: str = ""

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        told = {"folder": str(self.folder), "first": str(self.first), "notice": self.notice}
        return {**told, "pages": self.pages, "files": self.files, "bytes": self.bytes}


def publish(
    figures: Figures,
    folder: Path | str,
    *,
    now: datetime,
    embargo: datetime | None = None,
    title: str = TITLE,
    sheets: Sheets | None = None,
    home: str = "",
    on_progress: Progress | None = None,
) -> Published:
    """Write the figures as pages that open from a folder. Raises NotOurFolder, CannotWriteFolder.

    With an `embargo` that is not over, every page, chart and file says until when they are held back.
    """
    held = embargo if embargo and now < embargo else None
    publication = Publication(made=now, title=title, embargo=held)
    material = Material(
        figures=figures, publication=publication, home=home, sheets=sheets or (lambda number: ())
    )
    return write(Site(material), Path(folder), on_progress=on_progress)


def write(site: Site, folder: Path, *, on_progress: Progress | None = None) -> Published:
    """Write every page and file of a publication; killed in between, the folder is as it was."""
    _refuse_strange(folder)
    target = folder.absolute()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _clear_away(target, site.material.publication.made)
        with tempfile.TemporaryDirectory(prefix=_beside(target), dir=target.parent) as beside:
            new = Path(beside, "new")
            sizes = _write_all(site, new, on_progress)
            _exchange(new, target, Path(beside, "old"))
    except OSError as problem:
        raise CannotWriteFolder(folder=folder, problem=problem.strerror) from problem
    return Published(
        folder=folder,
        first=folder / "index.html",
        pages=sum(address.endswith(".html") for address in sizes),
        files=len(sizes),
        bytes=sum(sizes.values()),
        notice=site.material.publication.notice,
    )


def _beside(target: Path) -> str:
    return f".{target.name}.belisha-"


def _clear_away(target: Path, now: datetime) -> None:
    """Remove what a run that was killed left beside the folder; one of this hour may still be going on."""
    for left in target.parent.glob(f"{_beside(target)}*"):
        if left.stat().st_mtime < now.timestamp() - 3600:
            shutil.rmtree(left, ignore_errors=True)


def _write_all(site: Site, new: Path, on_progress: Progress | None) -> dict[str, int]:
    addresses = list(site.addresses())
    kept: dict[str, dict[str, Any]] = {}
    for number, address in enumerate(addresses, 1):
        file = site.file(address)
        assert file is not None, address  # noqa: S101 - it named the address itself
        path = new / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.body)
        kept[address] = {"bytes": len(file.body), "sha256": file.sha256}
        if on_progress:
            on_progress(number, len(addresses))
    _mark(site, new, kept)
    return {address: told["bytes"] for address, told in kept.items()}


def _mark(site: Site, new: Path, kept: dict[str, dict[str, Any]]) -> None:
    publication = site.material.publication
    told = {
        "made_with": "Belisha",
        "title": publication.title,
        "made": publication.made.isoformat(timespec="seconds"),
        "embargo": publication.embargo and publication.embargo.isoformat(),
        "files": kept,
    }
    (new / MARK).write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def held_in(folder: Path, now: datetime) -> datetime | None:
    """Until when the pages in this folder are held back; None where there are none, or they are open."""
    try:
        until = json.loads((folder / MARK).read_text(encoding="utf-8")).get("embargo")
    except (OSError, ValueError):
        return None
    held = datetime.fromisoformat(until) if until else None
    return held if held and now < held else None


def _refuse_strange(folder: Path) -> None:
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise NotOurFolder(folder=folder)
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise NotOurFolder(folder=folder)


def _exchange(new: Path, target: Path, old: Path) -> None:
    if not target.exists():
        new.rename(target)
    elif not _swapped(new, target):
        target.rename(old)
        try:
            new.rename(target)
        except OSError:
            old.rename(target)
            raise


def _swapped(one: Path, other: Path) -> bool:
    """Exchange two folders in one step, where the system can: no moment in which there is none."""
    try:
        exchange = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError, TypeError):
        return False
    here, swap = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    return bool(exchange(here, os.fsencode(one), here, os.fsencode(other), swap) == 0)
