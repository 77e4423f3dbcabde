"""Ordinary uploads to a service, invented: albums, bursts, what goes round, sizes, stills, what is on a list.

Distances are those of real PDQ hashes of drawn pictures. To make many of few, a series of hashes is changed
by the same random bits throughout: it is then of another picture, with the same distances within.
"""

from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import NamedTuple

from bench import drawn
from bench.climbs import held

Series = Sequence[int]


class Uploaded(NamedTuple):
    account: str
    pdq: int
    matched: bool


class Traffic:
    """Uploads without end. `series`: how many are drawn of each kind."""

    def __init__(self, random: Random, series: int = 24) -> None:
        self.random = random
        self.bursts = [list(drawn.burst(random, 60)) for _ in range(series)]
        self.stills = [list(drawn.thumbnails(random, 12)) for _ in range(series)]
        self.in_sizes = [list(drawn.sizes(random, 8)) for _ in range(series)]
        self.rounds = [list(drawn.copies(random, 120)) for _ in range(series)]
        self.going_round = [self._like(self.rounds) for _ in range(300)]
        self.round_in_sizes = [self._like(self.in_sizes) for _ in range(20)]
        self.listed = [self._like(self.rounds) for _ in range(5)]
        self.channels = [(self._account(), self._like(self.bursts)) for _ in range(20)]
        self.before: list[int] = [random.getrandbits(256)]

    def __iter__(self) -> Iterator[Uploaded]:
        kinds: list[Callable[[], Iterator[Uploaded]]] = [
            self.album, self.shared, self.again, self.rendered,
            self.video, self.channel, self.known, self.offender,
        ]  # fmt: skip
        weights = (30, 90, 60, 10, 8, 2, 0.5, 0.02)
        while True:
            for one in self.random.choices(kinds, weights)[0]():
                self.before[self.random.randrange(len(self.before))] = one.pdq
                if len(self.before) < 10_000:
                    self.before.append(one.pdq)
                yield one

    def album(self) -> Iterator[Uploaded]:
        """An account's pictures of a day: mostly single ones, some in bursts, few in long ones."""
        account, size = self._account(), min(200, 1 + int(self.random.expovariate(1 / 8)))
        while size > 0:
            chance = self.random.random()
            count = 1 if chance < 0.7 else 2 + int(self.random.expovariate(1 / 4))
            count = self.random.randrange(10, 60) if chance > 0.99 else min(count, 60, size)
            yield from self._uploads(account, self._like(self.bursts)[:count])
            size -= count

    def shared(self) -> Iterator[Uploaded]:
        """A copy of what goes round, by anybody; a few are sent by everybody."""
        place = min(int(self.random.paretovariate(0.6)) - 1, len(self.going_round) - 1)
        yield from self._uploads(self._account(), [self.random.choice(self.going_round[place])])

    def again(self) -> Iterator[Uploaded]:
        yield from self._uploads(self._account(), [self.random.choice(self.before)])

    def rendered(self) -> Iterator[Uploaded]:
        """A service that has every size of a picture screened; some of these pictures go round too."""
        of = (
            self._like(self.in_sizes)
            if self.random.random() < 0.7
            else self.random.choice(self.round_in_sizes)
        )
        yield from self._uploads(self._account(), of[: self.random.randrange(3, 9)])

    def video(self) -> Iterator[Uploaded]:
        yield from self._uploads(self._account(), self._like(self.stills)[: self.random.randrange(3, 13)])

    def channel(self) -> Iterator[Uploaded]:
        """The next picture of somebody whose pictures are all alike, such as from a camera at a window."""
        account, frames = self.random.choice(self.channels)
        yield from self._uploads(account, [self.random.choice(frames)])

    def known(self) -> Iterator[Uploaded]:
        """A copy of known material that goes round: nearly all of them match."""
        copies = self.random.choice(self.listed)
        pdq = self.random.choice(copies)
        yield Uploaded(self._account(), pdq, held(pdq, copies[0]))

    def offender(self) -> Iterator[Uploaded]:
        """A series of which the list has some frames."""
        account, frames = self._account(), self._like(self.bursts)
        entries = self.random.sample(frames, 8)
        for pdq in frames[:25]:
            yield Uploaded(account, pdq, any(held(pdq, entry) for entry in entries))

    def _uploads(self, account: str, hashes: Series) -> Iterator[Uploaded]:
        return (Uploaded(account, pdq, False) for pdq in hashes)

    def _like(self, series: Sequence[Series]) -> Series:
        mask = self.random.getrandbits(256)
        return [pdq ^ mask for pdq in self.random.choice(series)]

    def _account(self) -> str:
        return f"u{int(1_000_000 * self.random.random() ** 2)}"
