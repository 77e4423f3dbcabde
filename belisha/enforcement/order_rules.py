"""What may be ordered, on whose word, and what undoes it: pure. Machines hold, and nothing graver."""

from datetime import datetime, timedelta

HOLD, REMOVE, RESTORE, RESTRICT = "hold", "remove", "restore", "restrict"
SUSPEND, WARN, PRESERVE, RELEASE = "suspend", "warn", "preserve", "release"
ITEM, ACCOUNT = "item", "account"

KINDS = {
    ITEM: (HOLD, REMOVE, RESTORE, PRESERVE, RELEASE),
    ACCOUNT: (HOLD, RESTRICT, SUSPEND, RESTORE, WARN, PRESERVE, RELEASE),
}
"""What may be ordered of an item, and of an account: an account is suspended, never removed."""

UNDONE_BY = {
    HOLD: RELEASE,
    REMOVE: RESTORE,
    RESTRICT: RESTORE,
    SUSPEND: RESTORE,
    PRESERVE: RELEASE,
}
BEFORE_A_DECISION = (HOLD, PRESERVE)
"""What a person may order before anybody has decided: both can be undone and leave nothing lost."""

SKEW = timedelta(minutes=5)
"""How far the service's clock may go before ours. Our own choice."""

PLANNED, DUE, DELIVERED, DONE = "planned", "due", "delivered", "done"
FAILED, REVERSED, WITHDRAWN = "failed", "reversed", "withdrawn"
WAITING = (DUE, DELIVERED)
"""The service has not said yet what became of it."""
STANDING = (PLANNED, DUE, DELIVERED, DONE)


def undone_by(kind: str) -> str | None:
    """The order that undoes one of this kind; None: it can't be undone, as with a warning that was read."""
    return UNDONE_BY.get(kind)


def may_be_about(kind: str, target_kind: str) -> bool:
    """Is this an order about an item, or about an account?"""
    return kind in KINDS.get(target_kind, ())


def rests_on_a_decision(kind: str) -> bool:
    """Does a decision, or an appeal, have to stand behind it?"""
    return kind not in BEFORE_A_DECISION


def too_far_ahead(at: datetime, now: datetime) -> bool:
    """Does the service's time lie so far in the future that its clock must be wrong?"""
    return at > now + SKEW


def answers_alike(state: str, asked: str, *, answered: bool) -> bool:
    """Has an order in this state been answered so already? A reversed one was done before, if at all."""
    return state == asked or (state == REVERSED and asked == DONE and answered)
