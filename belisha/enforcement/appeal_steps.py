"""How far the undoing of a wrong decision has come: a checklist, read from the rows as they are now."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from belisha.enforcement.appeal_status import may_be_answered
from belisha.enforcement.appeal_table import Appeal
from belisha.enforcement.order_table import Order
from belisha.referrals.material import TOLD
from belisha.referrals.models import Referral, ReferralState

DONE, WAITS, PERSON = "done", "waits", "person"
STATES = {DONE: "Done", WAITS: "Under way", PERSON: "Needs a person"}


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing that follows from an upheld appeal. `page` and `id`: where it is seen to."""

    words: str
    state: str
    detail: str = ""
    page: str = ""
    id: UUID | None = None

    @property
    def state_words(self) -> str:
        """Where it stands, in words."""
        return STATES[self.state]


def steps_of(row: Appeal) -> Iterator[Step]:
    """Every step of a decided appeal, in the order in which they are done."""
    undone: dict[str, Any] = row.undone
    yield from (_order(one) for one in undone.get("orders", ()))
    if undone.get("decision"):
        yield Step(words="The decision was ended", state=DONE, page="case", id=row.case_id)
    if undone.get("listed"):
        yield Step(
            words="Taken off this desk’s own list", state=DONE, detail=_count(undone["listed"], "item")
        )
    if undone.get("matches"):
        detail = _count(undone["matches"], "match", "matches")
        yield Step(words="Answered as no match, for its source", state=DONE, detail=detail)
    yield from (_referral(one) for one in undone.get("referrals", ()))
    yield _answer(row)


def _order(done: dict[str, str]) -> Step:
    ids = [one for one in (done["by"], done["id"]) if one]
    rows = {str(one.id): one for one in Order.objects.filter(id__in=ids)}
    first, by = rows.get(done["id"]), rows.get(done["by"])
    words = f"{first.words}: undone" if first else "An order: undone"
    if done["problem"]:
        return Step(words=words, state=PERSON, detail=done["problem"], page="orders")
    state = by.state if by else Order.State.DONE
    if state == Order.State.FAILED:
        return Step(words=words, state=PERSON, detail="The service could not do it.", page="orders")
    over = (Order.State.DONE, Order.State.WITHDRAWN, Order.State.REVERSED)
    detail = by.get_state_display() if by else ""
    return Step(words=words, state=DONE if state in over else WAITS, detail=detail, page="orders")


def _referral(done: dict[str, str]) -> Step:
    rows = {
        str(one.id): one
        for one in Referral.objects.filter(id__in=[one for one in done.values() if _is_id(one)])
    }
    first, by = rows.get(done["id"]), rows.get(done["by"])
    name = first.authority_name if first else "An authority"
    words = f"{name} is told that it was wrong"
    if done["problem"] or by is None:
        return Step(
            words=words, state=PERSON, detail=done["problem"], page="referral", id=first.id if first else None
        )
    if by.state in (*TOLD, ReferralState.WITHDRAWN):
        return Step(words=words, state=DONE, detail=by.get_state_display(), page="referral", id=by.id)
    state = WAITS if by.state == ReferralState.RELEASED else PERSON
    detail = f"{by.number}: {by.get_state_display()}"
    return Step(words=words, state=state, detail=detail, page="referral", id=by.id)


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _answer(row: Appeal) -> Step:
    words = "Whoever appealed can read the answer"
    if may_be_answered(row):
        mailed = "A mail said so." if row.answer_mailed_at else ""
        return Step(words=words, state=DONE, detail=mailed)
    return Step(words=words, state=WAITS, detail="Nobody may be told yet.", page="case", id=row.case_id)


def _count(found: list[str], one: str, many: str = "") -> str:
    return f"1 {one}" if len(found) == 1 else f"{len(found)} {many or one + 's'}"
