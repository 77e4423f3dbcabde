"""Freezes a filled desk of one commit, on both databases, for the tests of upgrades (tests/upgrade/frozen).

python tools/freeze_schema.py COMMIT tells the demo with the code of that commit and keeps it as SQL. Do it
for every schema that people may have: from then on a test brings it to the newest.
"""

import base64
import io
import lzma
import os
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FROZEN = ROOT / "tests" / "upgrade" / "frozen"
MASTER_KEY = base64.b64encode(b"opens frozen, invented data only").decode()
MOST = 300_000  # bytes of a file
ALIASES = {"default": "DATABASE", "keys": "KEYS"}
THIN = (
    # Packs are the bulk of the demo: the smallest tells as much of the schema as all of them.
    "DELETE FROM referrals_pack WHERE id <> (SELECT id FROM referrals_pack ORDER BY size, id LIMIT 1)"
)
TELL = """
from belisha.jobs.console import set_up

set_up()
from belisha.jobs.story import tell

whole = tell.story

def shorter():
    # One report of each course that a case may take, of people and of matches: every table gets a row.
    seen = set()
    for row in whole():
        kind = (row[3], row[2]["source"] in ("hash_match", "url_match"))
        if kind not in seen:
            seen.add(kind)
            yield row

tell.story, tell.UPDATED_AFTER, tell.UNREADABLE_AFTER = shorter, 8, 9
from belisha.jobs.cli import main
main()
"""


def main() -> None:
    """Freeze one commit on SQLite and on PostgreSQL."""
    if len(sys.argv) != 2:
        sys.exit("Example: python tools/freeze_schema.py 739be14")
    sys.path.insert(0, str(ROOT))
    commit = subprocess.run(
        ["git", "rev-parse", "--short=7", sys.argv[1]], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()
    FROZEN.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="belisha-freeze-") as folder:
        code = Path(folder, "code")
        code.mkdir()
        archive = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=True).stdout
        with tarfile.open(fileobj=io.BytesIO(archive)) as files:
            files.extractall(code, filter="data")
        _keep(f"{commit}-sqlite", _on_sqlite(code, Path(folder, "sqlite")))
        _keep(f"{commit}-postgresql", _on_postgres(code, Path(folder, "postgresql")))


def _on_sqlite(code: Path, folder: Path) -> dict[str, bytes]:
    paths = {alias: folder / f"{alias}.sqlite3" for alias in ALIASES}
    _tell(code, folder, {alias: f"sqlite:///{path}" for alias, path in paths.items()})
    found = _lists(folder)
    for alias, path in paths.items():
        with closing(sqlite3.connect(path)) as database:
            if alias == "default":
                database.execute(THIN)
                database.commit()
            found[f"{alias}.sql"] = "\n".join(database.iterdump()).encode()
    return found


def _on_postgres(code: Path, folder: Path) -> dict[str, bytes]:
    import psycopg

    from tests.databases import EmbeddedPostgres

    with EmbeddedPostgres() as server:
        for alias in ALIASES:
            server.create(alias)
        _tell(code, folder, {alias: server.url(alias) for alias in ALIASES})
        with psycopg.connect(server.url("default")) as database:
            database.execute(THIN)
        found = _lists(folder)
        for alias in ALIASES:
            command = [server.program("pg_dump"), "--inserts", "--rows-per-insert=50", "--no-owner"]
            ran = subprocess.run([*command, server.url(alias)], capture_output=True, check=True)
            lines = (line for line in ran.stdout.splitlines() if not line.startswith((b"\\", b"--")))
            found[f"{alias}.sql"] = b"\n".join(line for line in lines if line)
    return found


def _tell(code: Path, folder: Path, urls: dict[str, str]) -> None:
    folder.mkdir()
    env = {name: value for name, value in os.environ.items() if not name.startswith("BELISHA_")}
    env |= {f"BELISHA_{ALIASES[alias]}_URL": url for alias, url in urls.items()}
    env |= {"BELISHA_DATA_DIR": str(folder), "BELISHA_MASTER_KEY": MASTER_KEY, "BELISHA_DEMO": "1"}
    env["PYTHONPATH"] = str(code)
    subprocess.run([sys.executable, "-c", TELL, "demo"], cwd=code, env=env, check=True)


def _lists(folder: Path) -> dict[str, bytes]:
    files = (path for path in sorted(folder.glob("lists/**/*")) if path.is_file() and path.suffix != ".lock")
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def _keep(name: str, files: dict[str, bytes]) -> None:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for inside, content in files.items():
            entry = tarfile.TarInfo(inside)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    packed = lzma.compress(made.getvalue(), preset=9 | lzma.PRESET_EXTREME)
    if len(packed) > MOST:
        sys.exit(f"{name} has {len(packed)} bytes, more than {MOST}: thin it further.")
    path = FROZEN / f"{name}.tar.xz"
    path.write_bytes(packed)
    print(f"{path.relative_to(ROOT)}: {len(packed)} bytes")


if __name__ == "__main__":
    main()
