"""Walking beside the check of a log: its head must be what was signed, at every size that somebody signed."""

from collections.abc import Mapping

from belisha.ledger.tree import EMPTY_ROOT, Frontier
from belisha.ledger.witness import Witness


class Wrong(Exception):
    """The log is not what it was. `exact` where the first difference is this entry and no earlier one."""

    def __init__(self, seq: int | None, reason: str, *, exact: bool = True) -> None:
        self.seq, self.reason, self.exact = seq, reason, exact


class Beside:
    """Compares a log, leaf by leaf, with the heads that lie outside."""

    def __init__(self, witness: Witness) -> None:
        self.witness, self.fitting = witness, 0
        self.good, self.since = Frontier(), list[bytes]()
        self._at_size(Frontier())

    def step(self, frontier: Frontier, leaf: bytes) -> None:
        """One entry more; raises Wrong."""
        self.since.append(leaf)
        if frontier.size in self.witness.heads:
            self._at_size(frontier)

    def end(self, size: int) -> None:
        """The log ends here; raises Wrong where more was signed, or a file outside is no checkpoint."""
        longer = [signed for signed in self.witness.heads if signed > size]
        if longer:
            signed = min(longer)
            self._name(signed, next(iter(self.witness.heads[signed].items())))
        if self.witness.bad:
            raise Wrong(None, f"A file outside is no checkpoint of this log. {self.witness.bad[0]}")

    def _at_size(self, frontier: Frontier) -> None:
        heads: Mapping[bytes, str] = self.witness.heads.get(frontier.size, {})
        root = frontier.root() if frontier.size else EMPTY_ROOT
        if frontier.size and all(one == root for one in heads):
            self.fitting += 1
            self.good, self.since = Frontier(frontier.size, list(frontier.hashes)), []
        for other in heads.items():
            if other[0] != root:
                self._name(frontier.size, other, forked=len(heads) > 1)

    def _name(self, signed: int, head: tuple[bytes, str], *, forked: bool = False) -> None:
        """Raise Wrong with the first entry that differs, or with where it must be."""
        root, name = head
        start, ours = self.good.size, self.since
        two = " Two different logs of this length were signed." if forked else ""
        told = self.witness.leaves(self.good, signed, root)
        if told is None:
            raise self._about(signed, name, two)
        both = enumerate(zip(ours, told, strict=False), start)
        first = next((seq for seq, (one, other) in both if one != other), start + len(ours))
        what = "is missing" if first == start + len(ours) else "is not the one"
        raise Wrong(first, f"Entry {first} {what} that was there when {name} was signed.{two}")

    def _about(self, signed: int, name: str, two: str) -> Wrong:
        start, end = self.good.size, self.good.size + len(self.since)
        if end < signed:
            reason = f"Entry {end} and what follows is missing: {name} was signed over {signed} entries."
            unsure = (
                f" Whether entries {start} to {end - 1} are as they were can't be told."
                if end > start
                else ""
            )
            return Wrong(end, f"{reason}{unsure}", exact=end == start)
        where = f"one of the entries {start} to {signed - 1}"
        return Wrong(
            start, f"The log isn't the one of {name}: {where} is another.{two}", exact=signed == start + 1
        )
