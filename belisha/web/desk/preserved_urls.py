"""Addresses of the desk for what the service keeps for an authority."""

from django.urls import URLPattern, path

from belisha.web.desk import preserved

ONE = "preserved/<uuid:preserved_id>/"
urlpatterns: list[URLPattern] = [
    path("preserved/", preserved.preserved, name="preserved"),
    path("preserved/export/", preserved.export, name="preserved_export"),
    path(f"{ONE}let-go/", preserved.let_go, name="preserved_let_go"),
    path(f"{ONE}destroyed/", preserved.destroyed, name="preserved_destroyed"),
]
