"""What an operator decides about the rules: which advice each gives, from which numbers on. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

from belisha.contact.advice import Word


@dataclass(frozen=True, kw_only=True)
class Policy:
    """One policy. Never changed: a change makes another one. The defaults are the preset `messenger`."""

    name: str = "messenger"
    # Whose help lines a child is shown, where the language names no country: ISO 3166.
    country: str = "GB"
    # Does the service know connections (friends, followers, contacts) at all?
    connections: bool = True
    new_account_days: int = 7
    # So many connections in common are a tie.
    mutual_connections: int = 2
    # So many upheld reports of an account make a person look first.
    upheld_reports: int = 1
    # A pair whose last message is younger than this sees no other, unless it is graver.
    same_pair_days: int = 30
    # Whoever has seen so many messages in a day sees no more of the mildest kind.
    most_a_day: int = 5
    # What a rule advises here, where not what it comes with.
    advice: Mapping[str, Word] = field(default_factory=lambda: MappingProxyType({}))
    # Which activation this is; 0: none, it comes from a file or with the package.
    number: int = 0

    @cached_property
    def known(self) -> dict[Any, Any]:
        """What was found by this policy in each situation, so that each is judged once."""
        return {}
