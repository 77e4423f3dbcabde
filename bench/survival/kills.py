"""kill -9 at random moments between intake and release.

One process loads the desk once and forks a shift for each kill, so that a kill costs milliseconds. A shift
tells what it was answered through a pipe, which outlives it; what it sent and was not answered for, the next
sends again with the same key, as a client does.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import secrets
import signal
import sys
import time
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from bench.survival.shift import People
    from bench.survival.whole import Said

LONGEST = 0.6  # seconds that a shift lives at most


def main() -> None:
    """Kill so many shifts on this environment's databases, and print what was found as JSON."""
    asked = argparse.ArgumentParser(prog="python -m bench.survival.kills", description="Example: --times 20")
    asked.add_argument("--times", type=int, default=20)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    django.setup()
    print(json.dumps(run(given.times, random.Random(given.seed))))


def run(times: int, dice: random.Random) -> dict[str, object]:
    """What is found after so many kills, and one shift that was left to finish."""
    from bench.survival.shift import at_work, work
    from bench.survival.whole import Said, look

    people, said, unanswered = at_work(), Said(), list[str]()
    # Everything is loaded before the first fork: a shift spends its life at work.
    work(people, _keys([], 1), lambda *_: None)
    killed = 0
    while killed < times:
        heard = _one_shift(people, unanswered, dice.uniform(0, LONGEST))
        unanswered = _take_note(heard, said, unanswered)
        killed += 1
    work(people, _keys(unanswered, 1), said.note)
    return {"kills": killed} | look(said).as_json()


def _keys(first: list[str], more: int | None = None) -> Iterator[str]:
    new = (secrets.token_hex(8) for _ in (range(more) if more is not None else iter(int, 1)))
    return chain(first, new)


def _one_shift(people: People, unanswered: list[str], seconds: float) -> list[tuple[str, str, str]]:
    """Fork a shift, kill it after so long, and return what it had said by then."""
    from django.db import connections

    connections.close_all()  # A connection is of one process.
    mouth, pen = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(mouth)
        _work_until_killed(people, unanswered, pen)
    os.close(pen)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    with os.fdopen(mouth) as lines:
        heard = [tuple(line.split(" ")) for line in lines.read().splitlines()]
    if os.WIFEXITED(status):
        raise RuntimeError(f"a shift ended by itself: {heard[-1:]}")
    return heard  # type: ignore[return-value]


def _work_until_killed(people: People, unanswered: list[str], pen: int) -> None:
    from bench.survival.shift import work

    def say(*words: str) -> None:
        os.write(pen, (" ".join(words) + "\n").encode())  # One write, so that no line is cut.

    try:
        work(people, _keys(unanswered), say)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(1)


def _take_note(heard: list[tuple[str, str, str]], said: Said, unanswered: list[str]) -> list[str]:
    for line in heard:
        said.note(*line)
    sent = [key for what, key, _ in heard if what == "sent"]
    answered = {key for what, key, _ in heard if what == "kept"}
    return [key for key in dict.fromkeys([*unanswered, *sent]) if key not in answered]


if __name__ == "__main__":
    main()
