"""The report that a match opens: who put which content where, with one signal for each match."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from belisha import __version__
from belisha.intake.incoming import ITEMS, IncomingReport
from belisha.intake.models import AccountRole, Concern, Identifier, Report, Signal, SignalKind, Source
from belisha.intake.rows import Rows, rows_of
from belisha.intake.uploads import AboutContent
from belisha.ledger.record import Actor
from belisha.organisation.models import Known, Service
from belisha.screening.matches import rows_of as match_rows
from belisha.screening.models import Match
from belisha.screening.screen import Screened
from belisha.vault.lookup import digest

LONGEST_ID, LONGEST_LOCATOR = 500, 2000  # characters
WORDS = {
    Source.HASH_MATCH: "Content that was shared on the service matches known material.",
    Source.URL_MATCH: "An address that was shared on the service is a known one.",
}
SIGNAL = {Source.HASH_MATCH: SignalKind.LIST_MATCH, Source.URL_MATCH: SignalKind.URL_MATCH}


@dataclass(frozen=True, kw_only=True)
class Content:
    """One piece of content after it was screened. `name`: its id, or what stands for one, to hold it by."""

    name: str
    about: AboutContent
    screened: Screened
    fingerprints: dict[str, str]
    source: Source
    content_type: str = ""
    size: int = 0


@dataclass(frozen=True)
class Draft:
    """A report of a match with its rows, not yet saved, and the content that it is about."""

    rows: Rows
    matches: list[Match]
    contents: Sequence[Content]

    @property
    def reference(self) -> str:
        return self.rows.report.receipt


def grouped(contents: Iterable[Content]) -> Iterator[list[Content]]:
    """What one report is about: the content of one account, or one piece of content of nobody we know."""
    groups: dict[tuple[str, str], list[Content]] = {}
    for one in contents:
        whose = ("account", one.about.account) if one.about.account else ("item", one.name)
        groups.setdefault(whose, []).append(one)
    for group in groups.values():
        yield from (group[at : at + ITEMS] for at in range(0, len(group), ITEMS))


def draft(contents: Sequence[Content], *, service: Service | None, by: Actor, at: datetime) -> Draft:
    """Return the report of matches that belong together."""
    rows = rows_of(_incoming(contents), by, service)
    matches: list[Match] = []
    for place, one in enumerate(contents):
        found = match_rows(one.screened.found, one.screened.asked, at)
        rows.signals.extend(_signals(rows, place, found, SIGNAL[one.source], len(matches)))
        matches += found
    rows.identifiers.extend(_entries(rows.report, matches))
    return Draft(rows, matches, contents)


def _incoming(contents: Sequence[Content]) -> IncomingReport:
    first = contents[0]
    times = [one.about.uploaded_at for one in contents if one.about.uploaded_at]
    accounts = {one.about.account for one in contents if one.about.account}
    return IncomingReport.model_validate(
        {
            "source": first.source,
            "concerns": [Concern.INDECENT_IMAGES],
            "danger_now": Known.UNKNOWN,
            "what_happened": WORDS[first.source],
            "occurred_at": min(times, default=None),
            "items": [_item(one) for one in contents],
            "accounts": [{"id": account, "role": AccountRole.SUSPECT} for account in sorted(accounts)],
            "content_detected": Known.YES,
        }
    )


def _item(one: Content) -> dict[str, Any]:
    about = {name: getattr(one.about, name) for name in ("locator", "uploaded_at", "ip", "port")}
    return {
        "id": one.about.id or one.name[:LONGEST_ID],
        "content_type": one.content_type or None,
        **about,
        **one.fingerprints,
    }


def _signals(
    rows: Rows, place: int, found: Sequence[Match], kind: SignalKind, before: int
) -> Iterator[Signal]:
    for number, match in enumerate(found, before):
        yield Signal(
            report=rows.report,
            place=number,
            kind=kind,
            produced_by=f"belisha/{__version__}",
            facts=_facts(match),
            item=rows.items[place],
            match=match,
        )


def _facts(match: Match) -> dict[str, Any]:
    """What the case's reviewer may know: no list, no entry, no distance."""
    how = "exact" if match.exact else "near"
    look = match.look or match.sampled
    return {"how": how, "category": match.category, "grade": match.grade, "look": look}


def _entries(report: Report, matches: Iterable[Match]) -> Iterator[Identifier]:
    """Content that matches the same entry belongs together, however it was altered."""
    for named in {f"{one.hash_list_id} {_entry(one)}" for one in matches}:
        yield Identifier(report=report, kind="entry", joins=True, digest=digest("entry", named))


def _entry(match: Match) -> str:
    # What a source calls an entry outlives its version; what this desk added keeps its number.
    return match.source_id if match.version_id and match.source_id else f"{match.version_id} {match.entry}"
