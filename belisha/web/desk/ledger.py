"""The ledger for auditors: who did what, when and about what; never the content of a case."""

from dataclasses import dataclass

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from belisha.intake.connector_read import named as connectors_named
from belisha.ledger import read
from belisha.ledger.verify import Verdict, verify
from belisha.people.read import names_of
from belisha.web.desk.door import DeskRequest, desk_page

PAGE = 50
CHECKED_HERE = 50_000
"""Entries that are checked while somebody waits for the page: some ten seconds. More is for the console."""

ACTORS = {
    "public": "A member of the public",
    "system": "Belisha itself",
    "console": "The console",
    "mail": "The mailbox",
}
KINDS = {
    "people.staff": "Member of staff",
    "people.apikey": "Key",
    "organisation.organisation": "Organisation",
    "organisation.service": "Service",
    "organisation.team": "Team",
    "organisation.note": "Note of the desk",
    "ledger.signer": "Key of the ledger",
}


class FilterForm(forms.Form):
    """Which entries to show."""

    mark_optional = False
    event = forms.ChoiceField(label="Event", required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, auto_id="filter_%s")
        field = self.fields["event"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "Any"), *((event, event_in_words(event)) for event in read.events())]

    def chosen(self) -> str:
        """The event asked for; one that never happened is left out."""
        return str(self.cleaned_data.get("event", "")) if self.is_valid() else ""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One entry in words."""

    line: read.Line
    event: str
    actor: str
    about: str


@require_safe
@desk_page("ledger.view_entry")
def ledger(request: DeskRequest) -> HttpResponse:
    """A page of entries, newest first, from below the entry that the address names."""
    return _page(request)


@require_POST
@desk_page("ledger.view_entry")
def check(request: DeskRequest) -> HttpResponse:
    """Check the whole log, where it is short enough to wait for."""
    small = read.size() <= CHECKED_HERE
    return _page(request, verify() if small else None, too_long=not small)


def _page(request: DeskRequest, verdict: Verdict | None = None, too_long: bool = False) -> HttpResponse:
    form = FilterForm(request.GET)
    event, before = form.chosen(), _before(request)
    lines = read.page(before=before, event=event, size=PAGE + 1)
    context = {
        "form": form,
        "event": event,
        "entries": in_words(lines[:PAGE]),
        "older": lines[PAGE - 1].seq if len(lines) > PAGE else None,
        "paged": before is not None,
        "size": read.size(),
        "verdict": verdict,
        "too_long": too_long,
    }
    return render(request, "desk/ledger.html", context)


def in_words(lines: list[read.Line]) -> list[Shown]:
    """Entries with the names of staff and keys in place of their ids, where they are known."""
    actors = {line.actor for line in lines}
    subjects = {_as_actor(line) for line in lines} - {""}
    names = names_of(actors | subjects) | connectors_named(actors)
    return [
        Shown(
            line=line,
            event=event_in_words(line.event),
            actor=ACTORS.get(line.actor) or names.get(line.actor) or line.actor,
            about=_about(line, names.get(_as_actor(line), "")),
        )
        for line in lines
    ]


def event_in_words(event: str) -> str:
    """ "case.emergency_call" as "Case: emergency call"."""
    kind, _, what = event.replace("_", " ").partition(".")
    return f"{kind.capitalize()}: {what}"


def _about(line: read.Line, name: str) -> str:
    kind = KINDS.get(line.about_kind) or line.about_kind.rpartition(".")[2].capitalize()
    return f"{kind} {name or line.about_id[:8]}"


def _as_actor(line: read.Line) -> str:
    kinds = {"people.staff": "staff", "people.apikey": "key"}
    return f"{kinds[line.about_kind]}:{line.about_id}" if line.about_kind in kinds else ""


def _before(request: DeskRequest) -> int | None:
    text = request.GET.get("before", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
