"""What may come of sending something, as far as it is the same wherever it goes. Pure.

What arrived says more, and other things to each kind: that is theirs.
"""

from dataclasses import dataclass
from datetime import timedelta

FAILED_HERE = "failed_here"
"""What broke on our side: it says nothing about the receiver."""
LATER = frozenset({408, 409, 423, 425, 429})
"""Answers of a webhook, besides those from 500, by which a receiver asks to be tried again."""
NOTHING_LEFT = frozenset({"no_such_host", "unreachable", "wrong_certificate"})
"""Problems with which no connection came about: the request can't have reached them."""
TRIED_AGAIN = NOTHING_LEFT | {"too_slow", "too_long", "cut_off", "not_understood"}
"""Problems that pass by themselves."""


class LeaseLost(Exception):
    """Another worker has this by now, or it is gone: stop at once and write nothing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Later:
    """They could not take it now: it is tried again, after `after` where they named a time.

    `sent` is the document that left, where one is kept of each attempt.
    """

    problem: str
    after: timedelta | None = None
    sent: bytes = b""


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """They will not take it as it is, or something must be set right first: a person is asked.

    `words` is the sentence for that person; `line_down` says that nothing else will pass there either.
    """

    problem: str
    words: str
    line_down: bool = False
    sent: bytes = b""
