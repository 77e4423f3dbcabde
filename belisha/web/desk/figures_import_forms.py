"""The forms of an import: an answer and what is known of it, how it is read, what was looked at."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from belisha.figures.collate.mapping import PLACES, Mapping, Table
from belisha.figures.collate.proposal import NAMES, columns_in_words, written
from belisha.figures.definitions import series
from belisha.figures.gate import Finding
from belisha.web.forms import Checkboxes, DateInput

_TEXT = forms.Textarea(attrs={"rows": 8})


class AnswerForm(forms.Form):
    """An answer: a file, or a table that is pasted; and what is known of it."""

    file = forms.FileField(
        label="File",
        required=False,
        help_text="CSV, XLSX, XLS or ODS, up to 1 MB. It is read in memory and kept nowhere: the book keeps"
        " its text. For a larger one: belisha figures import.",
    )
    pasted = forms.CharField(
        label="Or paste a table",
        required=False,
        max_length=500_000,
        widget=_TEXT,
        strip=False,
        help_text="Copied from a letter, a page or a spreadsheet.",
    )
    force = forms.CharField(
        label="Force",
        required=False,
        max_length=100,
        help_text="Where the answer is of one force and doesn’t name it.",
    )
    title = forms.CharField(label="What it is called", required=False, max_length=200)
    received = forms.DateField(label="The day on which it came", required=False, widget=DateInput())
    publisher = forms.CharField(label="Who answered, or published it", required=False, max_length=200)
    address = forms.URLField(
        label="Where the public finds it", required=False, max_length=500, assume_scheme="https"
    )
    round = forms.ChoiceField(label="The round that it answers", required=False)

    def __init__(self, *args: Any, rounds: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["round"].choices = [("", "None"), *rounds]  # type: ignore[attr-defined]

    def clean_received(self) -> Any:
        """An answer can't have come tomorrow."""
        day = self.cleaned_data["received"]
        if day and day > timezone.localdate():
            raise forms.ValidationError("That day is in the future.")
        return day

    def clean(self) -> dict[str, Any]:
        """One answer, not none and not two."""
        given = super().clean() or {}
        if bool(given.get("file")) == bool((given.get("pasted") or "").strip()) and not self.errors:
            self.add_error("file", "Choose a file, or paste a table.")
        return given

    def answer(self) -> tuple[bytes, str]:
        """What was sent, and its name."""
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        if file is None:
            return self.cleaned_data["pasted"].encode(), "pasted"
        return file.read(), str(file.name)[:200]

    def told(self) -> dict[str, str]:
        """What was said of it."""
        given = self.cleaned_data
        names = ("force", "title", "publisher", "address", "round")
        received = given["received"].isoformat() if given["received"] else ""
        return {name: given[name] for name in names if given[name]} | (
            {"received": received} if received else {}
        )


HINTS = {
    "areas": "The column or row that names them: A, or 3. Where all of it is of one: = and its name, such as"
    " =Kent.",
    "years": "The column or row that names them: C, or 3; columns C:H. One year for all: =2017/18.",
    "offences": "The column or row that names them. Not broken down: =all.",
    "platforms": "The column or row that names them. Not broken down: =all.",
    "measures": "The column or row that says what is counted. Everywhere the same: =count.",
}
"""What can be typed where it is guessed from what a table is read."""


class ReadingForm(forms.Form):
    """How an answer is read: a field for each guess, and room for all else that can be said."""

    series = forms.ChoiceField(label="Series")
    more = forms.CharField(
        label="More corrections",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One a line: area:GMP=Greater Manchester, year:2017=2017/18, cell:C14=38,000,"
        " legend:*=fewer than 5, leave=12, tables=1, add=yes.",
    )

    def __init__(self, *args: Any, mapping: Mapping, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mapping = mapping
        self.fields["series"].choices = [(one.id, one.title) for one in series().values()]  # type: ignore[attr-defined]
        self.fields["series"].initial = mapping.series
        for name, label, value in _guesses(mapping):
            hint = HINTS.get(name.partition(".")[2], "")
            self.fields[name] = forms.CharField(
                label=label, initial=value, required=False, max_length=200, help_text=hint
            )
        self.order_fields([name for name in self.fields if name != "more"] + ["more"])

    def said(self) -> list[str]:
        """The corrections: each guess that was changed, then what was written."""
        given = self.cleaned_data
        changed = [
            f"{name}={given[name] or 'unknown'}"
            for name, _, value in _guesses(self.mapping)
            if given[name] != value
        ]
        told = [f"series={given['series']}"] if given["series"] != self.mapping.series else []
        return [*told, *changed, *filter(None, (line.strip() for line in given["more"].splitlines()))]


class TakeInForm(forms.Form):
    """What somebody has looked at. Each thing is ticked by itself."""

    confirmed = forms.MultipleChoiceField(label="What I have looked at", required=False, widget=Checkboxes())
    reason = forms.CharField(
        label="Why what is ticked is right",
        required=False,
        max_length=1_000,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, findings: Sequence[Finding], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = ("mapping", "The answer is read as it is shown above.")
        rows = [
            seen,
            *((one.code, f"{one.where}: {one.sentence}" if one.where else one.sentence) for one in findings),
        ]
        self.fields["confirmed"].choices = rows  # type: ignore[attr-defined]
        hints = {one.code: " ".join(("Often innocent:", *one.innocent)) for one in findings if one.innocent}
        self.fields["confirmed"].widget.hints = hints


def _guesses(mapping: Mapping) -> Iterator[tuple[str, str, str]]:
    """Name as corrections write it, label, and value of each guess about each table."""
    several = len(mapping.tables) > 1
    for number, table in enumerate(mapping.tables, 1):
        of = f" of table {number}" if several else ""
        yield f"{number}.rows", f"Rows with figures{of}", f"{table.first + 1}:{table.last + 1}"
        yield f"{number}.values", f"Columns with figures{of}", columns_in_words(table.values)
        for place in PLACES:
            yield f"{number}.{NAMES[place]}", f"{NAMES[place].capitalize()}{of}", _written(table, place)


def _written(table: Table, place: str) -> str:
    return written(table.where(place))
