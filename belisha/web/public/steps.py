"""The steps of the public form, in the order in which they are asked."""

from dataclasses import dataclass
from typing import Any

from belisha.web.public.forms import DangerForm, StepForm, UrgentForm, WhatForm, WhoForm, YouForm
from belisha.web.public.state import State


@dataclass(frozen=True, kw_only=True)
class Step:
    """One page: its form, and the heading under which its answers are shown before they are sent."""

    name: str
    form: type[StepForm]
    heading: str


DANGER = Step(name="danger", form=DangerForm, heading="Danger")
WHAT = Step(name="what", form=WhatForm, heading="What happened")
WHO = Step(name="who", form=WhoForm, heading="Who and where")
YOU = Step(name="you", form=YouForm, heading="How to reach you")
URGENT = Step(name="urgent", form=UrgentForm, heading="What is happening")
STEPS = {step.name: step for step in (DANGER, WHAT, WHO, YOU, URGENT)}
CHECK = "check"
USUAL = (DANGER, WHAT, WHO, YOU)
FIELDS = tuple(dict.fromkeys(name for step in STEPS.values() for name in step.form.base_fields))
"""The names of every field of every step."""


def path_of(state: State) -> list[str]:
    """The names of the pages that these answers lead through."""
    if state.first("danger_now") == "yes":
        return [DANGER.name, URGENT.name]
    return [*(step.name for step in USUAL), CHECK]


def before(state: State) -> str:
    """The page before this one, or this one where it is the first."""
    path = path_of(state)
    place = path.index(state.step) if state.step in path else 0
    return path[max(place - 1, 0)]


def after(state: State) -> str:
    """The page after this one; whoever came back to change an answer returns to the last page."""
    path = path_of(state)
    if state.checking:
        return unfinished(state) or path[-1]
    place = path.index(state.step) if state.step in path else 0
    return path[min(place + 1, len(path) - 1)]


def unfinished(state: State) -> str:
    """The first page whose answers can't be sent as they are, "" where all can."""
    pages = [STEPS[name] for name in path_of(state) if name in STEPS]
    return next((step.name for step in pages if not filled(step, state).is_valid()), "")


def filled(step: Step, state: State) -> StepForm:
    """The form with its answers, to be checked."""
    return step.form(state.data())


def shown(step: Step, state: State) -> StepForm:
    """The form with its answers as they were typed, nothing checked."""
    initial: dict[str, Any] = {}
    for name, field in step.form.base_fields.items():
        if name in state.answers:
            several = (
                hasattr(field.widget, "allow_multiple_selected") and field.widget.allow_multiple_selected
            )
            initial[name] = state.answers[name] if several else state.first(name)
    return step.form(initial=initial)
