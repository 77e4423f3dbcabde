"""When the newest backup was taken, for `belisha doctor`: a small file beside the databases."""

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

NAME = "last-backup.json"
OLD = 36  # hours: a night that was missed


@dataclass(frozen=True)
class Stamp:
    """The newest backup, and where its two files were written."""

    taken_at: datetime
    file: Path
    keys: Path

    @property
    def together(self) -> bool:
        """Do data and keys still lie in one folder?"""
        return self.file.is_file() and self.keys.is_file() and self.file.parent == self.keys.parent


def leave(*, taken_at: datetime, file: Path, keys: Path) -> None:
    """Say that a backup was taken."""
    text = json.dumps({"taken_at": taken_at.isoformat(), "file": str(file), "keys": str(keys)})
    waiting = _path().with_suffix(".new")
    waiting.write_text(text, encoding="utf-8")
    os.replace(waiting, _path())


def newest() -> Stamp | None:
    """The newest backup that was taken here; None before the first."""
    try:
        said = json.loads(_path().read_text(encoding="utf-8"))
        return Stamp(datetime.fromisoformat(said["taken_at"]), Path(said["file"]), Path(said["keys"]))
    except FileNotFoundError:
        return None


def _path() -> Path:
    folder: Path = settings.BELISHA.data_dir
    return folder / NAME
