"""What this machine gives: Python, the native core, workers for strangers’ files, formats, folder, disk."""

import os
import shutil
import sys
from pathlib import Path

from belisha.jobs.checks.check import Check


def python() -> Check:
    """Python itself."""
    version = ".".join(map(str, sys.version_info[:3]))
    return Check("python", sys.version_info >= (3, 11), f"Python {version}", "Install Python 3.11 or later.")


def search() -> Check:
    """Whether hash lists are searched by the native core, and how."""
    from belisha import native

    chosen, compiled = native.chosen(), native.core() is not None
    ways = {
        "avx512": "AVX-512",
        "avx2": "AVX2",
        "portable": "portable code",
        native.REFERENCE: "numpy, slower",
    }
    return Check(
        "hash search",
        compiled,
        f"the native core {'with' if compiled else 'was not compiled; using'} {ways[chosen]}",
        "Install a compiler (sudo apt-get install g++ python3-dev), then: make install",
        needed=False,
    )


def decoding() -> Check:
    """The bounds of a worker that reads strangers' files, each found by trying to break it there."""
    from belisha.screening import confine
    from belisha.screening.pool import Pool
    from belisha.screening.seen import NotScreened

    pool = Pool(1)
    try:
        pool.warm()
        found = pool.run(confine.in_force, b"")
    except NotScreened:
        remedy = 'Until then every upload is held. To see why: python -c "import belisha.screening.look"'
        return Check("decoding", False, "no file can be read: a worker doesn't start", remedy, needed=False)
    finally:
        pool.close()
    lacking = "" if confine.is_enough(found) else "; no filter or namespace besides"
    detail = f"in a worker of its own: {', '.join(found)}{lacking}"
    return Check("decoding", not lacking, detail, "Run on Linux on x86-64 or ARM64.", needed=False)


def formats() -> Check:
    """Which formats can be looked at."""
    from importlib.util import find_spec

    from PIL import features

    there = {
        "WebP": features.check("webp"),
        "AVIF": features.check("avif"),
        "HEIC": find_spec("pillow_heif") is not None,
        "video": find_spec("av") is not None,
    }
    lacking = [name for name, found in there.items() if not found]
    detail = "JPEG, PNG, GIF, BMP, TIFF" + "".join(f", {name}" for name, found in there.items() if found)
    words = f"; not {' or '.join(lacking)}: held unscreened" if lacking else ""
    remedy = (
        "Install belisha[video]." if lacking == ["video"] else "Install Pillow and pillow-heif from wheels."
    )
    return Check("pictures and videos", not lacking, detail + words, remedy, needed=False)


def data_folder() -> Check:
    """Whether the data folder can be written to, and by nobody else read."""
    from django.conf import settings

    folder: Path = settings.BELISHA.data_dir
    writable = os.access(folder, os.W_OK)
    closed = folder.stat().st_mode & 0o007 == 0
    words = (f"{'' if writable else 'not '}writable", f"{'closed' if closed else 'open'} to others")
    detail = f"{folder.absolute()} is {words[0]}, {words[1]}"
    return Check("data folder", writable and closed, detail, f"chmod 700 {folder.absolute()}")


def disk() -> Check:
    """How much room there is."""
    from django.conf import settings

    free = shutil.disk_usage(settings.BELISHA.data_dir).free
    return Check(
        "disk", free > 1_000_000_000, f"{free / 1e9:.1f} GB free", "Make room: a full disk takes no report."
    )
