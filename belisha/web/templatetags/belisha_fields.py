"""What the form templates ask of a field: its kind, its control with our classes, its options, its target."""

from dataclasses import dataclass
from typing import Any

from django import forms, template
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

register = template.Library()

COUNTED_FROM = 200
# Django's own sentences name no field, and one repeats what was sent.
PLAIN = {
    "required": "Answer “{label}”",
    "invalid_choice": "Choose one of the answers to “{label}”",
    "max_length": "“{label}” is too long: it has room for {limit} characters",
    "max_value": "“{label}” is {limit} at most",
    "min_value": "“{label}” is {limit} at least",
}
_ONE_OF_MANY = (forms.RadioSelect, forms.CheckboxSelectMultiple)
_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.Textarea, "govuk-textarea"),
    (forms.Select, "govuk-select"),
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    (forms.NumberInput, "govuk-input b-input--number"),
    (forms.DateInput, "govuk-input b-input--date"),
    (forms.TimeInput, "govuk-input b-input--time"),
    (forms.widgets.Input, "govuk-input"),
)


@dataclass(frozen=True, kw_only=True)
class Option:
    """One radio button or tick box."""

    id: str
    control: SafeString
    label: str
    hint: str


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """One line of the error summary; `target` is the id of the control to go to, empty for the whole form."""

    text: str
    target: str


@register.filter
def kind(field: BoundField) -> str:
    """Which of the field templates suits: radios, checkboxes, checkbox, group or control."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return "checkboxes"
    if isinstance(widget, forms.RadioSelect):
        return "radios"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    return "group" if field.use_fieldset else "control"


@register.filter
def control(field: BoundField) -> SafeString:
    """The field's control with our classes, and its hint, error and count named to screen readers."""
    # A placeholder goes when one types and is too pale to read: label and hint say what it would.
    attrs: dict[str, Any] = {"class": _classes(field), "placeholder": False}
    if room(field):
        # The browser would cut a pasted text in silence; the server says what is too long instead.
        attrs |= {"maxlength": False, "data-maxlength": room(field), "aria-describedby": _described_by(field)}
    return field.as_widget(attrs=attrs)


@register.filter
def options(field: BoundField) -> list[Option]:
    """The radio buttons or tick boxes of a field, each with its own hint where its widget has one."""
    hints: dict[str, str] = getattr(field.field.widget, "hints", {})
    return [_option(field, part, hints) for part in field.subwidgets]


@register.filter
def room(field: BoundField) -> int | None:
    """How many characters a long text may have, or None where there is no limit worth counting."""
    limit = getattr(field.field, "max_length", None)
    counted = isinstance(field.field.widget, forms.Textarea) and limit is not None and limit >= COUNTED_FROM
    return limit if counted else None


@register.filter
def errors_of(field: BoundField) -> list[str]:
    """What is wrong with a field, in sentences that also make sense in the summary."""
    return [_plain(field, error) for error in field.errors.as_data()]


@register.filter
def optional(field: BoundField) -> bool:
    """Whether the label says "(optional)": a form may set `mark_optional = False`, as filters do, or name
    in `not_optional` what is needed later on."""
    marked = getattr(field.form, "mark_optional", True) and field.name not in getattr(
        field.form, "not_optional", ()
    )
    return marked and not field.field.required and kind(field) != "checkbox"


@register.filter
def is_heading(field: BoundField) -> bool:
    """Whether the label is the page's first heading: a form says so by `heading_field = "name"`."""
    return getattr(field.form, "heading_field", "") == field.name


@register.inclusion_tag("belisha/forms/error_summary.html")
def error_summary(form: Any) -> dict[str, Any]:
    """What is wrong, with links to the fields. Shown above the heading, it is not repeated in the form."""
    form.summary_shown = True
    return {"wrongs": wrongs(form), "form": form}


@register.inclusion_tag("belisha/forms/error_summary.html")
def own_summary(form: Any) -> dict[str, Any]:
    """The summary inside `{{ form }}`, unless the page has shown it already."""
    return {"wrongs": [] if getattr(form, "summary_shown", False) else wrongs(form), "form": form}


def wrongs(form: forms.BaseForm) -> list[Wrong]:
    """Every error of a form in the order of its fields, those of the whole form first."""
    whole = [Wrong(text=str(text), target="") for text in form.non_field_errors()]
    single = [Wrong(text=text, target=_target(field)) for field in form for text in errors_of(field)]
    return whole + single


def _plain(field: BoundField, error: ValidationError) -> str:
    if error.code in PLAIN and _is_djangos(field, error):
        limit = (error.params or {}).get("limit_value", 0)
        return PLAIN[error.code].format(label=field.label, limit=f"{limit:,}")
    return " ".join(error.messages)


def _is_djangos(field: BoundField, error: ValidationError) -> bool:
    stock = [vars(family).get("default_error_messages", {}) for family in type(field.field).__mro__]
    checks = (MaxLengthValidator, MaxValueValidator, MinValueValidator)
    sentences = [*(check.message for check in checks), *(of_family.get(error.code) for of_family in stock)]
    return any(error.message is sentence for sentence in sentences)


def _target(field: BoundField) -> str:
    if field.is_hidden:
        return ""
    several = isinstance(field.field.widget, (*_ONE_OF_MANY, forms.MultiWidget))
    return f"{field.auto_id}_0" if several else field.id_for_label or field.auto_id


def _classes(field: BoundField) -> str:
    widget = field.field.widget
    ours = next((classes for family, classes in _CLASSES if isinstance(widget, family)), "")
    marked = field.errors and ours and not isinstance(widget, forms.CheckboxInput)
    wrong = f"{ours.split()[0]}--error" if marked else ""
    return " ".join(filter(None, (ours, wrong, widget.attrs.get("class", ""))))


def _described_by(field: BoundField) -> str:
    return " ".join(filter(None, (field.aria_describedby, f"{field.auto_id}_count")))


def _option(field: BoundField, part: Any, hints: dict[str, str]) -> Option:
    attrs = part.data["attrs"]
    hint = hints.get(str(part.data["value"]), "")
    attrs["class"] = f"govuk-{kind(field)}__input"
    # On a single radio button ARIA knows no "invalid"; the group carries the error in its description.
    attrs.pop("aria-invalid", None)
    if hint:
        attrs["aria-describedby"] = f"{part.id_for_label}_hint"
    return Option(id=part.id_for_label, control=part.tag(), label=str(part.choice_label), hint=hint)
