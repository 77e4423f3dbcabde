"""Which open cases a report belongs to, and by what."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from belisha.intake.models import AccountRole, Identifier, Report
from belisha.triage.cases import WORKABLE
from belisha.vault.lookup import digest

FIRST, SPLIT, MERGED = "first", "split", "merged"
WHY = {
    FIRST: "It opened this case.",
    "same_account": "It names the same account.",
    "same_child": "It names the same child's account.",
    "same_item": "It names the same item.",
    "same_fingerprint": "It names content with the same fingerprint.",
    SPLIT: "A person moved it here from another case.",
    MERGED: "A person merged its case into this one.",
}
# A service's own ids mean something within that service alone; a fingerprint means the same everywhere.
OF_ONE_SERVICE = ("account", "item")


def why_in_words(codes: str) -> list[str]:
    """The sentences of a membership's codes."""
    return [WHY.get(code, code) for code in codes.split(",")]


def open_cases_of(report: Report) -> dict[UUID, str]:
    """The workable cases that share an identifier with a report, each with the codes of what they share."""
    own = list(Identifier.objects.filter(report=report, joins=True))
    child_accounts = _child_accounts(report)
    shared: dict[UUID, set[str]] = {}
    for case_id, kind, found in _sharing(report, own):
        shared.setdefault(case_id, set()).add(_code(kind, found, child_accounts))
    return {case_id: ",".join(sorted(codes)) for case_id, codes in shared.items()}


def _sharing(report: Report, own: Iterable[Identifier]) -> Iterator[tuple[UUID, str, bytes]]:
    named: dict[str, list[bytes]] = {}
    for row in own:
        named.setdefault(row.kind, []).append(bytes(row.digest))
    for kind, digests in named.items():
        same = Identifier.objects.filter(
            kind=kind,
            digest__in=digests,
            joins=True,
            report__memberships__left_at=None,
            report__memberships__case__state__in=WORKABLE,
        )
        if kind in OF_ONE_SERVICE:
            same = same.filter(report__service=report.service_id)
        pairs = same.values_list("report__memberships__case_id", "digest").distinct()
        yield from ((case_id, kind, bytes(found)) for case_id, found in pairs)


def _child_accounts(report: Report) -> frozenset[bytes]:
    children = report.accounts.filter(role=AccountRole.CHILD)
    return frozenset(digest("account", row.external_id) for row in children)


def _code(kind: str, found: bytes, child_accounts: frozenset[bytes]) -> str:
    if kind == "account":
        return "same_child" if found in child_accounts else "same_account"
    return "same_item" if kind == "item" else "same_fingerprint"
