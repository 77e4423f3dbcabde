"""Rotating keys: the file of the master key, the key store and the ledger, each step durable before the next.

Killed at any point, the next run goes on: what is done shows in the file and in the store.
"""

import secrets
import time
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from belisha.jobs import master_file
from belisha.ledger.read import history, page
from belisha.ledger.record import CONSOLE, record
from belisha.refusal import Refusal
from belisha.vault import masters, rotate
from belisha.vault.keys import DESK_KEY, check_master_key, key_to_seal, make_version
from belisha.vault.models import DataKey, Master

BREATH_SECONDS = 0.005  # between two batches, so that a report's new key comes in
MOST = 1000  # rotations to look back upon
ROTATED, REKEYED = "vault.rotated", "vault.desk_rekeyed"


class OneKeyGiven(Refusal):
    """The master key comes from {setting}, which this command can't write. Make a new one, such as by:
    openssl rand -base64 32. Give both there, the new one first, with a space between them, to every process
    of this desk, restart them, and run this again."""

    code = "one_key_given"


class GoesBack(Refusal):
    """The first of the master keys given, {name}, was replaced by a later one. Put the new key first. To go
    back to the old one all the same, run: belisha vault rotate --back"""

    code = "goes_back"


class StillNeeded(Refusal):
    """{count} data keys don't open with the new master key, so the old one stays. Bring the key store back
    from its backup, or run: belisha doctor"""

    code = "still_needed"


@dataclass(frozen=True)
class Source:
    """Where the master key comes from; `file` only where it is one that we may write."""

    name: str
    file: Path | None = None


@dataclass(frozen=True)
class Outcome:
    """What a rotation came to; `remove` names where the operator takes the old key out by hand."""

    master: str
    wrapped: int
    remove: str = ""


def source() -> Source:
    """Where this desk's master key comes from, by the order in which the settings are read."""
    options = settings.BELISHA
    if options.master_key is not None:
        return Source("BELISHA_MASTER_KEY")
    if options.master_key_command:
        return Source("BELISHA_MASTER_KEY_COMMAND")
    file = options.master_key_file or options.default_master_key_file
    return Source(str(file), file)


def rotate_master(*, back: bool = False) -> Iterator[int | Outcome]:
    """Put a new master key in the place of the old; yields the size of each batch, then the outcome.

    `back`: to a key that was replaced before; else GoesBack.
    """
    came_from = source()
    with master_file.alone(came_from.file) if came_from.file else nullcontext():
        masters.read_again()
        check_master_key()
        new = _new_key(came_from)
        if not back and new not in rotate.store().by_master and new in _replaced():
            raise GoesBack(name=new)
        rotate.put_in_force(new)
        wrapped = 0
        for batch in _wrap_all(new):
            wrapped += batch
            yield batch
        if unopened := rotate.unopened(new):
            raise StillNeeded(count=unopened)
        _record_once(new)
        if came_from.file:
            master_file.replace(came_from.file, [masters.find(new)])
            masters.read_again()
        yield Outcome(new, wrapped, remove="" if came_from.file else came_from.name)


def rekey_desk() -> int:
    """Make the next version of the desk's own data key; returns its number."""
    check_master_key()
    key_to_seal(DESK_KEY)
    version = make_version(DESK_KEY)
    row = DataKey.objects.get(kind=DESK_KEY.kind, subject=DESK_KEY.subject, version=version)
    record(REKEYED, by=CONSOLE, about=row, version=version)
    return version


def _new_key(came_from: Source) -> str:
    """The name of the key to rotate to: the first of several, or one that is made now."""
    given = masters.names()
    if len(given) > 1:
        return given[0]
    if came_from.file is None:
        raise OneKeyGiven(setting=came_from.name)
    master_file.replace(came_from.file, [secrets.token_bytes(32), *settings.BELISHA_MASTER_KEYS])
    masters.read_again()
    return masters.names()[0]


def _wrap_all(new: str) -> Iterator[int]:
    while True:
        for batch in rotate.wrap_anew(new):
            yield batch
            time.sleep(BREATH_SECONDS)
        # A server may have made a key under the old one since the last batch.
        if rotate.only(new):
            return


def _record_once(new: str) -> None:
    row, last = Master.objects.get(name=new), page(event=ROTATED, size=1)
    # The last one, not any: a key may come back.
    if not last or last[0].about_id != new:
        was = [name for name in masters.names() if name != new]
        record(ROTATED, by=CONSOLE, about=row, keys=rotate.store().by_master[new], was=was)


def _replaced() -> set[str]:
    """The names of the master keys that rotations put out of force."""
    rotations = {line.about_id for line in page(event=ROTATED, size=MOST)}
    told = (line for name in rotations for line in history(Master._meta.label_lower, name))
    return rotations.union(*((line.facts or {}).get("was", ()) for line in told if line.event == ROTATED))
