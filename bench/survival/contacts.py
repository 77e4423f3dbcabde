"""kill -9 at random moments while contacts are assessed by several threads that share their commits.

What was acknowledged must be there, whole, and what is told again must be counted once.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import secrets
import signal
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from belisha.contact.event import Event

LONGEST = 0.5  # seconds that a shift lives at most after its first answer
THREADS = 4
BEGAN = datetime.now(UTC)


def main() -> None:
    """Kill so many shifts on this environment's databases, and print what was found as JSON."""
    asked = argparse.ArgumentParser(
        prog="python -m bench.survival.contacts", description="Example: --times 20"
    )
    asked.add_argument("--times", type=int, default=20)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    django.setup()
    print(json.dumps(run(given.times, random.Random(given.seed))))


def run(times: int, dice: random.Random) -> dict[str, object]:
    """What is found after so many kills."""
    _assess([f"first-{secrets.token_hex(8)}"])  # Everything is loaded before the first fork.
    sent, answered = set[str](), set[str]()
    for _ in range(times):
        for word, name in _one_shift(dice.uniform(0.05, LONGEST)):
            (sent if word == "sent" else answered).add(name)
    before = _kept()
    lost = len([name for name in answered if name not in before])
    # A service that was not answered sends again; and one that was may do so too.
    _assess(sorted(sent))
    after, torn = _kept(), _torn()
    doubled = sum(count > 1 for count in after.values())
    return {
        "kills": times,
        "acknowledged": len(answered),
        "lost": lost,
        "doubled": doubled,
        "torn": torn,
        "whole": not lost and not doubled and not torn and sent <= after.keys(),
    }


def _assess(names: list[str]) -> None:
    from belisha.contact.assess import assess

    assess(events=[_contact(name) for name in names])


def _contact(name: str) -> Event:
    from belisha.contact.event import Actor, Event, Recipient

    # Its time lies in its name, so that it is the same whenever it is told.
    second = int(name.rpartition("-")[2], 16) % 3600
    return Event(
        event="first_message",
        at=BEGAN - timedelta(seconds=second),
        actor=Actor(id=name, age_band="adult"),
        recipient=Recipient(id=f"child-of-{name}", age_band="13_15"),
    )


def _one_shift(seconds: float) -> list[list[str]]:
    """Fork a shift, kill it so long after its first answer, and return what it had said by then."""
    from django.db import connections

    connections.close_all()  # A connection is of one process.
    mouth, pen = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(mouth)
        _work_until_killed(pen)
    os.close(pen)
    said = b""
    # On a busy machine the first answer alone may take longer than a shift lives.
    while b"kept" not in said and (more := os.read(mouth, 1 << 16)):
        said += more
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    with os.fdopen(mouth, "rb") as lines:
        heard = [line.split(" ") for line in (said + lines.read()).decode().splitlines()]
    if os.WIFEXITED(status):
        raise RuntimeError(f"a shift ended by itself: {heard[-1:]}")
    return heard


def _work_until_killed(pen: int) -> None:
    def work() -> None:
        while True:
            names = [
                secrets.token_hex(4) + "-" + secrets.token_hex(4) for _ in range(random.choice((1, 1, 20)))
            ]
            say("sent", names)
            _assess(names)
            say("kept", names)

    def say(word: str, names: list[str]) -> None:
        os.write(pen, "".join(f"{word} {name}\n" for name in names).encode())  # One write: no line is cut.

    try:
        for _ in range(THREADS):
            threading.Thread(target=work, daemon=True).start()
        time.sleep(60)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(1)


def _kept() -> dict[str, int]:
    """How often each account was kept as the one who acts, by the name under which it can be reported."""
    from belisha.contact.models import NamedAccount
    from belisha.contact.store import recorded

    names = {row.id.bytes: row.account for row in NamedAccount.objects.iterator()}
    found: dict[str, int] = {}
    for one in recorded():
        found[names[one.actor]] = found.get(names[one.actor], 0) + 1
    return found


def _torn() -> int:
    """How many contacts lack a part: what was shown is counted with what is kept, or neither is there."""
    from belisha.contact.pseudonyms import key_of_pair
    from belisha.contact.store import recorded, take_turn_and_look

    pairs = [key_of_pair(one.actor, one.recipient) for one in recorded() if one.shown]
    counts = take_turn_and_look(contacts=(), counts=pairs, names=()).counts
    return sum(key not in counts or counts[key].times != 1 for key in pairs)


if __name__ == "__main__":
    main()
