"""What an index says of itself."""

from belisha import native
from belisha.matching import segment
from belisha.matching.files import WrongFile
from belisha.matching.match import Stats
from belisha.matching.reader import Reader
from belisha.matching.refusals import UnusableIndex
from belisha.matching.snapshot import Snapshot
from belisha.matching.writer import MANY


def of(reader: Reader) -> Stats:
    """Count."""
    now = reader.refresh()
    files = [known for one in now.manifest.segments for known in one.arrays.values()]
    pending = len(now.delta.entries)
    return Stats(
        entries=sum(one.entries for one in now.segments) + pending,
        hashes=sum(len(one.arrays["hashes"]) for one in now.segments) + pending,
        segments=len(now.segments),
        pending=pending,
        removed=_removed(now),
        bytes=sum(known.bytes for known in files) + now.delta.end,
        generation=now.manifest.generation,
        search=native.chosen(),
    )


def untidy(now: Snapshot) -> bool:
    """Is it time to make the parts one?"""
    pairs = sum(len(one.arrays["entries"]) for one in now.segments)
    return len(now.segments) > MANY or _removed(now) * 4 > pairs + 65_536


def verify(reader: Reader) -> None:
    """Compare every digest; raises UnusableIndex. What a merge replaces meanwhile is not there to be read."""
    for _ in range(3):
        now = reader.refresh()
        try:
            for known in now.manifest.segments:
                segment.verify(reader.folder, known)
            return
        except FileNotFoundError:
            continue
        except WrongFile as reason:
            raise UnusableIndex(path=reader.folder, reason=reason) from None


def _removed(now: Snapshot) -> int:
    return sum(len(one.removed) for one in now.segments)
