"""Near variants of one picture among what an account sent lately. Pure: no clock, no settings, no Django."""

from collections import OrderedDict
from dataclasses import dataclass, field

NEAR = 32
"""Hashes at most so many of 256 bits apart count as variants of one picture."""
ACCOUNTS, LATEST = 10_000, 16
"""Accounts of a key that are remembered, each by its latest distinct hashes."""
CLOSER, LATEST_OF_CLOSER = 2_000, 64
"""Accounts that sent several variants of a picture, which are remembered longer and by more."""
FORGOTTEN_AFTER = 3 * 86_400.0
"""Seconds after which the variants of a picture are counted anew."""


@dataclass(slots=True)
class Group:
    """Variants of one picture from one account: how many distinct ones, and how far they lie apart."""

    first: int
    began: float
    variants: int = 1
    spread: int = 0
    told: bool = False

    def joined_by(self, pdq: int, now: float) -> None:
        if now - self.began > FORGOTTEN_AFTER:
            self.began, self.variants, self.spread, self.told = now, 0, 0, False
        self.variants += 1
        self.spread = max(self.spread, (self.first ^ pdq).bit_count())


@dataclass(slots=True)
class Account:
    """What an account sent lately: distinct hashes as whole numbers, each with its group."""

    recent: list[tuple[int, Group]] = field(default_factory=list)
    closer: bool = False

    def add(self, pdq: int, now: float) -> Group | None:
        """Remember a hash and return its group: None where this very hash is remembered already."""
        nearest, group = NEAR + 1, None
        for other, its in self.recent:
            distance = (other ^ pdq).bit_count()
            if distance < nearest:
                nearest, group = distance, its
        if nearest == 0:
            return None
        if group is None:
            group = Group(pdq, now)
        else:
            group.joined_by(pdq, now)
        self.recent.append((pdq, group))
        del self.recent[: -(LATEST_OF_CLOSER if self.closer else LATEST)]
        return group

    def near(self, pdq: int, bits: int) -> list[int]:
        """The remembered hashes within so many bits."""
        return [other for other, _ in self.recent if (other ^ pdq).bit_count() <= bits]


class Accounts:
    """The accounts of a key, as many as fit: those that sent several variants of a picture are kept longer,
    so that somebody slow isn't forgotten among many who are not."""

    def __init__(self) -> None:
        self._lately: OrderedDict[int, Account] = OrderedDict()
        self._closer: OrderedDict[int, Account] = OrderedDict()

    def of(self, tag: int) -> Account:
        """The account of this tag, new or as it is remembered; it is now the last to be forgotten."""
        shelf, most = (self._closer, CLOSER) if tag in self._closer else (self._lately, ACCOUNTS)
        return _last(shelf, tag, shelf.pop(tag) if tag in shelf else Account(), most)

    def look_closer(self, tag: int, account: Account) -> None:
        """Remember an account longer, and by more of what it sends."""
        if not account.closer:
            account.closer = True
            self._lately.pop(tag, None)
            _last(self._closer, tag, account, CLOSER)

    def __len__(self) -> int:
        return len(self._lately) + len(self._closer)


def _last(shelf: OrderedDict[int, Account], tag: int, account: Account, most: int) -> Account:
    shelf[tag] = account
    if len(shelf) > most:
        shelf.popitem(last=False)
    return account
