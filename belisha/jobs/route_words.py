"""An answer of the router in words, for a console."""

from collections.abc import Iterable, Iterator
from datetime import date

from belisha.routing import Help, Route, Step
from belisha.routing.answer import Fired, ForceShare, Source
from belisha.routing.review import is_old

NO_MEDIA = "Send no pictures or videos to any of them. Words, times, names of accounts and links are enough."
NO_ADVICE = "This is not legal advice."


def in_words(found: Route, today: date, *, why: bool = False) -> str:
    """Return the whole answer as text; `why` adds its rules, `today` tells which dates are old."""
    steps = "\n\n".join("\n   ".join(_step(step, today)) for step in found.steps)
    parts = [
        steps,
        NO_MEDIA,
        _listed("Somebody to talk to:", (_help(one) for one in found.help)),
        _listed("What would change this:", found.would_change),
        _listed("The rules behind it:", (_rule(rule, today) for rule in found.rules)) if why else "",
        NO_ADVICE,
    ]
    return "\n\n".join(part for part in parts if part)


def _step(step: Step, today: date) -> Iterator[str]:
    yield f"{step.order}. {step.authority.name}: {step.how_fast.replace('_', ' ')}{_confirm(step)}"
    yield from _contact(step)
    yield f"Why: {step.why}"
    yield f"Basis: {step.basis}"
    if step.candidates:
        yield f"One of: {', '.join(_candidate(one) for one in step.candidates)}"
    yield f"Source: {_source(step.source, today)}"


def _confirm(step: Step) -> str:
    # Danger waits for nothing: a number that isn't known here is still rung at once.
    return "" if step.confirmed or step.authority.id == "emergency" else " (confirm first)"


def _contact(step: Step) -> Iterator[str]:
    contact = step.contact
    for label, value in (("Telephone", contact.phone), ("Page", contact.url), ("E-mail", contact.email)):
        if value:
            yield f"{label}: {value}"


def _candidate(one: ForceShare) -> str:
    return one.name if one.share is None else f"{one.name} ({one.share:.1%} of its postcodes)"


def _source(source: Source, today: date) -> str:
    old = ", more than 180 days ago" if is_old(source.checked_on, today) else ""
    checked = f"checked on {source.checked_on}{old}" if source.checked_on else "no date of checking"
    return ", ".join(part for part in (source.title, source.url, checked) if part)


def _help(one: Help) -> str:
    where = " ".join(part for part in (one.phone, one.url) if part)
    return f"{one.name}: {where}, for {one.audience}"


def _rule(rule: Fired, today: date) -> str:
    return f"{rule.id} ({rule.confidence}): {rule.says} {_source(rule.source, today)}"


def _listed(title: str, lines: Iterable[str]) -> str:
    found = [f"- {line}" for line in lines]
    return "\n".join([title, *found]) if found else ""
