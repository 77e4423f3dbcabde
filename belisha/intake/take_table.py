"""Reports out of another tool's table, each row once however often the table is taken in."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from belisha.intake.connectors.made import made
from belisha.intake.connectors.mapped import read
from belisha.intake.connectors.seen import WrongShape
from belisha.intake.connectors.tables import TableRow
from belisha.intake.connectors.tools import setting
from belisha.intake.receive import receive
from belisha.intake.repeat import IdempotencyConflict
from belisha.ledger.record import Actor


@dataclass(frozen=True, kw_only=True)
class RowTaken:
    """What became of one row: "made", "again", "left" or "refused", and why."""

    line: int
    outcome: str
    receipt: str = ""
    reason: str = ""


def take_table(
    *,
    rows: Iterable[TableRow],
    mapping: Mapping[str, Any],
    table: str,
    service: str,
    by: Actor,
    keep: bool = True,
) -> Iterator[RowTaken]:
    """Make a report of each row, one by one; what can't be used is named and hinders no other row.

    `table` names the source, such as the tool: a row's own key tells a repeat within it. Raises WrongMapping.
    """
    set_up = setting("mapped", mapping)
    for row in rows:
        yield _taken(row, set_up, table, service, by, keep)


def _taken(row: TableRow, set_up: Any, table: str, service: str, by: Actor, keep: bool) -> RowTaken:
    if row.problem:
        return RowTaken(line=row.line, outcome="refused", reason=row.problem)
    try:
        seen = read(row.values, set_up)
        if seen.report is None:
            return RowTaken(line=row.line, outcome="left", reason=seen.because)
        report, _ = made(seen, tool="the mapping", service=service, strictly=True)
        if not keep:
            return RowTaken(line=row.line, outcome="made")
        received = receive(report=report, by=by, idempotency_key=f"table {table} {seen.key}")
    except WrongShape as wrong:
        reason = "; ".join(f"{field} {said}" for field, said in wrong.errors.items())
        return RowTaken(line=row.line, outcome="refused", reason=reason)
    except IdempotencyConflict:
        reason = "this row was taken in before with other words; give it a key of its own to add what is new"
        return RowTaken(line=row.line, outcome="refused", reason=reason)
    return RowTaken(line=row.line, outcome="again" if received.replayed else "made", receipt=received.receipt)
