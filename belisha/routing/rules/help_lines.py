"""Somebody to talk to, wherever they are."""

from collections.abc import Iterator
from dataclasses import replace

from belisha.routing.answer import Help, WouldChange
from belisha.routing.directory import ANYWHERE, HelpReader, help_line, help_lines_for
from belisha.routing.forces import CROWN_DEPENDENCIES
from belisha.routing.rules.registry import Finding, rule
from belisha.routing.rules.sources import HELP_LINES, REPORT_REMOVE
from belisha.routing.scene import UNITED_KINGDOM, Scene

ADULT = 18
"""Age in years from which somebody is no child."""
_BRITISH = ("0808 ", "0800 1111")
"""How the telephone numbers of the help lines of the United Kingdom begin."""
_FROM_ABROAD = "a United Kingdom number: from abroad see the page"


@rule(source=HELP_LINES, confidence="high", waits=False)
def somebody_to_talk_to(scene: Scene) -> Iterator[Finding]:
    """Childline for a child; the NSPCC for adults and organisations; Stop It Now for somebody worried about
    their own or another adult's behaviour. Outside the United Kingdom the lines of the country, and how to
    find others; a number that nobody has checked says so."""
    readers = _readers(scene)
    homes = _homes(scene)
    for reader in readers:
        for country in homes or [UNITED_KINGDOM]:
            yield from (_line(scene, one) for one in help_lines_for(_served_by(country), reader))
    if homes != [UNITED_KINGDOM]:
        for reader in readers:
            yield from help_lines_for(ANYWHERE, reader)
    if scene.facts.reporter is None:
        yield WouldChange(
            "Who asks (a child, a parent, a professional, another adult, an organisation) changes the help.",
            "reporter",
        )
    if not homes:
        yield WouldChange("The country of whoever asks names the help lines there.", "reader.country")


@rule(source=REPORT_REMOVE, confidence="high", waits=False)
def own_picture(scene: Scene) -> Iterator[Finding]:
    """A child's own picture: Report Remove in the United Kingdom, Take It Down elsewhere, and for those who
    have turned eighteen since it was made. A service for pictures of adults is never offered."""
    facts = scene.facts
    if facts.child_made_it == "yes":
        country = scene.child.country or scene.reader.country
        grown = facts.child.age is not None and facts.child.age >= ADULT
        if country in {None, UNITED_KINGDOM} and not grown:
            yield _line(scene, help_line("report-remove"))
        if country != UNITED_KINGDOM or grown:
            yield _line(scene, help_line("take-it-down"))
    if facts.child_made_it == "unknown" and "indecent_images" in facts.concerns:
        yield WouldChange(
            "If the child made the picture, the child can have it removed by Report Remove or Take It Down.",
            "child_made_it",
        )


def _readers(scene: Scene) -> list[HelpReader]:
    """Return for whom lines are shown, in order."""
    facts = scene.facts
    worried: list[HelpReader] = ["worried"] if facts.own_behaviour or facts.other_adult_behaviour else []
    if facts.reporter == "child":
        return ["child", *worried]
    child: list[HelpReader] = ["child"] if facts.reporter is None or scene.safeguarding_first else []
    return [*worried, *child, "adult"]


def _homes(scene: Scene) -> list[str]:
    """Return the countries whose lines are shown: of whoever asks, and of the child if a person asks."""
    asker = scene.caller or scene.child.country
    child = None if scene.facts.reporter == "organisation" else scene.child.country
    return list(dict.fromkeys(code for code in (asker, child) if code))


def _served_by(country: str) -> str:
    """Return the country whose lines are shown: the Crown dependencies use those of the United Kingdom."""
    return UNITED_KINGDOM if country in CROWN_DEPENDENCIES else country


def _line(scene: Scene, line: Help) -> Help:
    british = (line.phone or "").startswith(_BRITISH)
    if scene.caller in {None, UNITED_KINGDOM} or not british:
        return line
    return replace(line, audience=f"{line.audience} ({_FROM_ABROAD})")
