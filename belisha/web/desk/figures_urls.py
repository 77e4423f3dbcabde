"""Addresses of the figures at the desk."""

from django.urls import URLPattern, path

from belisha.web.desk import figures

urlpatterns: list[URLPattern] = [
    path("", figures.landing, name="figures_desk"),
]
