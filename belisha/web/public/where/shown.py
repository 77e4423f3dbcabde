"""An answer as its page shows it: each step and help line in plain words, with its source and its date."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.utils.formats import date_format

from belisha.routing.answer import Help, Source, Step
from belisha.routing.directory import UNCHECKED
from belisha.routing.plain import Voice, kind_of, notes, out_of_reach, voice_of
from belisha.routing.plain_words import about_help, words_for
from belisha.routing.review import is_old
from belisha.routing.scene import Scene
from belisha.web.public.frame import dialled

EMERGENCY = "emergency"
_HOW_FAST = {"now": "Now", "promptly": "As soon as you can", "in_time": "When the rest is done"}


_HOW_FOUND = re.compile(r": (by [a-z ]+, exact|the country only)\.")


@dataclass(frozen=True, kw_only=True)
class Dated:
    """When somebody last read a page: in words, and whether that is too long ago."""

    words: str
    old: bool


@dataclass(frozen=True, kw_only=True)
class ShownStep:
    """One authority. `url` and `phone` are filled in once somebody has checked them; else `unchecked` is."""

    id: str
    name: str
    fast: str
    who: str
    tell: tuple[str, ...]
    next: str
    notes: tuple[str, ...]
    phone: str
    dial: str
    url: str
    host: str
    unchecked: str
    candidates: tuple[str, ...]
    basis: str
    source: Source
    checked: Dated


@dataclass(frozen=True, kw_only=True)
class ShownHelp:
    """Somebody to talk to."""

    name: str
    about: str
    audience: str
    sure: bool
    phone: str
    dial: str
    url: str
    host: str
    checked: Dated


def steps_shown(steps: tuple[Step, ...], scene: Scene, today: date) -> list[ShownStep]:
    """Return the steps, in the order of the answer."""
    return [_step(step, scene, today) for step in steps]


def help_shown(lines: tuple[Help, ...], voice: Voice, today: date) -> list[ShownHelp]:
    """Return the help lines, in the order of the answer."""
    return [_help(line, voice, today) for line in lines]


def old_ones(steps: list[ShownStep], lines: list[ShownHelp]) -> bool:
    """Whether anything on the page was last read too long ago."""
    return any([*(one.checked.old for one in steps), *(one.checked.old for one in lines)])


def _step(step: Step, scene: Scene, today: date) -> ShownStep:
    words = words_for(kind_of(step.authority.id, scene.directory), voice_of(scene.facts.reporter))
    phone, url = step.contact.phone or "", step.contact.url or ""
    rings = step.confirmed and not out_of_reach(step, scene)
    return ShownStep(
        id=step.authority.id,
        name=_name(step),
        fast=_HOW_FAST[step.how_fast],
        who=words.who,
        tell=words.tell,
        next=words.next,
        notes=tuple(notes(step, scene)),
        phone=_together(phone) if rings else "",
        dial=dialled(phone) if rings else "",
        url=url if step.confirmed else "",
        host=host(url),
        unchecked="" if step.confirmed else " ".join(_unchecked(phone, url)),
        candidates=tuple(one.name for one in step.candidates),
        basis=_plain_basis(step.basis),
        source=step.source,
        checked=dated(step.source.checked_on, today),
    )


def _unchecked(phone: str, url: str) -> Iterator[str]:
    yield from (_together(phone), host(url)) if phone and url else (_together(phone) or host(url),)


def _plain_basis(basis: str) -> str:
    """Return on whose place a step rests, without the words for how exactly it was found."""
    return _HOW_FOUND.sub(".", basis)


def _name(step: Step) -> str:
    """The name, without the candidates that the page lists by themselves."""
    return step.authority.name.partition(":")[0] if step.candidates else step.authority.name


def _help(line: Help, voice: Voice, today: date) -> ShownHelp:
    phone, url = line.phone or "", line.url or ""
    return ShownHelp(
        name=line.name,
        about=about_help(line.name, voice),
        # The page says by itself what nobody has checked.
        audience=line.audience.removesuffix(f" ({UNCHECKED})"),
        sure=line.checked_on is not None,
        phone=_together(phone),
        dial=dialled(phone),
        url=url,
        host=host(url),
        checked=dated(line.checked_on, today),
    )


def dated(checked_on: str | None, today: date) -> Dated:
    """Return when a page was last read, in words."""
    if not checked_on:
        return Dated(words="not checked yet", old=False)
    day = date_format(date.fromisoformat(checked_on), "j F Y")
    return Dated(words=f"checked on {day}", old=is_old(checked_on, today))


def host(url: str) -> str:
    """Return the name of a site as people know it."""
    return urlsplit(url).netloc.removeprefix("www.")


def _together(phone: str) -> str:
    # A number that breaks over two lines is misread.
    return phone.replace(" ", "\u00a0")
