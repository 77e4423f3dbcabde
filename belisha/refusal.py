"""An expected "no": a sentence for the person, a stable code for the machine (RFC 9457 at the doors)."""

from __future__ import annotations

import inspect
from typing import ClassVar


class Refusal(Exception):
    """This can't be done now."""

    code: ClassVar[str] = "refused"

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.sentence)

    @property
    def sentence(self) -> str:
        """The class's docstring with the facts filled in: what the person reads."""
        return inspect.cleandoc(type(self).__doc__ or "").format(**self.facts)


class NotFound(Refusal):
    """There is no such {what}, or it isn't yours to see."""

    code = "not_found"
