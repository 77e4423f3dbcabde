"""What of a case matched a list: by item, with its account and the other cases of the same fingerprint."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from belisha.intake.models import Identifier, Signal
from belisha.intake.read import AccountView, ItemView, ReportView
from belisha.people.models import Staff
from belisha.screening.read import MatchView, matches
from belisha.triage.hide import hidden_reports
from belisha.triage.lines import CaseLine, lines_for
from belisha.triage.models import Case, Membership
from belisha.vault.lookup import digest

SHOWN = 20  # matches, each with its report opened
MOST_NAMED = 500  # places where a fingerprint is named, looked through for other cases


@dataclass(frozen=True, kw_only=True)
class MatchedItem:
    """One item, all that it matched, and the other cases that name a fingerprint of it."""

    item: ItemView | None
    matches: tuple[MatchView, ...]
    accounts: tuple[AccountView, ...]
    service: str
    viewer_link: str
    others: tuple[CaseLine, ...]


@dataclass(frozen=True, kw_only=True)
class Matched:
    """What of a case matched, what nobody has answered first; `more` are matches that aren't shown."""

    items: tuple[MatchedItem, ...]
    waiting: int
    more: int


def matched(case_id: UUID, viewer: Staff) -> Matched:
    """What of this case matched, as far as this person may see it."""
    reports = Membership.objects.filter(case_id=case_id, left_at=None).values("report_id")
    signals = Signal.objects.filter(report_id__in=reports, match__isnull=False)
    # No answer is "", which comes before every other.
    shown = list(signals.order_by("match__answer", "-match__matched_at", "id").defer("facts")[:SHOWN])
    more = signals.count() - SHOWN if len(shown) == SHOWN else 0
    waiting = signals.filter(match__answer="").count() if shown else 0
    return Matched(items=_items(shown, case_id, viewer), waiting=waiting, more=more)


def is_matched(case_id: UUID, match_id: UUID) -> bool:
    """Does a report of this case name this match?"""
    current = Membership.objects.filter(case_id=case_id, left_at=None).values("report_id")
    return Signal.objects.filter(match_id=match_id, report_id__in=current).exists()


def _items(signals: Sequence[Signal], case_id: UUID, viewer: Staff) -> tuple[MatchedItem, ...]:
    opened = matches([row.match_id for row in signals if row.match_id], viewer)
    _, opened_reports = hidden_reports(case_id, viewer, {row.report_id for row in signals})
    reports = {row.report_id: opened_reports[row.report_id] for row in signals}
    grouped: dict[tuple[UUID, UUID | None], list[MatchView]] = defaultdict(list)
    for row in signals:
        if row.match_id:
            grouped[row.report_id, row.item_id].append(opened[row.match_id])
    items = {item.id: item for report in reports.values() for item in report.items}
    named = {id: items[id] for _, id in grouped if id in items}
    others = cases_with_the_same(named.values(), case_id, viewer)
    return tuple(
        _item(reports[report], named.get(item) if item else None, found, others)
        for (report, item), found in grouped.items()
    )


def _item(
    report: ReportView,
    item: ItemView | None,
    found: Iterable[MatchView],
    others: Mapping[UUID, tuple[CaseLine, ...]],
) -> MatchedItem:
    return MatchedItem(
        item=item,
        matches=tuple(found),
        accounts=report.accounts,
        service=report.service,
        viewer_link=report.viewer_link,
        others=others.get(item.id, ()) if item else (),
    )


def cases_with_the_same(
    items: Iterable[ItemView], case_id: UUID, viewer: Staff
) -> dict[UUID, tuple[CaseLine, ...]]:
    """The other cases that name a fingerprint of each item, newest first; two queries for all of them."""
    own: dict[bytes, set[UUID]] = defaultdict(set)
    for item in items:
        for kind, value in item.fingerprints.items():
            own[digest(kind, value)].add(item.id)
    named = Identifier.objects.filter(digest__in=list(own), joins=True, report__memberships__left_at=None)
    pairs = named.order_by("-id").values_list("digest", "report__memberships__case_id")[:MOST_NAMED]
    shared: dict[UUID, set[UUID]] = defaultdict(set)
    for found, case in pairs:
        for one in own[bytes(found)]:
            shared[one] |= {case} - {case_id, None}
    cases = Case.objects.filter(id__in=set().union(*shared.values()))
    known = {one.id: one for one in lines_for(viewer, cases)}
    return {one: _newest_first(known[case] for case in found) for one, found in shared.items()}


def _newest_first(cases: Iterable[CaseLine]) -> tuple[CaseLine, ...]:
    return tuple(sorted(cases, key=lambda case: -case.number))
