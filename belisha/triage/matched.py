"""What of a case matched a list: by item, with its account and the other cases of the same fingerprint."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from belisha.intake.incoming import FINGERPRINTS
from belisha.intake.models import Identifier, Signal
from belisha.intake.read import AccountView, ItemView, ReportView, reports_of
from belisha.people.models import Staff
from belisha.screening.read import MatchView, matches
from belisha.triage.lines import CaseLine, lines
from belisha.triage.models import Case, Membership

SHOWN = 20  # matches, each with its report opened
MOST_NAMED = 500  # fingerprints that are looked at for other cases


@dataclass(frozen=True, kw_only=True)
class MatchedItem:
    """One item, all that it matched, and the other cases that name a fingerprint of its report."""

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
    reports = {one.id: one for one in reports_of({row.report_id for row in signals})}
    others = _others(reports, case_id)
    grouped: dict[tuple[UUID, UUID | None], list[MatchView]] = defaultdict(list)
    for row in signals:
        if row.match_id:
            grouped[row.report_id, row.item_id].append(opened[row.match_id])
    return tuple(
        _item(reports[report], item, found, others.get(report, ()))
        for (report, item), found in grouped.items()
    )


def _item(
    report: ReportView, item_id: UUID | None, found: Iterable[MatchView], others: tuple[CaseLine, ...]
) -> MatchedItem:
    return MatchedItem(
        item=next((one for one in report.items if one.id == item_id), None),
        matches=tuple(found),
        accounts=report.accounts,
        service=report.service,
        viewer_link=report.viewer_link,
        others=others,
    )


def _others(reports: Collection[UUID], case_id: UUID) -> dict[UUID, tuple[CaseLine, ...]]:
    """The other cases with a fingerprint of each report, the newest first; four queries for all of them."""
    named = Identifier.objects.filter(kind__in=FINGERPRINTS, joins=True)
    own = _by_digest(named.filter(report_id__in=list(reports)))
    elsewhere = _by_digest(named.filter(digest__in=list(own)).exclude(report_id__in=list(reports)))
    current = Membership.objects.filter(report_id__in=set().union(*elsewhere.values()), left_at=None)
    case_of = dict(current.exclude(case_id=case_id).values_list("report_id", "case_id"))
    known = {one.id: one for one in lines(Case.objects.filter(id__in=set(case_of.values())))}
    shared: dict[UUID, set[UUID]] = defaultdict(set)
    for found, mine in own.items():
        for report in mine:
            shared[report] |= {case_of[other] for other in elsewhere.get(found, ()) if other in case_of}
    return {report: _newest_first(known[case] for case in cases) for report, cases in shared.items()}


def _by_digest(rows: QuerySet[Identifier]) -> dict[bytes, set[UUID]]:
    found: dict[bytes, set[UUID]] = defaultdict(set)
    for digest, report in rows.order_by("-id").values_list("digest", "report_id")[:MOST_NAMED]:
        found[bytes(digest)].add(report)
    return found


def _newest_first(cases: Iterable[CaseLine]) -> tuple[CaseLine, ...]:
    return tuple(sorted(cases, key=lambda case: -case.number))
