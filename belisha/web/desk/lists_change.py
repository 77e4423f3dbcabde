"""What a list officer changes: what matches mean, which version holds, and what was set aside."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from belisha.refusal import NotFound, Refusal
from belisha.screening import lists, own
from belisha.screening import read_lists as read
from belisha.web.desk.door import DeskRequest, desk_page
from belisha.web.desk.lists import OFFICER, list_response
from belisha.web.desk.lists_forms import PutBackForm, settings_form
from belisha.web.desk.refusals import shown_or_raised


@require_POST
@desk_page(OFFICER)
def settings(request: DeskRequest, list_id: UUID) -> HttpResponse:
    """Say what the matches of a list mean from now on."""
    form = settings_form(request.POST, _settings(list_id))
    if form.is_valid():
        try:
            lists.change_settings(name=_name(list_id), by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            shown_or_raised(form, refusal)
        else:
            messages.success(request, "Saved. It holds within a second, for every match from now on.")
            return redirect("list", list_id)
    return list_response(request, list_id, settings=form)


@require_POST
@desk_page(OFFICER)
def roll_back(request: DeskRequest, list_id: UUID) -> HttpResponse:
    """Put the version before the one in force in force again."""
    version = lists.roll_back(name=_name(list_id), by=request.user)
    messages.success(request, f"Version {version.number} is in force again.")
    return redirect("list", list_id)


@require_POST
@desk_page(OFFICER)
def put_back(request: DeskRequest, list_id: UUID, change_id: UUID) -> HttpResponse:
    """Let an entry that was set aside match again."""
    form = PutBackForm(request.POST, change_id=change_id)
    if not form.is_valid():
        return list_response(request, list_id, put_back=form)
    own.put_back(change_id=change_id, by=request.user, **form.cleaned_data)
    messages.success(request, "It is put back, and matches again.")
    return redirect("list", list_id)


def _settings(list_id: UUID) -> dict[str, Any]:
    settings = read.settings_of(list_id)
    if settings is None:
        raise NotFound(what="list")
    return settings


def _name(list_id: UUID) -> str:
    name = read.name_of(list_id)
    if name is None:
        raise NotFound(what="list")
    return name
