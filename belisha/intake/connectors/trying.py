"""What a tool's event would become, shown and not kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from belisha.intake.connectors.made import made
from belisha.intake.connectors.seen import WrongShape
from belisha.intake.connectors.tools import TOOLS, read, setting
from belisha.intake.incoming import IncomingReport


@dataclass(frozen=True, kw_only=True)
class Tried:
    """The answer to a try. `report` is None where none would be made; `why` or `errors` says why."""

    event: str = ""
    key: str = ""
    report: IncomingReport | None = None
    why: str = ""
    errors: Mapping[str, str] | None = None
    left_out: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As `belisha connector try --json` prints it."""
        report = (
            self.report.model_dump(mode="json", by_alias=True, exclude_defaults=True) if self.report else None
        )
        return {
            "made": self.report is not None,
            "event": self.event,
            "key": self.key,
            "report": report,
            "why": self.why,
            "errors": [{"field": field, "message": said} for field, said in (self.errors or {}).items()],
            "left_out": list(self.left_out),
            "missing": list(self.missing),
        }


def attempt(*, kind: str, event: Any, mapping: Mapping[str, Any], strictly: bool = False) -> Tried:
    """Return what this event would become; raises WrongMapping alone."""
    set_up = setting(kind, mapping)
    try:
        seen = read(kind, event, set_up)
    except WrongShape as wrong:
        return Tried(errors=wrong.errors, why=wrong.sentence)
    tried = Tried(
        event=seen.event, key=seen.key, why=seen.because, left_out=seen.left_out, missing=seen.missing
    )
    if seen.report is None:
        return tried
    try:
        report, dropped = made(seen, tool=TOOLS[kind].name, strictly=strictly)
    except WrongShape as wrong:
        return replace(tried, errors=wrong.errors, why="The report lacks what it needs.")
    return replace(tried, report=report, left_out=(*seen.left_out, *dropped))
