"""Who had a part in what an appeal is about, and whether this person may decide it."""

from belisha.decisions.decide import standing
from belisha.enforcement import appeal_rules as rules
from belisha.enforcement.appeal import PERMISSION
from belisha.enforcement.appeal_rules import Parts
from belisha.enforcement.appeal_table import Appeal
from belisha.enforcement.order_table import Order
from belisha.organisation.profile import profile
from belisha.people.models import Staff
from belisha.triage.models import Case


def parts_in(row: Appeal, case: Case | None) -> Parts:
    """Those who decided, ordered or confirmed what an appeal is about."""
    decisions = [one for one in (row.decision, standing(case) if case else None) if one is not None]
    made = {one.made_by_id for one in decisions}
    if row.order is not None:
        made |= set(Order.objects.filter(target=row.order.target).values_list("made_by_id", flat=True))
    confirmed = {one.confirmed_by_id for one in decisions}
    return Parts(made=frozenset(made - {None}), confirmed=frozenset(confirmed - {None}))


def may_decide(row: Appeal, case: Case | None, person: Staff) -> bool:
    """May this person decide this appeal, as far as their own part goes?"""
    parts = parts_in(row, case)
    return rules.may_decide(
        person=person.id,
        parts=parts,
        others=person.id in parts and _others(parts),
        one_person_mode=profile().one_person_mode,
    )


def _others(parts: Parts) -> bool:
    """Is there anybody here who may decide appeals and had no part?"""
    here = Staff.objects.filter(is_active=True)
    return any(one.id not in parts and one.has_perm(PERMISSION) for one in here)
