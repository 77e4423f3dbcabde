"""What a person reads before deciding: what the reports say for the router, and who would be told on that."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from belisha.referrals.compose import compose
from belisha.referrals.drafting import route_now
from belisha.referrals.facts import reported_facts
from belisha.referrals.material import gather, gather_facts
from belisha.referrals.recipients import Instruction, recipient_for
from belisha.refusal import NotFound
from belisha.routing import Route
from belisha.triage.models import Case


@dataclass(frozen=True, kw_only=True)
class Foreseen:
    """The facts as reported, and the answer of the router: steps, help, what would change it."""

    facts: dict[str, Any]
    route: Route


def foresee(case_id: UUID) -> Foreseen | None:
    """Ask the router without keeping anything; None where there is no such case."""
    case = Case.objects.filter(id=case_id).first()
    if case is None:
        return None
    material = replace(gather_facts(case), decision=None)
    return Foreseen(facts=reported_facts(material.reports), route=route_now(material))


def route_of(case_id: UUID) -> Route:
    """Return the router's answer for a case as things stand, decided or not. Raises NotFound."""
    case = Case.objects.filter(id=case_id).first()
    if case is None:
        raise NotFound(what="case")
    return route_now(gather_facts(case))


def emergency_script(case_id: UUID, number: str) -> tuple[Instruction, ...]:
    """What to say when the emergency number is rung for a case, sentence by sentence. Raises NotFound.

    Nothing has to be set up, decided or known for it: what is missing is said to be missing.
    """
    case = Case.objects.filter(id=case_id).first()
    if case is None:
        raise NotFound(what="case")
    material = gather(case)
    if not material.profile.legal_name:
        material = replace(material, profile=replace(material.profile, legal_name="[your organisation]"))
    step = RING | {"contact": {"url": None, "phone": number, "email": None}}
    message = compose(material, step, number=case.label, edits={})
    if message.danger_now == "no":
        # Nobody rings this number to say that there is no danger: whoever rings knows more than the reports.
        message = replace(message, danger_now="yes")
    return recipient_for("emergency").how_to(message)


RING: dict[str, Any] = {
    "authority": {"id": "emergency", "name": "Emergency services"},
    "why": "",
    "how_fast": "now",
    "channel": "telephone",
    "basis": "",
    "source": {"title": "", "url": None, "checked_on": None},
    "confirmed": True,
}
