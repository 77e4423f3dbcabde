"""From a case to the message for one authority: each thing once, and no more than it may have."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from belisha.decisions.elements import INFERRED
from belisha.organisation.partners import PREFIX
from belisha.referrals import message as out
from belisha.referrals.custody import words
from belisha.referrals.facts import concerns, routing_facts
from belisha.referrals.gathered import accounts, conversation, detections, items, story, timeline
from belisha.referrals.material import Material
from belisha.referrals.tip import with_tip

PRIORITIES: dict[int, out.Priority] = {1: "immediate", 2: "urgent", 3: "standard"}
ASK_US = "We may know of something that concerns your service. Ask us, under our number."
BY_ADDRESS_ALONE = ("iwf", "CA:cybertip")
"""Who is told addresses and fingerprints, nothing of people. Canada by law: S.C. 2011 c.4, the designated
organisation's system accepts addresses only. IWF: it assesses addresses, https://www.iwf.org.uk/report."""


def compose(
    material: Material, step: dict[str, Any], *, number: str, edits: dict[str, Any]
) -> out.ReferralMessage:
    """Return the message for the authority of one step of the route. Raises NotSendable, naming the field.

    `step` is a route's step as JSON; `edits` what a person wrote on the draft: "what_happened", "notes",
    "cybertip".
    """
    if step["authority"]["id"].startswith(PREFIX):
        return to_partner(material, step, number=number, edits=edits)
    facts = routing_facts(material)
    whole = out.ReferralMessage(
        reference=number,
        created_at=material.now,
        organisation=organisation(material),
        recipient=addressee(step),
        priority=PRIORITIES[material.case.priority],
        rule=rule(step),
        priority_reasons=tuple(str(reason["words"]) for reason in material.case.reasons),
        danger_now=facts["danger_now"],
        concerns=tuple(concerns(material)),  # type: ignore[arg-type]
        what_happened=edits.get("what_happened") or story(material.reports),
        occurred_at=min((one.occurred_at for one in material.reports if one.occurred_at), default=None),
        timeline=timeline(material),
        accounts=accounts(material.reports),
        items=items(material.reports),
        conversation=conversation(material.reports),
        child=person(facts["child"]),
        suspect=person(facts["suspect"]),
        suspect_is_child=facts["suspect_is_child"],
        reporter=reporter(material),
        detections=detections(material.reports),
        grounds=grounds(material),
        decision=decision(material),
        viewed=tuple(out.View(at=o.at, by=o.who, form=o.form, item=o.item) for o in material.opened),
        custody=tuple(out.CustodyEntry(at=s.at, who=s.who, what=words(s.event)) for s in material.custody),
        earlier_reports=earlier(facts, material),
        notes=tuple(edits.get("notes", ())),
    )
    authority = step["authority"]["id"]
    whole = with_tip(whole, authority, edits, facts["already_reported"])
    return by_address_alone(whole) if authority in BY_ADDRESS_ALONE else whole


def to_partner(
    material: Material, step: dict[str, Any], *, number: str, edits: dict[str, Any]
) -> out.ReferralMessage:
    """Return what a partner is told: that there is something, how grave, and what a person wrote for it.

    Nothing of people, conversations or content: a partner is no authority, and asks for what it needs.
    """
    facts = routing_facts(material)
    return out.ReferralMessage(
        reference=number,
        created_at=material.now,
        organisation=replace(organisation(material), authorised_persons=(), nca_registration=""),
        recipient=addressee(step),
        priority=PRIORITIES[material.case.priority],
        # Why a person added them is for this desk alone.
        rule=out.Rule(title=step["source"]["title"]),
        danger_now=facts["danger_now"],
        concerns=tuple(concerns(material)),  # type: ignore[arg-type]
        what_happened=edits.get("what_happened") or ASK_US,
        notes=tuple(edits.get("notes", ())),
    )


def by_address_alone(message: out.ReferralMessage) -> out.ReferralMessage:
    """The same without people and their words: addresses, fingerprints, and who reports."""
    bare = tuple(replace(item, ip="", port=None) for item in message.items)
    return replace(
        message,
        items=bare,
        priority_reasons=(),
        what_happened="Content at these addresses was reported to us.",
        timeline=(),
        accounts=(),
        conversation=(),
        child=None,
        suspect=None,
        suspect_is_child="unknown",
        reporter=None,
        grounds=(),
        decision=replace(message.decision, reasons="") if message.decision else None,
        earlier_reports=(),
    )


def organisation(material: Material) -> out.Organisation:
    """Who reports, and for which of its services."""
    profile, contact = material.profile, material.profile.contact
    services = dict.fromkeys(report.service for report in material.reports if report.service)
    people = [str(person.get("name", "")) for person in profile.authorised_persons]
    return out.Organisation(
        legal_name=profile.legal_name,
        country=profile.country,
        service=", ".join(services),
        address=str(contact.get("address", "")),
        contact_name=str(contact.get("name", "")),
        contact_email=str(contact.get("email", "")),
        contact_phone=str(contact.get("phone", "")),
        regulated_user_to_user=profile.regulated_user_to_user,  # type: ignore[arg-type]
        nca_registration=profile.nca_reference,
        authorised_persons=tuple(name for name in people if name),
    )


def addressee(step: dict[str, Any]) -> out.Addressee:
    """The authority of a step, and how it is reached."""
    contact = step["contact"]
    return out.Addressee(
        authority=step["authority"]["id"],
        name=step["authority"]["name"],
        channel=step["channel"],
        url=contact["url"] or "",
        phone=contact["phone"] or "",
        email=contact["email"] or "",
        how_fast=step["how_fast"],
        confirmed=step["confirmed"],
    )


def rule(step: dict[str, Any]) -> out.Rule:
    """Why this authority is told, and where that is written."""
    source = step["source"]
    checked = source["checked_on"]
    return out.Rule(
        title=source["title"],
        url=source["url"] or "",
        checked_on=date.fromisoformat(checked) if checked else None,
        why=step["why"],
        basis=step["basis"],
    )


def person(facts: dict[str, Any]) -> out.Person | None:
    """Where a person is and how old, or nothing where neither is known."""
    known = {name: facts[name] for name in ("country", "place", "age") if facts.get(name) is not None}
    return out.Person(**known) if known else None


def reporter(material: Material) -> out.Reporter | None:
    """Who told us: one who allows contact before one who doesn't, and then by source alone."""
    told = sorted(material.reports, key=lambda report: not report.reporter.get("may_contact", False))
    if not told:
        return None
    first = told[0]
    if not first.reporter.get("may_contact"):
        return out.Reporter(source=first.source_label)
    named = {name: str(first.reporter.get(name, "")) for name in ("name", "email", "phone")}
    return out.Reporter(source=first.source_label, may_contact=True, **named)


def grounds(material: Material) -> tuple[out.Ground, ...]:
    """Each element that somebody noted something on."""
    noted = material.decision.grounds if material.decision else ()
    return tuple(
        out.Ground(
            element=one["words"], grounds=". ".join(filter(None, (INFERRED[one["inferred"]], one["why"])))
        )
        for one in noted
        if one["why"] or one["inferred"] != "unknown"
    )


def decision(material: Material) -> out.Decision | None:
    """What was decided, by role."""
    row = material.decision
    if row is None:
        return None
    return out.Decision(
        category=row.category.replace("_", " "),
        decided_at=row.made_at,
        decided_by=material.decided_by,
        confirmed_by=material.confirmed_by,
        confirmed_at=row.confirmed_at,
        one_person_mode=row.one_person_mode,
        reasons=row.reasons,
    )


def earlier(facts: dict[str, Any], material: Material) -> tuple[out.EarlierReport, ...]:
    """Who was told before: by others as the reports say, by us; and of other cases with the same account."""
    names = {one.authority: one.name for one in material.told}
    here = tuple(
        out.EarlierReport(
            authority=names.get(
                one.get("authority", ""), one.get("authority") or "An authority that was not named"
            ),
            reference=one.get("reference") or "",
            at=out_time(one.get("at")),
        )
        for one in facts["already_reported"]
    )
    linked = [
        out.EarlierReport(authority=one.name, reference=one.reference, at=one.at)
        for one in material.linked
        if not one.said
    ]
    return tuple(dict.fromkeys([*here, *linked]))


def out_time(value: Any) -> Any:
    """A time as a message takes it: reports keep theirs as ISO 8601."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value
