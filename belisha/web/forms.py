"""The renderer that makes `{{ form }}` and `{{ field.as_field_group }}` accessible, and our own widgets."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting


class BelishaRenderer(TemplatesSetting):
    """Labels, hints, errors and the error summary, as templates/belisha/forms/ has them."""

    form_template_name = "belisha/forms/form.html"
    field_template_name = "belisha/forms/field.html"


class Radios(forms.RadioSelect):
    """Radio buttons, each with a hint where one is given: `Radios(hints={"yes": "It is happening now."})`."""

    def __init__(
        self, attrs: dict[str, Any] | None = None, *, hints: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(attrs)
        self.hints = dict(hints or {})


class Checkboxes(forms.CheckboxSelectMultiple):
    """Tick boxes whose options may each have a hint, like Radios."""

    def __init__(
        self, attrs: dict[str, Any] | None = None, *, hints: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(attrs)
        self.hints = dict(hints or {})


class DateInput(forms.DateInput):
    """A day, with the browser's own picker."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """A time of day to the minute, with the browser's own picker."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class DateAndTime(forms.SplitDateTimeWidget):
    """A moment as two inputs, each with a label that is seen. For forms.SplitDateTimeField."""

    template_name = "belisha/forms/date_and_time.html"
    parts = (("date", "Date"), ("time", "Time"))

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        forms.MultiWidget.__init__(self, [DateInput(), TimeInput()], attrs)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for part, (kind, label) in zip(context["widget"]["subwidgets"], self.parts, strict=True):
            part["label"] = label
            wrong = " govuk-input--error" if "aria-invalid" in part["attrs"] else ""
            part["attrs"]["class"] = f"govuk-input b-input--{kind}{wrong}"
        return context
