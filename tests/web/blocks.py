"""A form with every kind of field, and a way to render a piece of template."""

from datetime import UTC, datetime

from django import forms
from django.template import Context, Template
from lxml import html

from belisha.web.forms import Checkboxes, DateAndTime, DateInput, Radios, TimeInput

NOW = datetime(2026, 11, 22, 7, 20, tzinfo=UTC)


class Everything(forms.Form):
    danger = forms.ChoiceField(
        label="Is a child in danger now?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=Radios(hints={"yes": "It is happening now."}),
        help_text="Say what you know.",
    )
    grounds = forms.MultipleChoiceField(
        label="Grounds", choices=[("a", "One"), ("b", "Two")], widget=Checkboxes
    )
    what = forms.CharField(
        label="What happened?", max_length=20_000, widget=forms.Textarea, help_text="In short."
    )
    short = forms.CharField(
        label="Name of the group", required=False, widget=forms.TextInput({"placeholder": "x"})
    )
    email = forms.EmailField(label="Your email")
    count = forms.IntegerField(label="How many")
    force = forms.ChoiceField(label="Force", choices=[("", "Choose"), ("x", "Example")])
    day = forms.DateField(label="Day", widget=DateInput)
    hour = forms.TimeField(label="Hour", widget=TimeInput)
    seen = forms.SplitDateTimeField(label="When did you see it?", widget=DateAndTime)
    agree = forms.BooleanField(label="You may write to me", help_text="Only if we must.")
    step = forms.CharField(widget=forms.HiddenInput, initial="2")


def rendered(source, **context):
    """The parsed page that a piece of template gives."""
    text = Template("{% load belisha belisha_fields %}" + source).render(Context(context))
    return html.fromstring(f"<body>{text}</body>")


def words(element):
    return " ".join(element.text_content().split())


def ids(page):
    return page.xpath("//@id")
