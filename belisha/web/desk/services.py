"""The services (brands) that the organisation runs."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from belisha.organisation import read
from belisha.organisation.arrange import WrongProfile, remove_service, save_service
from belisha.web.desk.door import DeskRequest, desk_page
from belisha.web.desk.refusals import in_form


class ServiceForm(forms.Form):
    """One service."""

    name = forms.CharField(label="Name", max_length=100, help_text="As its users know it.")
    slug = forms.SlugField(
        label="Short name for programs",
        max_length=50,
        required=False,
        help_text="What reports name it by, such as example-forum. Left empty, it is made from the name.",
    )
    url = forms.URLField(label="Address", required=False, assume_scheme="https")
    viewer_link = forms.CharField(
        label="Link to its restricted viewer",
        max_length=300,
        required=False,
        help_text="Where your own tool shows an item to those who may see it, with {item} where the item’s id"
        " goes: https://tools.example/view?id={item}. Each view through it is recorded.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("organisation.change_organisation")
def services(request: DeskRequest) -> HttpResponse:
    """All services; add one."""
    if request.method != "POST":
        return _list(request, ServiceForm(), 200)
    form = ServiceForm(request.POST)
    return redirect("services") if _saved(request, form, None) else _list(request, form, 422)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("organisation.change_organisation")
def service(request: DeskRequest, service_id: UUID) -> HttpResponse:
    """Change one service."""
    row = read.service(service_id)
    if request.method != "POST":
        kept = {name: getattr(row, name) for name in ServiceForm.base_fields}
        return _one(request, row.name, service_id, ServiceForm(initial=kept), 200)
    form = ServiceForm(request.POST)
    if _saved(request, form, service_id):
        return redirect("services")
    return _one(request, row.name, service_id, form, 422)


@require_POST
@desk_page("organisation.change_organisation")
def remove(request: DeskRequest, service_id: UUID) -> HttpResponse:
    """Take a service away that no report is about."""
    remove_service(service_id=service_id, by=request.user)
    messages.success(request, "The service is removed.")
    return redirect("services")


def _saved(request: DeskRequest, form: ServiceForm, service_id: UUID | None) -> bool:
    if not form.is_valid():
        return False
    try:
        save_service(by=request.user, service_id=service_id, **form.cleaned_data)
    except WrongProfile as wrong:
        in_form(form, wrong)
        return False
    messages.success(request, f"{form.cleaned_data['name']} is saved.")
    return True


def _list(request: DeskRequest, form: ServiceForm, status: int) -> HttpResponse:
    context = {"form": form, "services": read.services()}
    return render(request, "desk/settings/services.html", context, status=status)


def _one(request: DeskRequest, name: str, service_id: UUID, form: ServiceForm, status: int) -> HttpResponse:
    context = {"form": form, "name": name, "service_id": service_id}
    return render(request, "desk/settings/service.html", context, status=status)
