"""The invented reports of the demo, read from data/reports.toml and written out as the API takes them."""

import tomllib
from pathlib import Path
from random import Random
from typing import Any

REPORTS = Path(__file__).parent / "data" / "reports.toml"
PDQS = 1_000_000  # no number of the story is so large


def story() -> list[tuple[int, float, dict[str, Any], str]]:
    """(day, hour, report, what the people did), in order of time. Days are marks such as `{day 30}`."""
    rows = tomllib.loads(REPORTS.read_text(encoding="utf-8"))["report"]
    return sorted((_told(row) for row in rows), key=lambda told: told[:2])


def _told(row: dict[str, Any]) -> tuple[int, float, dict[str, Any], str]:
    day, hour, then = row.pop("day"), row.pop("hour"), row.pop("then")
    for name, write_out in (("items", _item), ("accounts", _account)):
        if name in row:
            row[name] = [write_out(**one) for one in row[name]]
    if "conversation" in row:
        row["conversation"] = _conversation(**{"day": day, **row["conversation"]})
    return day, hour, row, then


def _item(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": f"upload-{number}",
        "locator": f"https://files.lantern-harbour.example/u/{number}",
        "content_type": "image/jpeg",
        "sha256": made_up(number, 64),
        "md5": made_up(number, 32),
        "pdq": made_up_pdq(number),
        "ip": f"203.0.113.{number % 250 + 1}",
        "port": 40000 + number,
        **more,
    }


def made_up(number: int, length: int) -> str:
    """A made-up fingerprint: digits of a seeded generator, of no picture that ever was."""
    return "".join(Random(number * 1000 + length).choices("0123456789abcdef", k=length))  # noqa: S311 - an invented fingerprint, no secret


def made_up_pdq(number: int) -> str:
    """A made-up PDQ hash: as long as a SHA-256, and never that of the same number."""
    return made_up(number + PDQS, 64)


def _account(name: str, **more: Any) -> dict[str, Any]:
    return {"id": f"user-{name}", "screen_name": name, **more}


def _conversation(lines: int, between: list[str], day: int) -> list[dict[str, Any]]:
    return [
        {
            "at": f"{{day {day}}}T{15 + n // 30:02d}:{n * 2 % 60:02d}:00+00:00",
            "from": between[n % 2],
            "to": between[1 - n % 2],
            "text": f"message {n + 1} of the reported conversation",
        }
        for n in range(lines)
    ]
