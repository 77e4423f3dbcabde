"""Variants of one picture that several accounts of a key sent, a few each. Pure."""

from collections import OrderedDict
from dataclasses import dataclass, field

from belisha.screening.watch.variants import NEAR, Group

PICTURES = 256
"""Pictures of which some account sent several variants that are remembered, the latest."""
ACCOUNTS = 64


@dataclass(slots=True)
class Picture:
    """One picture, and how many variants of it each account sent."""

    first: int
    began: float
    spread: int = 0
    told: bool = False
    accounts: dict[int, int] = field(default_factory=dict)

    def add(self, tag: int, group: Group) -> None:
        if tag in self.accounts or len(self.accounts) < ACCOUNTS:
            self.accounts[tag] = group.variants
        self.spread = max(self.spread, group.spread, (self.first ^ group.first).bit_count())

    @property
    def variants(self) -> int:
        """How many of all accounts together."""
        return sum(self.accounts.values())


class Spread:
    """The pictures of which several accounts may be sending variants."""

    def __init__(self) -> None:
        self._pictures: OrderedDict[int, Picture] = OrderedDict()

    def add(self, tag: int, group: Group, now: float) -> Picture:
        """Count the variants of an account with the picture they are of."""
        picture = self._nearest(group.first) or Picture(group.first, now)
        self._pictures.pop(picture.first, None)
        self._pictures[picture.first] = picture
        if len(self._pictures) > PICTURES:
            self._pictures.popitem(last=False)
        picture.add(tag, group)
        return picture

    def _nearest(self, pdq: int) -> Picture | None:
        near = min(self._pictures.values(), key=lambda one: (one.first ^ pdq).bit_count(), default=None)
        return near if near and (near.first ^ pdq).bit_count() <= NEAR else None
