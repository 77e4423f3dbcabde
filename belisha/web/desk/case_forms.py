"""The small forms on a case's page. Each asks for a reason, which is kept."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms

from belisha.triage.page import CasePage

PRIORITIES = [("1", "Immediate"), ("2", "Urgent"), ("3", "Standard")]


def reason_field(label: str = "Why?") -> forms.CharField:
    """A reason that must be given."""
    words = {"required": "Say why. The reason is kept with the case."}
    area = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=label, max_length=2000, widget=area, error_messages=words)


class NoteForm(forms.Form):
    """A note."""

    text = forms.CharField(
        label="Note",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write the note."},
    )


class PriorityForm(forms.Form):
    """Another priority than the rules gave."""

    priority = forms.TypedChoiceField(
        label="Priority", choices=PRIORITIES, coerce=int, widget=forms.RadioSelect
    )
    reason = reason_field()


class ChildSuspectForm(forms.Form):
    """Whether a child may be the suspect."""

    child_suspect = forms.TypedChoiceField(
        label="May the suspect be under 18?",
        choices=[("yes", "Yes, or it is possible"), ("no", "No")],
        coerce=lambda word: word == "yes",
        widget=forms.RadioSelect,
    )
    reason = reason_field("How do you know?")


class SplitForm(forms.Form):
    """Which reports move into a case of their own."""

    report_ids = forms.MultipleChoiceField(
        label="Reports to move into a new case",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one report."},
    )
    reason = reason_field()

    def __init__(self, *args: Any, reports: list[tuple[str, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = self.fields["report_ids"]
        if isinstance(choices, forms.MultipleChoiceField):
            choices.choices = reports or []


class MergeForm(forms.Form):
    """Into which case this one goes."""

    into = forms.CharField(
        label="Into which case?", help_text="Its label, for example C-000123.", max_length=20
    )
    reason = reason_field()


class AnswerForm(forms.Form):
    """Whether a match is right; that it is wrong needs a reason."""

    answer = forms.ChoiceField(
        label="Is the match right?",
        choices=[("confirmed", "Confirm"), ("unsure", "Unsure"), ("refuted", "Refute")],
        widget=forms.HiddenInput,
    )
    reason = forms.CharField(
        label="How do you know?",
        help_text="It is kept, and may be sent to whoever keeps the list. Name nobody.",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    mark_optional = False

    def __init__(self, asked: Any = None, *, match_id: UUID) -> None:
        super().__init__(asked, auto_id=f"answer-{match_id}-%s")
        self.match_id = match_id

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("answer") == "refuted" and not said.get("reason"):
            self.add_error("reason", "Say why it is wrong. The reason is kept.")
        return said


@dataclass
class Forms:
    """The forms of a case's page; one of them may come back with errors."""

    note: NoteForm = field(default_factory=lambda: NoteForm(auto_id="note_%s"))
    priority: PriorityForm = field(default_factory=lambda: PriorityForm(auto_id="priority_%s"))
    child_suspect: ChildSuspectForm = field(default_factory=lambda: ChildSuspectForm(auto_id="child_%s"))
    split: SplitForm | None = None
    merge: MergeForm = field(default_factory=lambda: MergeForm(auto_id="merge_%s"))
    match: AnswerForm | None = None

    def about(self, shown: CasePage) -> "Forms":
        """The same forms, filled with what the page knows."""
        self.split = self.split or SplitForm(reports=report_choices(shown), auto_id="split_%s")
        return self

    @property
    def wrong(self) -> forms.Form | None:
        """The form that has errors."""
        several = (self.note, self.priority, self.child_suspect, self.split, self.merge, self.match)
        return next((form for form in several if form is not None and form.errors), None)


def report_choices(shown: CasePage) -> list[tuple[str, str]]:
    """The reports of a page, by the words that head them."""
    return [
        (str(one.report.id), f"{number}: {one.report.source_label}, {', '.join(one.concerns)}")
        for number, one in enumerate(shown.reports, start=1)
    ]
