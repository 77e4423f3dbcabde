"""Addresses of the published figures."""

from django.urls import URLPattern, path

from belisha.web.figures.published import first, published

urlpatterns: list[URLPattern] = [
    path("", first, name="figures"),
    # The last of all: what is published has the addresses of its folder.
    path("<path:address>", published, name="figures_page"),
]
