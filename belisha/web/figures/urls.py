"""Addresses of the published figures."""

from django.urls import URLPattern, path

from belisha.web.figures.check import check
from belisha.web.figures.published import first, published

urlpatterns: list[URLPattern] = [
    path("", first, name="figures"),
    path("check/", check, name="figures_check"),
    # The last of all: what is published has the addresses of its folder.
    path("<path:address>", published, name="figures_page"),
]
