"""The reports of one case put together: each account, item and line once, in an order that can be read."""

from collections.abc import Iterable, Sequence
from typing import Any

from belisha.intake.read import AccountView, ItemView, LineView, ReportView
from belisha.referrals import message as out
from belisha.referrals.material import Material


def story(reports: Sequence[ReportView]) -> str:
    """What happened in the words of the reports, each under its own heading where there are several."""
    if len(reports) == 1:
        return reports[0].what_happened
    parts = [
        f"Report {number} of {len(reports)} ({one.source_label.lower()},"
        f" received {one.received_at:%Y-%m-%d %H:%M} UTC):\n{one.what_happened}"
        for number, one in enumerate(reports, start=1)
    ]
    return "\n\n".join(parts)


def timeline(material: Material) -> tuple[out.Moment, ...]:
    """What happened when: as reported, as uploaded, as received, as called."""
    moments = [
        out.Moment(at=r.occurred_at, what="What was reported happened.")
        for r in material.reports
        if r.occurred_at
    ]
    moments += [
        out.Moment(at=item.uploaded_at, what=f"Item {item.external_id} was uploaded.")
        for item in _items(material.reports)
        if item.uploaded_at
    ]
    moments += [
        out.Moment(at=r.received_at, what=f"We received a report: {r.source_label.lower()}.")
        for r in material.reports
    ]
    moments += [
        out.Moment(
            at=call.called_at,
            what=f"We called the emergency number {call.number}. {_reference(call.reference)}",
        )
        for call in material.calls
    ]
    return tuple(sorted(moments, key=lambda moment: moment.at))


def accounts(reports: Iterable[ReportView]) -> tuple[out.Account, ...]:
    """Each account once, with everything that the reports say of it together."""
    found: dict[str, list[AccountView]] = {}
    for report in reports:
        for account in report.accounts:
            found.setdefault(account.external_id, []).append(account)
    return tuple(_account(rows) for rows in found.values())


def items(reports: Iterable[ReportView]) -> tuple[out.Item, ...]:
    """Each item once, with its fingerprints."""
    return tuple(_item(item) for item in _items(reports))


def conversation(reports: Iterable[ReportView]) -> tuple[out.ConversationLine, ...]:
    """The conversations, line by line; a line that two reports hold stands once."""
    lines: dict[LineView, None] = {}
    for report in reports:
        lines.update(dict.fromkeys(report.conversation))
    return tuple(
        out.ConversationLine(text=line.text, at=line.at, from_=line.sender, to=line.recipient)
        for line in lines
    )


def detections(reports: Iterable[ReportView]) -> tuple[out.Detection, ...]:
    """How it came to light: who or what made each report. What a list says of an entry is not told."""
    return tuple(out.Detection(how=_how(report), at=report.received_at) for report in reports)


def _how(report: ReportView) -> str:
    by = dict.fromkeys(f"{signal.kind_label}, {signal.produced_by}" for signal in report.signals)
    return "; ".join([report.source_label, *by])


def _items(reports: Iterable[ReportView]) -> list[ItemView]:
    found: dict[str, ItemView] = {}
    for report in reports:
        for item in report.items:
            kept = found.get(item.external_id)
            found[item.external_id] = item if kept is None else _together(kept, item)
    return list(found.values())


def _together(one: ItemView, other: ItemView) -> ItemView:
    return type(one)(
        **{
            name: getattr(one, name) or getattr(other, name)
            for name in type(one).__dataclass_fields__
            if name != "fingerprints"
        },
        fingerprints={**other.fingerprints, **one.fingerprints},
    )


def _item(item: ItemView) -> out.Item:
    return out.Item(
        id=item.external_id,
        locator=item.locator,
        content_type=item.content_type,
        uploaded_at=item.uploaded_at,
        ip=item.ip,
        port=item.port,
        **item.fingerprints,
    )


def _account(rows: Sequence[AccountView]) -> out.Account:
    # The graver role where reports differ: whoever is named a suspect once is not shown as a bystander.
    roles = [role for role in ("suspect", "child", "reporter") if any(row.role == role for row in rows)]
    return out.Account(
        id=rows[0].external_id,
        role=roles[0] if roles else "other",  # type: ignore[arg-type]
        screen_name=_first(rows, "screen_name"),
        emails=_all(rows, "emails"),
        phones=_all(rows, "phones"),
        ips=_all(rows, "ips"),
        profile_url=_first(rows, "profile_url"),
        age_band=_first(rows, "age_label"),
    )


def _first(rows: Iterable[AccountView], name: str) -> str:
    return next((str(getattr(row, name)) for row in rows if getattr(row, name)), "")


def _all(rows: Iterable[AccountView], name: str) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(value for row in rows for value in getattr(row, name)))


def _reference(reference: str) -> str:
    return f"Reference: {reference}." if reference else "No reference was noted."
