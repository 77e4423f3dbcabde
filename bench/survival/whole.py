"""Is everything there that was acknowledged, whole, once, and does the ledger hold?"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from belisha.intake.models import Report, State
from belisha.ledger.models import Entry
from belisha.ledger.verify import verify
from belisha.referrals.models import Referral, ReferralState
from belisha.triage.models import Case, CaseState
from bench.survival.shift import LINES


@dataclass
class Said:
    """What whoever was answered knows: receipts by the sender's own key, referrals that were released."""

    kept: dict[str, str] = field(default_factory=dict)
    released: set[str] = field(default_factory=set)

    def note(self, what: str, about: str, more: str) -> None:
        """Take note of one line that a shift said."""
        if what == "kept":
            self.kept[about] = more
        elif what == "released":
            self.released.add(about)


@dataclass
class Found:
    """What is wrong, counted; all zero and `ledger` true is whole."""

    reports: int = 0
    acknowledged: int = 0
    releases: int = 0
    lost: int = 0
    torn: int = 0
    doubled: int = 0
    released_twice: int = 0
    releases_lost: int = 0
    stuck: int = 0
    ledger: bool = True

    @property
    def whole(self) -> bool:
        wrong = self.lost + self.torn + self.doubled + self.released_twice + self.releases_lost + self.stuck
        return wrong == 0 and self.ledger

    @property
    def safe(self) -> bool:
        """As `whole`, while there is still work to be done."""
        return replace(self, stuck=0).whole

    @property
    def words(self) -> str:
        return (
            f"{self.acknowledged} reports and {self.releases} releases acknowledged, {self.lost} lost, "
            f"{self.torn} torn, {self.doubled} double, {self.released_twice} released twice, "
            f"{self.releases_lost} releases lost, {self.stuck} stuck, "
            f"ledger {'whole' if self.ledger else 'BROKEN'}"
        )

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"whole": self.whole, "words": self.words}


def look(said: Said) -> Found:
    """Open everything, and compare it with what was said."""
    rows = list(Report.objects.all())
    receipts = {_key(row): row.receipt.replace(" ", "") for row in rows}
    released = _released()
    return Found(
        reports=len(rows),
        acknowledged=len(said.kept),
        releases=len(said.released),
        lost=sum(receipts.get(key) != receipt for key, receipt in said.kept.items()),
        torn=sum(_is_torn(row) for row in rows),
        doubled=len(rows) - len(receipts),
        released_twice=sum(times > 1 for times in released.values()),
        releases_lost=sum(not _is_released(one) for one in said.released),
        stuck=_stuck(),
        ledger=verify().ok,
    )


def _key(row: Report) -> str:
    return row.what_happened.removeprefix("Text of report ").removesuffix(".")


def _is_torn(row: Report) -> bool:
    key = _key(row)
    accounts = {account.external_id for account in row.accounts.all()}
    items = [item.external_id for item in row.items.all()]
    lines = [line["text"] for line in row.conversation]
    entries = Entry.objects.filter(about_id=str(row.id), event="report.received").count()
    return (
        accounts != {f"account-{key}", f"child-{key}"}
        or items != [f"item-{key}"]
        or lines != [f"message {n} of {key}" for n in range(LINES)]
        or entries != 1
    )


def _released() -> Counter[tuple[str, str]]:
    """How often each authority was told of each case, by the ledger."""
    entries = Entry.objects.filter(event="referral.released")
    return Counter((entry.about_id, entry.content["authority"]) for entry in entries)


def _is_released(referral_id: str) -> bool:
    row = Referral.objects.filter(id=referral_id, state=ReferralState.RELEASED).first()
    return row is not None and row.pack_rows.count() == 2


def _stuck() -> int:
    """What nobody would have taken further: each shift takes up what it finds, so nothing may be left."""
    drafts = Referral.objects.filter(state=ReferralState.DRAFT)
    open_still = Case.objects.filter(state__in=(CaseState.OPEN, CaseState.PROPOSED)).count()
    waiting = Report.objects.filter(state=State.RECEIVED).count()
    return waiting + open_still + sum(bool(one.confirmed_address) for one in drafts)
