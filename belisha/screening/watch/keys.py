"""What the queries of a key look like: ordinary, or as if somebody felt for the edge of a list. Pure.

Bounded memory of one process, nothing of it on disk; accounts stand in it by tag, never by name.
"""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from threading import Lock

from belisha.matching.hashes import SIZE
from belisha.matching.parse import table_of
from belisha.screening.watch.budget import Budget, Tags
from belisha.screening.watch.edge import MATCHED, Edge, Edges
from belisha.screening.watch.spread import Picture, Spread
from belisha.screening.watch.variants import Account, Accounts, Group

VARIANTS, BUDGET, MISSES = "variants", "budget", "misses"
KEYS = 64
SEVERAL = 3
"""Variants of one picture from which an account is looked at closer."""


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """From where on somebody is told; what they let through and find is measured by bench/probing.py.

    `variants` of one picture from one account; or from several that sent `each` on average, and some of them
    `apart` by so many bits. `crossings`: distinct misses beside at least `matches` distinct matches, and at
    least `share` of them. `distinct` things asked in a day; `misses`: as many, and no match for each of them.
    """

    variants: int = 32
    apart: int = 12
    each: int = 3
    crossings: int = 3
    matches: int = 2
    share: float = 0.1
    distinct: int = 5_000_000
    misses: int = 250_000

    def among(self, processes: int) -> "Thresholds":
        """Those of one process of several, each of which sees its share of the queries."""
        return replace(
            self,
            variants=max(8, -(-self.variants // processes)),
            each=max(2, self.each // processes),
            crossings=max(2, -(-self.crossings // processes)),
            matches=max(1, self.matches // processes),
            distinct=max(1, self.distinct // processes),
            misses=max(1, self.misses // processes),
        )


@dataclass(frozen=True, kw_only=True)
class Flag:
    """What looks like probing. `of_account`: it is the account of this query, else several or none."""

    kind: str
    of_account: bool
    queries: int
    began: float


@dataclass(frozen=True, kw_only=True)
class Queries:
    """The queries of one request: of each a tag and whether it matched; the PDQ hashes among them, 32 bytes
    each in `hashes`, with the number of their query in `rows`; the tag of the account."""

    tags: Tags
    matched: Sequence[bool]
    hashes: bytes
    rows: Sequence[int]
    account: int


FEW = 256
"""More hashes in one request are an archive, of which only the edges and the sums are watched."""


@dataclass(slots=True)
class KeyWatch:
    """What is remembered of one key."""

    rules: Thresholds
    budget: Budget
    accounts: Accounts = field(default_factory=Accounts)
    spread: Spread = field(default_factory=Spread)
    edges: Edges = field(default_factory=Edges)
    lock: Lock = field(default_factory=Lock)

    def note(self, queries: Queries, now: float) -> list[Flag]:
        """Remember the queries of a request, and return what they look like, each thing once."""
        with self.lock:
            self.budget.add(queries.tags, sum(queries.matched), now)
            hits = [at for at, row in enumerate(queries.rows) if queries.matched[row]]
            flags = [*self._sums(), *self._edges(queries, hits, now)]
            if len(queries.rows) <= FEW:
                account = self.accounts.of(queries.account)
                for at in range(len(queries.rows)):
                    flags += self._variant(account, queries, at, now)
            return flags

    def _sums(self) -> Iterator[Flag]:
        rules, budget, distinct = self.rules, self.budget, self.budget.distinct()
        over = {
            BUDGET: distinct > rules.distinct,
            MISSES: distinct > rules.misses * (1 + budget.matched),
        }
        for kind in over.keys() - budget.told:
            if over[kind]:
                budget.told.add(kind)
                yield Flag(kind=kind, of_account=False, queries=distinct, began=budget.began)

    def _edges(self, queries: Queries, hits: list[int], now: float) -> Iterator[Flag]:
        for edge in (*self._matched(queries, hits, now), *self._missed(queries)):
            if not edge.told and self._crossed(edge):
                edge.told = True
                count = edge.matched + len(edge.missed)
                alone = len(edge.accounts) == 1
                yield Flag(kind=VARIANTS, of_account=alone, queries=count, began=edge.began)

    def _matched(self, queries: Queries, hits: list[int], now: float) -> Iterator[Edge]:
        for at in hits[-MATCHED:]:
            if edge := self.edges.matched(_hash(queries, at), queries.account, now):
                yield edge

    def _missed(self, queries: Queries) -> Iterator[Edge]:
        for at, edge in self.edges.near(table_of(queries.hashes)):
            missed = not queries.matched[queries.rows[at]]
            if missed and edge.crossed_by(_hash(queries, at), queries.account):
                yield edge

    def _crossed(self, edge: Edge) -> bool:
        rules, missed = self.rules, len(edge.missed)
        enough = missed >= rules.crossings and edge.matched >= rules.matches
        return enough and missed >= rules.share * edge.matched

    def _variant(self, account: Account, queries: Queries, at: int, now: float) -> Iterator[Flag]:
        group = account.add(_hash(queries, at), now)
        if group is None or group.variants < SEVERAL:
            return
        self.accounts.look_closer(queries.account, account)
        picture = self.spread.add(queries.account, group, now)
        for seen in (group, picture):
            if not seen.told and self._many(seen) and (seen is group or self._shared(picture)):
                seen.told = True
                yield Flag(kind=VARIANTS, of_account=seen is group, queries=seen.variants, began=seen.began)

    def _shared(self, picture: Picture) -> bool:
        # A picture that goes round is sent by many, a variant or two each.
        accounts = len(picture.accounts)
        many = picture.variants >= self.rules.each * accounts and picture.spread >= self.rules.apart
        return accounts > 1 and many

    def _many(self, of: Group | Picture) -> bool:
        return of.variants >= self.rules.variants


class Watch:
    """What is remembered of every key, the last ones used."""

    def __init__(self, rules: Thresholds) -> None:
        self.rules = rules
        self._keys: OrderedDict[object, KeyWatch] = OrderedDict()
        self._lock = Lock()

    def of(self, key: object, now: float) -> KeyWatch:
        """The memory of a key."""
        with self._lock:
            watch = self._keys.pop(key, None) or KeyWatch(self.rules, Budget(now))
            self._keys[key] = watch
            if len(self._keys) > KEYS:
                self._keys.popitem(last=False)
            return watch


def _hash(queries: Queries, at: int) -> int:
    return int.from_bytes(queries.hashes[SIZE * at : SIZE * (at + 1)], "big")
