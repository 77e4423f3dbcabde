"""What the router is told of a case: the reports' facts, as a person corrected them, and who we are."""

from collections.abc import Iterable, Mapping
from typing import Any

from belisha.intake.read import ReportView
from belisha.organisation.profile import Profile
from belisha.referrals.material import Material
from belisha.routing.parse import MOST_EARLIER_REPORTS

KNOWN = ("content_detected", "may_be_elsewhere", "uk_link", "child_made_it", "suspect_is_child")
DETECTED_BY = frozenset({"hash_match", "url_match"})
"""Sources that are themselves the finding of content: a list said so."""


def routing_facts(material: Material) -> dict[str, Any]:
    """Return FACTS for `routing.route`. What nobody knows is left out, and takes the router's safe branch."""
    reported = reported_facts(material.reports)
    corrected = material.decision.routing_facts if material.decision else {}
    facts = {**reported, **corrected}
    for person in ("child", "suspect"):
        facts[person] = {**reported[person], **corrected.get(person, {})}
    facts["danger_now"] = corrected.get("danger_now", material.case.danger_now)
    facts["concerns"] = corrected.get("concerns", concerns(material))
    if material.case.child_suspect:
        facts["suspect_is_child"] = "yes"
    facts["already_reported"] = [*_told(material), *facts["already_reported"]][:MOST_EARLIER_REPORTS]
    return facts | {
        "reporter": "organisation",
        "ready": True,
        "service": service(material.profile),
        "at": material.now,
    }


def reported_facts(reports: Iterable[ReportView]) -> dict[str, Any]:
    """Return what the reports say together: of each fact the graver word, of each person the best known."""
    rows = list(reports)
    facts: dict[str, Any] = {name: _gravest(rows, name) for name in KNOWN}
    if any(row.source in DETECTED_BY for row in rows):
        facts["content_detected"] = "yes"
    if site := next((row.other_facts["site"] for row in rows if row.other_facts.get("site")), None):
        facts["site"] = site
    facts["child"] = _best_known([row.child for row in rows], ("country", "place", "age"))
    facts["suspect"] = _best_known([row.suspect for row in rows], ("country", "place"))
    facts["already_reported"] = [earlier for row in rows for earlier in row.already_reported]
    return facts


def concerns(material: Material) -> list[str]:
    """The concerns of the reports, and the category that was decided, each once."""
    named = [concern for row in material.reports for concern in row.concerns]
    decided = [material.decision.category] if material.decision else []
    return list(dict.fromkeys([*decided, *named]))


def service(profile: Profile) -> dict[str, Any]:
    """The organisation as the router needs to know it."""
    facts = {
        "country": profile.country or None,
        "place": profile.place or None,
        "regulated_user_to_user": profile.regulated_user_to_user,
        "nca_registered": profile.nca_registered,
    }
    return {name: value for name, value in facts.items() if value}


def _gravest(rows: Iterable[ReportView], name: str) -> str:
    said = {row.other_facts.get(name, "unknown") for row in rows}
    return next((word for word in ("yes", "no") if word in said), "unknown")


def _best_known(people: Iterable[Mapping[str, Any]], names: Iterable[str]) -> dict[str, Any]:
    # From one report as a whole: two reports may mean two places, or two children.
    known = [person for person in people if any(person.get(name) for name in names)]
    best = max(known, key=lambda person: sum(bool(person.get(name)) for name in names), default={})
    return {name: best[name] for name in names if best.get(name) is not None}


def _told(material: Material) -> list[dict[str, Any]]:
    return [
        {"authority": one.authority, "reference": one.reference[:200] or None, "at": one.at}
        for one in material.told
    ]
