"""Floods: what comes from one source, or about one account, in great number waits behind the rest.

Nothing is refused for it: it is kept, and has its receipt. Danger now comes before all else, of a flood too.
"""

from collections.abc import Iterable

from belisha.intake.pace import Pace

HOUR = 60 * 60  # seconds
OF_A_VISITOR = Pace(30, HOUR)  # a class of children who saw the same may all report it at once
OF_A_KEY = Pace(3000, HOUR)
ABOUT_ONE = Pace(100, HOUR)
ACCOUNT = "account"


def is_flood(*, visitor: str, key: str, accounts: Iterable[bytes]) -> bool:
    """Count a report, and say whether it is one of very many: of its visitor or key, or about an account."""
    of_source = OF_A_VISITOR.is_over(visitor) if visitor else OF_A_KEY.is_over(key)
    return any([of_source, *(ABOUT_ONE.is_over(account.hex()) for account in accounts)])
