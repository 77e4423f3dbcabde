"""The settings of a list, each with what it may be. Pure."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from belisha.refusal import Refusal
from belisha.screening.lists_stage import require_canary
from belisha.screening.models import HashList
from belisha.screening.parse.entry import NoEntry

MOST_CANARIES = 1000


class WrongListSetting(Refusal):
    """{problem}"""

    code = "wrong_setting"

    def __init__(self, *, field: str, problem: str) -> None:
        super().__init__(field=field, problem=problem)
        self.field = field


def _number(least: int, most: int) -> Callable[[Any], int]:
    def check(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise ValueError(f"a whole number from {least:,} to {most:,}")
        return value

    return check


def _meaning(value: Any) -> str:
    if value not in HashList.Means.values:
        raise ValueError(f"{' or '.join(HashList.Means.values)}")
    return str(value)


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and value else value or None
    except ValueError:
        raise ValueError("a day such as 2027-05-21") from None


def _public_key(value: Any) -> str:
    if value and not re.fullmatch(r"[0-9a-fA-F]{64}", str(value)):
        raise ValueError("an Ed25519 public key as 64 hexadecimal digits")
    return str(value).lower()


def _canaries(value: Any) -> list[str]:
    canaries = [str(one).strip() for one in value]
    if len(canaries) > MOST_CANARIES:
        raise ValueError(f"at most {MOST_CANARIES:,} fingerprints")
    for number, one in enumerate(canaries, 1):
        try:
            require_canary(one)
        except NoEntry as reason:
            raise ValueError(f"fingerprints or addresses; number {number} is none: {reason}") from None
    return canaries


RULES: dict[str, Callable[[Any], Any]] = {
    "max_distance": _number(0, 40),
    "quality_floor": _number(0, 100),
    "video_share": _number(0, 100),
    "on_exact": _meaning,
    "on_near": _meaning,
    "sample_percent": _number(0, 100),
    "least_percent": _number(0, 10_000),
    "most_percent": _number(0, 1_000_000),
    "old_after_days": _number(1, 365),
    "ends_on": _day,
    "public_key": _public_key,
    "must_match": _canaries,
    "must_not_match": _canaries,
}


def checked(row: HashList, settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings as they are kept; raises WrongListSetting."""
    found = {}
    for field, value in settings.items():
        if field not in RULES:
            raise WrongListSetting(field=field, problem=f"A list has no setting {field}.")
        try:
            found[field] = RULES[field](value)
        except (ValueError, TypeError) as reason:
            raise WrongListSetting(field=field, problem=f"{field} is {reason}.") from None
    least, most = (found.get(name, getattr(row, name)) for name in ("least_percent", "most_percent"))
    if least > 100 or most < 100:
        raise WrongListSetting(
            field="least_percent" if least > 100 else "most_percent",
            problem="An update of the same size must be believed: least at most 100, most at least 100.",
        )
    return found


def shown(settings: Mapping[str, Any]) -> dict[str, Any]:
    """What the ledger says of a change: canaries are counted, not told."""
    told = {name: value for name, value in settings.items() if not name.startswith("must")}
    return {
        **{name: value.isoformat() if isinstance(value, date) else value for name, value in told.items()},
        **{name: len(value) for name, value in settings.items() if name.startswith("must")},
    }
