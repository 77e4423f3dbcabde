"""The forms of rounds: a new one, its words, and what happened with a force."""

from typing import Any

from django import forms

from belisha.figures.ask.fill import REQUEST
from belisha.figures.ask.letters import default_request
from belisha.figures.ask.round import Asked, Round, all_forces, forces_named
from belisha.figures.ask.rounds import LONGEST, QUESTION
from belisha.figures.ask.sections import read_sections
from belisha.figures.ask.steps import OUTCOMES
from belisha.figures.desk.rounds_read import ForcePage, today
from belisha.refusal import Refusal
from belisha.web.forms import DateInput

_LINES = forms.Textarea(attrs={"rows": 3})
_PLACEHOLDERS = "Placeholders: " + ", ".join(f"{{{name}}}" for name in REQUEST) + "."


class WordsForm(forms.Form):
    """What a round asks. The first line of the request is its subject."""

    title = forms.CharField(
        label="Title", max_length=200, help_text="Such as: Indecent images of children, 2025/26."
    )
    years = forms.CharField(label="Years", max_length=200, help_text="In words: 2021/22 to 2025/26.")
    question = forms.CharField(label="Question", max_length=2_000, widget=_LINES)
    request = forms.CharField(
        label="Text of the request",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=f"The first line is its subject. {_PLACEHOLDERS}",
    )
    asker = forms.CharField(
        label="Who asks", max_length=200, required=False, help_text="Both Acts want a real name (section 8)."
    )
    reply_to = forms.CharField(
        label="Address for the answers",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    @classmethod
    def of(cls, round: Round | None = None) -> "WordsForm":
        """The form with a round's words, or with the usual ones."""
        if round is None:
            return cls(initial={"question": QUESTION, "request": default_request()})
        return cls(initial={name: getattr(round, name) for name in cls.base_fields if hasattr(round, name)})


class NewRoundForm(WordsForm):
    """A round that is begun."""

    only = forms.CharField(
        label="Ask these forces alone",
        required=False,
        max_length=4_000,
        widget=_LINES,
        help_text="One a line, by name or code. Left empty: all 45 territorial forces.",
    )
    also = forms.CharField(
        label="Ask these forces, too",
        required=False,
        max_length=4_000,
        widget=_LINES,
        help_text="One a line, with its law: British Transport=foia. In Scotland alone: Name=foisa.",
    )

    def clean(self) -> dict[str, Any]:
        """Read the names of forces."""
        given = super().clean() or {}
        named = _forces(self, "only", given) or list(all_forces())
        given["forces"] = [*named, *_forces(self, "also", given)]
        return given


class ChangeRoundForm(WordsForm):
    """Other words for a round, more forces, or fewer."""

    also = NewRoundForm.base_fields["also"]
    leave_out = forms.CharField(
        label="Leave these forces out",
        required=False,
        max_length=4_000,
        widget=_LINES,
        help_text="One a line. Only those of which nothing is noted.",
    )

    def clean(self) -> dict[str, Any]:
        """Read the names of forces."""
        given = super().clean() or {}
        given["also"] = _forces(self, "also", given)
        given["leave_out"] = _lines(given.get("leave_out"))
        return given


class SentForm(forms.Form):
    """The day on which the requests went."""

    day = forms.DateField(label="The day on which the requests were sent", widget=DateInput())


class NoteForm(forms.Form):
    """What happened with a force."""

    step = forms.ChoiceField(label="What happened")
    day = forms.DateField(label="On which day", widget=DateInput())
    until = forms.DateField(
        label="Put off until",
        required=False,
        widget=DateInput(),
        help_text="If they put the answer off and named a day. Without one, 40 working days count.",
    )
    outcome = forms.ChoiceField(
        label="What the answer was",
        required=False,
        choices=[("", "No answer"), *((name, words.capitalize()) for name, words in OUTCOMES.items())],
    )
    sections = forms.CharField(
        label="Sections that they name",
        required=False,
        max_length=200,
        help_text="If something was refused: s.12, s.40(2).",
    )
    source = forms.TypedChoiceField(label="The imported answer", required=False, coerce=int, empty_value=None)
    words = forms.CharField(label="Remark", required=False, max_length=1_000, widget=_LINES)

    def __init__(self, *args: Any, page: ForcePage, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"day": today()}, **kwargs})
        _offer(self.fields["step"], [("", "Choose one"), *((step.name, step.words) for step in page.steps)])
        sources = [(str(one.number), f"{one.number}: {one.title}"[:120]) for one in page.sources]
        _offer(self.fields["source"], [("", "None"), *sources])
        if not sources:
            del self.fields["source"]
        if not page.row.asked.law.extension:
            del self.fields["until"]

    def clean_sections(self) -> tuple[str, ...]:
        """The sections, as they are kept."""
        try:
            return read_sections(self.cleaned_data["sections"])
        except Refusal as refusal:
            raise forms.ValidationError(refusal.sentence) from None


class StrikeForm(forms.Form):
    """Why an entry is wrong."""

    event = forms.IntegerField(min_value=1, max_value=2**53)
    why = forms.CharField(label="Why it is wrong", max_length=500)


def _forces(form: forms.Form, field: str, given: dict[str, Any]) -> list[Asked]:
    try:
        return list(forces_named(_lines(given.get(field))))
    except Refusal as refusal:
        form.add_error(field, refusal.sentence)
        return []


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def _offer(field: forms.Field, choices: list[tuple[str, str]]) -> None:
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells mypy what the class body says
    field.choices = choices
