"""One thing that the doctor looks at, and what it finds."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """One thing that was looked at. `needed` ones that fail make the whole answer a no."""

    name: str
    ok: bool
    detail: str
    remedy: str = ""
    needed: bool = True


def attempt(name: str, look: Callable[[], str], remedy: str, needed: bool = True) -> Check:
    """Run one look; what it raises is what is wrong."""
    from belisha.refusal import Refusal

    try:
        return Check(name, True, look(), needed=needed)
    except Refusal as refusal:
        return Check(name, False, refusal.sentence, remedy, needed)
    except RuntimeError as problem:
        return Check(name, False, str(problem), remedy, needed)
    except Exception as problem:
        # The text of a database's error may hold its address and password.
        return Check(name, False, type(problem).__name__, remedy, needed)
