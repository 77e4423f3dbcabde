"""When the Online Safety Act 2023 asks for a report to the National Crime Agency. Not legal advice."""

from datetime import date

from belisha.routing.answer import WouldChange
from belisha.routing.scene import UNITED_KINGDOM, Scene

DUTY_SINCE = date(2026, 4, 7)
"""SI 2026/262: sections 66 to 70 of the Online Safety Act 2023 are in force from this day."""


def may_be_owed(scene: Scene) -> bool:
    """Whether a report may be owed: nothing that is known rules it out."""
    facts = scene.facts
    in_force = scene.day is None or scene.day >= DUTY_SINCE
    ruled_out = "no" in {facts.content_detected, facts.service.regulated_user_to_user}
    return scene.by_organisation and in_force and not ruled_out and not _known_without_link(scene)


def owed(scene: Scene) -> bool:
    """Whether a report is owed, as far as is known, if nobody has it yet."""
    return may_be_owed(scene) and not missing(scene)


def missing(scene: Scene) -> dict[str, str]:
    """Return what isn't known and must hold, as parts of one sentence by the path of the fact."""
    facts, parts = scene.facts, {}
    if facts.content_detected == "unknown":
        parts["content_detected"] = "content of child sexual exploitation or abuse was detected"
    if facts.service.regulated_user_to_user == "unknown":
        parts["service.regulated_user_to_user"] = "the service is a regulated user-to-user service"
    if by_foreign_provider(scene) and not scene.linked_with_uk:
        parts["uk_link"] = "the content is linked with the United Kingdom"
    return parts


def if_known(scene: Scene) -> list[WouldChange]:
    """Return the sentence on what is missing, once for each fact."""
    parts = missing(scene)
    sentence = f"If {' and '.join(parts.values())}, it is reported to the National Crime Agency."
    return [WouldChange(sentence, fact) for fact in parts]


def has_it(scene: Scene) -> str | None:
    """Return the name of the body that has a statutory report already, at home or abroad.

    Online Safety Act 2023 s. 70(5): what is covered by arrangements with a foreign agency isn't unreported.
    """
    rows = [row for row in scene.directory.mechanisms if row.statutory and row.id in scene.told]
    return rows[0].authority if rows else None


def by_foreign_provider(scene: Scene) -> bool:
    """Whether the service is known to belong to a provider outside the United Kingdom."""
    return scene.organisation.country not in {None, UNITED_KINGDOM}


def _known_without_link(scene: Scene) -> bool:
    # s. 66(2): a provider abroad reports to the agency what is linked with the United Kingdom, and only that.
    return by_foreign_provider(scene) and scene.facts.uk_link == "no" and not scene.linked_with_uk
